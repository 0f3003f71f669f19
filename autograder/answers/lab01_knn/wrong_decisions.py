"""Wrong decisions from right distances, and wrong judgements of them."""

from autograder.answers.answer import Wrong

ANSWERS = [
    Wrong(
        "nearest_labels",
        "farthest",
        "farthest",
        """
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=1, descending=True)[:, :k]]
        """,
    ),
    Wrong(
        "nearest_labels",
        "positions",
        "positions",
        """
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).indices[:, :k]
        """,
    ),
    Wrong(
        "nearest_labels",
        "distances",
        "these are distances",
        """
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).values[:, :k]
        """,
    ),
    Wrong(
        "nearest_labels",
        "topk ties",
        "smaller index comes first",
        """
        def nearest_labels(distances, labels, k):
            return labels[distances.topk(k, largest=False).indices]
        """,
    ),
    Wrong(
        "nearest_labels",
        "columns",
        "expected",
        """
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=0)[:, :k]]
        """,
    ),
    Wrong(
        "predict",
        "nearest only",
        "let all k of them vote",
        """
        def predict(neighbors):
            return neighbors[:, 0]
        """,
    ),
    Wrong(
        "predict",
        "median",
        "count votes",
        """
        def predict(neighbors):
            return neighbors.median(dim=1).values
        """,
    ),
    Wrong(
        "predict",
        "nearer wins ties",
        "the smaller label wins, not the nearer",
        """
        from collections import Counter

        def predict(neighbors):
            return torch.tensor(
                [Counter(row).most_common(1)[0][0] for row in neighbors.tolist()]
            )
        """,
    ),
    Wrong(
        "predict",
        "ten classes only",
        "stopped with RuntimeError",
        """
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors, 10).sum(1).argmax(1)
        """,
    ),
    Wrong(
        "knn_predict",
        "own distance",
        "another distance than the given one",
        """
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(l2_distances(q, points), labels, k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        "knn_predict",
        "all at once",
        "at most 10 queries",
        """
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return predict(nearest_labels(distances(queries, points), labels, k))
        """,
    ),
    Wrong(
        "knn_predict",
        "last block dropped",
        "expected shape (23,), got (20,)",
        """
        def knn_predict(queries, points, labels, k, distances, rows=500):
            parts = [
                predict(nearest_labels(distances(queries[i : i + rows], points), labels, k))
                for i in range(0, len(queries) - rows + 1, rows)
            ]
            return torch.cat(parts or [torch.zeros(0)])
        """,
    ),
    Wrong(
        "knn_predict",
        "k ignored",
        "let k of them vote",
        """
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, 1)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        "accuracy",
        "untouched",
        "compares every prediction with every label",
        """
        def accuracy(predicted, labels):
            return (predicted == labels).float().mean().item()
        """,
    ),
    Wrong(
        "accuracy",
        "columns only",
        "IndexError",
        """
        def accuracy(predicted, labels):
            return (predicted[:, 0] == labels).float().mean().item()
        """,
    ),
    Wrong(
        "choose_k",
        "untouched",
        "knows by heart",
        """
        def choose_k(ks, classify, train_points, train_labels, val_points, val_labels):
            scores = [accuracy(classify(train_points, k), train_labels) for k in ks]
            return ks[scores.index(max(scores))]
        """,
    ),
    Wrong(
        "choose_k",
        "always three",
        "expected",
        """
        def choose_k(ks, *rest):
            return 3
        """,
    ),
    Wrong(
        "cross_validate",
        "leak",
        "still among the training points",
        """
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
        "cross_validate",
        "error rates",
        "the accuracy is asked for",
        """
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
        "cross_validate",
        "interleaved folds",
        "expected",
        """
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
        "same_distance",
        "L1 share",
        "L1 distance",
        """
        def tinted(image, distance):
            return image + distance / image.numel()

        def boxed(image, distance, top, left, size):
            return image
        """,
    ),
    Wrong(
        "same_distance",
        "changes its input",
        "in place",
        """
        def tinted(image, distance):
            return image.add_(distance / image.numel() ** 0.5)

        def boxed(image, distance, top, left, size):
            image[top : top + size, left : left + size] += distance / size
            return image
        """,
    ),
    Wrong(
        "quiz",
        "all wrong",
        "each number takes four bytes",
        """
        q1, q2, q3, q4, q5, q6 = 470.4, -10, 100, "b", 100, "a"
        """,
    ),
]
