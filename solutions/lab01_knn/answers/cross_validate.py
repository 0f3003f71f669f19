"""Answers to `cross_validate`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import EMPTY, SAME_SHAPE

RIGHT = [
    Right(
        "masks",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            scores = []
            for part in torch.arange(len(points)).tensor_split(folds):
                keep = torch.ones(len(points), dtype=torch.bool)
                keep[part] = False
                scores.append(
                    [
                        accuracy(
                            knn_predict(points[part], points[keep], labels[keep], k, distances),
                            labels[part],
                        )
                        for k in ks
                    ]
                )
            return torch.tensor(scores).T
        """,
    ),
    Right(
        "slices",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            n, start = len(points), 0
            scores = torch.zeros(len(ks), folds)
            for fold in range(folds):
                stop = start + n // folds + (1 if fold < n % folds else 0)
                rest = torch.cat([points[:start], points[stop:]])
                rest_labels = torch.cat([labels[:start], labels[stop:]])
                for row, k in enumerate(ks):
                    guess = knn_predict(points[start:stop], rest, rest_labels, k, distances)
                    scores[row, fold] = accuracy(guess, labels[start:stop])
                start = stop
            return scores
        """,
    ),
    Right(
        "splits of points and labels",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            xs, ys = points.tensor_split(folds), labels.tensor_split(folds)
            columns = []
            for i in range(folds):
                x = torch.cat([part for j, part in enumerate(xs) if j != i])
                y = torch.cat([part for j, part in enumerate(ys) if j != i])
                columns.append(
                    torch.tensor(
                        [accuracy(knn_predict(xs[i], x, y, k, distances), ys[i]) for k in ks]
                    )
                )
            return torch.stack(columns, dim=1)
        """,
    ),
    Right(
        "numpy inside",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            import numpy as np

            scores = np.zeros((len(ks), folds))
            for fold, part in enumerate(np.array_split(np.arange(len(points)), folds)):
                rest = torch.from_numpy(np.setdiff1d(np.arange(len(points)), part))
                part = torch.from_numpy(part)
                for row, k in enumerate(ks):
                    guess = knn_predict(points[part], points[rest], labels[rest], k, distances)
                    scores[row, fold] = np.mean((guess == labels[part]).numpy())
            return torch.from_numpy(scores).float()
        """,
    ),
    Right(
        "distances once for all folds",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            table = distances(points, points)
            scores = torch.zeros(len(ks), folds)
            for fold, part in enumerate(torch.arange(len(points)).tensor_split(folds)):
                outside = torch.ones(len(points), dtype=torch.bool)
                outside[part] = False
                own = table[part][:, outside]
                for row, k in enumerate(ks):
                    scores[row, fold] = accuracy(
                        predict(nearest_labels(own, labels[outside], k)), labels[part]
                    )
            return scores
        """,
    ),
    Right(
        "a comprehension of comprehensions",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            everyone = set(range(len(points)))

            def score(k, part):
                rest = torch.tensor(sorted(everyone - set(part.tolist())))
                return accuracy(
                    knn_predict(points[part], points[rest], labels[rest], k, distances),
                    labels[part],
                )

            parts = torch.arange(len(points)).tensor_split(folds)
            return torch.tensor([[score(k, part) for part in parts] for k in ks])
        """,
    ),
    Right(
        "float64 counts, float32 scores",
        """
        def cross_validate(points, labels, ks, distances, folds=5):
            scores = torch.zeros(len(ks), folds, dtype=torch.float64)
            fold_of = torch.cat(
                [
                    torch.full_like(p, i)
                    for i, p in enumerate(torch.arange(len(points)).tensor_split(folds))
                ]
            )
            for i in range(folds):
                inside = fold_of == i
                for row in range(len(ks)):
                    guess = knn_predict(
                        points[inside], points[~inside], labels[~inside], ks[row], distances
                    )
                    scores[row, i] = (guess == labels[inside]).sum() / inside.sum()
            return scores.float()
        """,
    ),
]

WRONG = [
    Wrong(
        "leak",
        says="still among the training points",
        check="no point helps to judge itself",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            return torch.tensor(
                [
                    [
                        accuracy(
                            knn_predict(points[p], points, labels, k, distances), labels[p]
                        )
                        for p in parts
                    ]
                    for k in ks
                ]
            )
        """,
    ),
    Wrong(
        "error rates",
        says="the accuracy is asked for",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            rest = lambda p: torch.tensor([i for i in range(len(points)) if i not in p])
            return torch.tensor(
                [
                    [
                        1
                        - accuracy(
                            knn_predict(
                                points[p], points[rest(p)], labels[rest(p)], k, distances
                            ),
                            labels[p],
                        )
                        for p in parts
                    ]
                    for k in ks
                ]
            )
        """,
    ),
    Wrong(
        "interleaved folds",
        says="",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            fold = torch.arange(len(points)) % folds
            return torch.tensor(
                [
                    [
                        accuracy(
                            knn_predict(
                                points[fold == f],
                                points[fold != f],
                                labels[fold != f],
                                k,
                                distances,
                            ),
                            labels[fold == f],
                        )
                        for f in range(folds)
                    ]
                    for k in ks
                ]
            )
        """,
    ),
    Wrong(
        "folds as rows",
        says="expected a tensor of shape (2, 4), got (4, 2)",
        check="one row per k, one column per fold",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores.T
        """,
    ),
    Wrong(
        "always five folds",
        says="expected a tensor of shape (2, 4), got (2, 5)",
        check="one row per k, one column per fold",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            folds = 5
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores
        """,
    ),
    Wrong(
        "one neighbour for every k",
        says="k is not used",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], ks[0], distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores
        """,
    ),
    Wrong(
        "the other way round",
        says="",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[rest], points[held_out], labels[held_out], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[rest])
            return scores
        """,
    ),
    Wrong(
        "means over the folds",
        says="expected shape",
        check="one row per k, one column per fold",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores.mean(dim=1)
        """,
    ),
    Wrong(
        "the rest is cut off",
        says="",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points) // folds * folds).split(len(points) // folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores
        """,
    ),
    Wrong(
        "shuffled",
        says="",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            order = torch.Generator().manual_seed(1)
            parts = torch.randperm(len(points), generator=order).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores
        """,
    ),
    Wrong(
        "the next fold is left out, too",
        says="the fold after the held-out one is missing",
        check="each fold learns from all the others",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for fold, held_out in enumerate(parts):
                rest = torch.cat([*parts[:fold], *parts[fold + 2 :]])
                for row, k in enumerate(ks):
                    predicted = knn_predict(
                        points[held_out], points[rest], labels[rest], k, distances
                    )
                    scores[row, fold] = accuracy(predicted, labels[held_out])
            return scores
        """,
    ),
    Wrong(
        "float64",
        says="expected a tensor of dtype float32, got float64",
        check="one row per k, one column per fold",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds, dtype=torch.float64)
            for i, part in enumerate(parts):
                rest = torch.cat([*parts[:i], *parts[i + 1 :]])
                for row, k in enumerate(ks):
                    found = knn_predict(points[part], points[rest], labels[rest], k, distances)
                    scores[row, i] = (found == labels[part]).double().mean()
            return scores
        """,
    ),
    Wrong(
        "equal parts only",
        says="",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            size = len(points) // folds
            scores = torch.zeros(len(ks), folds)
            for i in range(folds):
                held = torch.zeros(len(points), dtype=torch.bool)
                held[i * size : (i + 1) * size] = True
                for row, k in enumerate(ks):
                    found = knn_predict(points[held], points[~held], labels[~held], k, distances)
                    scores[row, i] = accuracy(found, labels[held])
            return scores
        """,
    ),
    Wrong(
        "rows by the size of k",
        says="rows follow ks",
        check="random points, ks and folds",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            parts = torch.arange(len(points)).tensor_split(folds)
            scores = torch.zeros(len(ks), folds)
            for i, part in enumerate(parts):
                rest = torch.cat([*parts[:i], *parts[i + 1 :]])
                for row, k in enumerate(sorted(ks)):
                    found = knn_predict(points[part], points[rest], labels[rest], k, distances)
                    scores[row, i] = accuracy(found, labels[part])
            return scores
        """,
    ),
]

EQUIVALENT = [
    Equivalent(
        "scores[row, fold] = accuracy(predicted, labels[held_out])",
        "scores[row, fold] = accuracy(labels[held_out], predicted)",
        SAME_SHAPE,
    ),
]

ALLOWED = [
    *EMPTY,
    Allowed("*: result: float32 where it was float64", "The text promises float32."),
    Allowed("*: result: float64 only to the precision of float32", "The text promises float32."),
    Allowed("*: result: negative numbers as 0", "A share is from 0 to 1."),
    Allowed("*: result: at most *", "A share is from 0 to 1."),
    Allowed("*: result: below 0.0*", "A share of so few points is 0 or larger."),
    Allowed("*: labels at most *", "Points are no labels."),
    Allowed("*: in float32 first", "Points that only float64 tells apart may count as equal."),
    Allowed(
        "*: entries below 0.000001 as 0", "Points that differ by so little may count as equal."
    ),
    Allowed("*: wrong for one row", "There are two folds at least, and so two points."),
    Allowed("*: folds: wrong for *", "The text promises 2 to n folds."),
    Allowed(
        "*: folds: wrong where it is over the number of rows of points",
        "The text promises 2 to n folds.",
    ),
    Allowed(
        "*: wrong for whole numbers", "What whole numbers are worth is up to the given distance."
    ),
    Allowed("*: wrong for eight bits", "What whole numbers are worth is up to the given distance."),
]
