"""Accuracy, the choice of k, cross-validation: wrong answers, as students write them."""

from autograder.answers.answer import Wrong

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
            parts = torch.randperm(len(points)).tensor_split(folds)
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
