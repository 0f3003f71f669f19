"""Accuracy, the choice of k, cross-validation: right answers that differ in kind."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="accuracy",
        name="flatten",
        code="""
        def accuracy(predicted, labels):
            return float((predicted.flatten() == labels).sum()) / len(labels)
        """,
    ),
    Right(
        exercise="accuracy",
        name="Python lists",
        code="""
        def accuracy(predicted, labels):
            pairs = zip(predicted.reshape(-1).tolist(), labels.tolist(), strict=True)
            return sum(p == q for p, q in pairs) / len(labels)
        """,
    ),
    Right(
        exercise="accuracy",
        name="labels as a column where needed",
        code="""
        def accuracy(predicted, labels):
            if predicted.dim() == 2:
                labels = labels[:, None]
            return (predicted == labels).float().mean().item()
        """,
    ),
    Right(
        exercise="accuracy",
        name="the labels in the other's shape",
        code="""
        def accuracy(predicted, labels):
            return (predicted == labels.view_as(predicted)).double().mean().item()
        """,
    ),
    Right(
        exercise="accuracy",
        name="numpy inside",
        code="""
        def accuracy(predicted, labels):
            import numpy as np

            return float(np.mean(predicted.numpy().ravel() == labels.numpy()))
        """,
    ),
    Right(
        exercise="accuracy",
        name="count_nonzero",
        code="""
        def accuracy(predicted, labels):
            right = torch.count_nonzero(predicted.view(-1).eq(labels))
            return right.item() / labels.numel()
        """,
    ),
    Right(
        exercise="accuracy",
        name="one minus the errors",
        code="""
        def accuracy(predicted, labels):
            errors = (predicted.squeeze() != labels).sum()
            return 1 - errors.item() / len(labels)
        """,
    ),
    Right(
        exercise="choose_k",
        name="accuracy of the validation points",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Right(
        exercise="choose_k",
        name="max with a key",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            return max(ks, key=lambda k: accuracy(classify(val_points, k), val_labels))
        """,
    ),
    Right(
        exercise="choose_k",
        name="a loop that keeps the best",
        code="""
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
        exercise="choose_k",
        name="argmax of a tensor",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = torch.tensor([accuracy(classify(val_points, k), val_labels) for k in ks])
            return ks[int(scores.argmax())]
        """,
    ),
    Right(
        exercise="choose_k",
        name="fewest errors, counted",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            errors = [
                int((classify(val_points, k).reshape(-1) != val_labels).sum()) for k in ks
            ]
            return ks[errors.index(min(errors))]
        """,
    ),
    Right(
        exercise="choose_k",
        name="a dictionary",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = {k: accuracy(classify(val_points, k), val_labels) for k in ks}
            return max(scores, key=scores.get)
        """,
    ),
    Right(
        exercise="choose_k",
        name="numpy inside",
        code="""
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            import numpy as np

            hits = [np.mean((classify(val_points, k) == val_labels).numpy()) for k in ks]
            return ks[int(np.argmax(hits))]
        """,
    ),
    Right(
        exercise="cross_validate",
        name="masks",
        code="""
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
        exercise="cross_validate",
        name="slices",
        code="""
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
        exercise="cross_validate",
        name="splits of points and labels",
        code="""
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
        exercise="cross_validate",
        name="numpy inside",
        code="""
        def cross_validate(points, labels, ks, distances, folds=5):
            import numpy as np

            scores = np.zeros((len(ks), folds))
            for fold, part in enumerate(np.array_split(np.arange(len(points)), folds)):
                rest = torch.from_numpy(np.setdiff1d(np.arange(len(points)), part))
                part = torch.from_numpy(part)
                for row, k in enumerate(ks):
                    guess = knn_predict(points[part], points[rest], labels[rest], k, distances)
                    scores[row, fold] = np.mean((guess == labels[part]).numpy())
            return torch.from_numpy(scores)
        """,
    ),
    Right(
        exercise="cross_validate",
        name="distances once for all folds",
        code="""
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
        exercise="cross_validate",
        name="a comprehension of comprehensions",
        code="""
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
        exercise="cross_validate",
        name="float64 counts",
        code="""
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
            return scores
        """,
    ),
]
