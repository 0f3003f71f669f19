"""Cross-validation: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="cross_validate",
        name="leak",
        check="no point helps to judge itself",
        says="still among the training points",
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
        exercise="cross_validate",
        name="error rates",
        check="five folds of 43 points",
        says="the accuracy is asked for",
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
        exercise="cross_validate",
        name="interleaved folds",
        check="five folds of 43 points",
        says="",
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
        exercise="cross_validate",
        name="folds as rows",
        check="one row per k, one column per fold",
        says="expected shape (2, 4), got (4, 2)",
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
        exercise="cross_validate",
        name="always five folds",
        check="one row per k, one column per fold",
        says="expected shape (2, 4), got (2, 5)",
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
        exercise="cross_validate",
        name="one neighbour for every k",
        check="five folds of 43 points",
        says="k is not used",
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
        exercise="cross_validate",
        name="the other way round",
        check="five folds of 43 points",
        says="",
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
        exercise="cross_validate",
        name="means over the folds",
        check="one row per k, one column per fold",
        says="expected shape",
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
        exercise="cross_validate",
        name="the rest is cut off",
        check="five folds of 43 points",
        says="",
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
        exercise="cross_validate",
        name="shuffled",
        check="five folds of 43 points",
        says="",
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
        exercise="cross_validate",
        name="the next fold is left out, too",
        check="each fold learns from all the others",
        says="the fold after the held-out one is missing",
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
]
