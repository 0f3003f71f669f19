"""Answers to `choose_k`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import SAME_SHAPE

RIGHT = [
    Right(
        "accuracy of the validation points",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Right(
        "max with a key",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            return max(ks, key=lambda k: accuracy(classify(val_points, k), val_labels))
        """,
    ),
    Right(
        "a loop that keeps the best",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            best, best_score = None, -1.0
            for k in ks:
                score = accuracy(classify(val_points, k), val_labels)
                if score > best_score:
                    best, best_score = k, score
            return best
        """,
    ),
    Right(
        "argmax of a tensor",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = torch.tensor([accuracy(classify(val_points, k), val_labels) for k in ks])
            return ks[int(scores.argmax())]
        """,
    ),
    Right(
        "fewest errors, counted",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            errors = [
                int((classify(val_points, k).reshape(-1) != val_labels).sum()) for k in ks
            ]
            return ks[errors.index(min(errors))]
        """,
    ),
    Right(
        "a dictionary",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = {k: accuracy(classify(val_points, k), val_labels) for k in ks}
            return max(scores, key=scores.get)
        """,
    ),
    Right(
        "numpy inside",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            import numpy as np

            hits = [np.mean((classify(val_points, k) == val_labels).numpy()) for k in ks]
            return ks[int(np.argmax(hits))]
        """,
    ),
]

WRONG = [
    Wrong(
        "untouched",
        says="knows by heart",
        check="a classifier that is right on new points for k = 3 only",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(train_points, k), train_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "always three",
        says="the result does not depend on",
        check="random points, labels and ks",
        code="""
        def choose_k(ks, *rest):
            return 3
        """,
    ),
    Wrong(
        "training points, validation labels",
        says="",
        check="a classifier that is right on new points for k = 3 only",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [
                accuracy(classify(train_points, k)[: len(val_labels)], val_labels[:4])
                for k in ks
            ]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "the worst",
        says="that k is the worst",
        check="of equally good ones the first",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return ks[scores.index(min(scores))]
        """,
    ),
    Wrong(
        "the position",
        says="that is the position of the best k",
        check="of equally good ones the first",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return scores.index(max(scores))
        """,
    ),
    Wrong(
        "the score",
        says="that is the best accuracy",
        check="of equally good ones the first",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            return max(accuracy(classify(val_points, k), val_labels) for k in ks)
        """,
    ),
    Wrong(
        "both sets together",
        says="which it knows by heart",
        check="a classifier that is right on new points for k = 3 only",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [
                accuracy(classify(train_points, k), train_labels)
                + accuracy(classify(val_points, k), val_labels)
                for k in ks
            ]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "the largest",
        says="",
        check="a classifier that is right on new points for k = 3 only",
        code="""
        def choose_k(ks, *rest):
            return max(ks)
        """,
    ),
    Wrong(
        "ties to the last",
        says="of equally good ones the first",
        check="of equally good ones the first",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            best, best_score = ks[0], -1.0
            for k in ks:
                score = accuracy(classify(val_points, k), val_labels)
                if score >= best_score:
                    best, best_score = k, score
            return best
        """,
    ),
    Wrong(
        "a tensor",
        says="expected a Python number (int), got a tensor",
        check="random points, labels and ks",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return torch.tensor(ks)[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "sorts the list",
        says="the call changed ks",
        check="random points, labels and ks",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            ks.sort()
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "scores to two places",
        says="",
        check="random points, labels and ks",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [round(accuracy(classify(val_points, k), val_labels), 1) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "the smallest of the best",
        says="that k is the smallest of the best",
        check="of equally good ones the first",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = {k: accuracy(classify(val_points, k), val_labels) for k in sorted(ks)}
            return max(scores, key=scores.get)
        """,
    ),
]

EQUIVALENT = [
    Equivalent(
        "scores = [accuracy(classify(val_points, k), val_labels) for k in ks]",
        "scores = [accuracy(val_labels, classify(val_points, k)) for k in ks]",
        SAME_SHAPE,
    ),
]

ALLOWED = [
    Allowed("*: train_*", "The bug is that these decide: the right answer has no use for them."),
]
