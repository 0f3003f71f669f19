"""Accuracy and the choice of k: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="accuracy",
        name="untouched",
        check="a perfect classifier scores 1",
        says="compares every prediction with every label",
        code="""
        def accuracy(predicted, labels):
            return (predicted == labels).float().mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="columns only",
        check="a perfect classifier scores 1",
        says="IndexError",
        code="""
        def accuracy(predicted, labels):
            return (predicted[:, 0] == labels).float().mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="errors",
        check="random predictions, as a row and as a column",
        says="share of errors",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) != labels).float().mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="percent",
        check="a perfect classifier scores 1",
        says="between 0 and 1",
        code="""
        def accuracy(predicted, labels):
            return 100 * (predicted.reshape(-1) == labels).float().mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="a count",
        check="random predictions, as a row and as a column",
        says="number of right predictions",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).sum().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="labels as a column",
        check="random predictions, as a row and as a column",
        says="every prediction with every label",
        code="""
        def accuracy(predicted, labels):
            return (predicted == labels[:, None]).float().mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="the first label only",
        check="random predictions, as a row and as a column",
        says="",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).float()[:10].mean().item()
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="rounded",
        check="random predictions, as a row and as a column",
        says="",
        code="""
        def accuracy(predicted, labels):
            return round((predicted.reshape(-1) == labels).float().mean().item(), 1)
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="divided by ten",
        check="random predictions, as a row and as a column",
        says="",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).sum().item() / 30
        """,
    ),
    Wrong(
        exercise="accuracy",
        name="always perfect",
        check="random predictions, as a row and as a column",
        says="",
        code="""
        def accuracy(predicted, labels):
            return 1.0
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="untouched",
        check="a classifier that is right on new points for k = 3 only",
        says="knows by heart",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(train_points, k), train_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="always three",
        check="random scores on the validation points",
        says="",
        code="""
        def choose_k(ks, *rest):
            return 3
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="training points, validation labels",
        check="a classifier that is right on new points for k = 3 only",
        says="",
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
        exercise="choose_k",
        name="the worst",
        check="of equally good ones the first",
        says="that k is the worst",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return ks[scores.index(min(scores))]
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="the position",
        check="of equally good ones the first",
        says="that is the position of the best k",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return scores.index(max(scores))
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="the score",
        check="of equally good ones the first",
        says="that is the best accuracy",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            return max(accuracy(classify(val_points, k), val_labels) for k in ks)
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="both sets together",
        check="a classifier that is right on new points for k = 3 only",
        says="which it knows by heart",
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
        exercise="choose_k",
        name="the largest",
        check="a classifier that is right on new points for k = 3 only",
        says="",
        code="""
        def choose_k(ks, *rest):
            return max(ks)
        """,
    ),
    Wrong(
        exercise="choose_k",
        name="ties to the last",
        check="of equally good ones the first",
        says="of equally good ones the first",
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
]
