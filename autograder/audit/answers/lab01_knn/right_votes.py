"""Nearest labels, votes and the classifier: right answers that differ in kind."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="nearest_labels",
        name="stable sort",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k]]
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="python",
        code="""
        def nearest_labels(distances, labels, k):
            rows = [
                sorted(range(len(row)), key=lambda j: (row[j], j))[:k]
                for row in distances.tolist()
            ]
            return labels[torch.tensor(rows)]
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="stable argsort",
        code="""
        def nearest_labels(distances, labels, k):
            order = torch.argsort(distances, dim=1, stable=True)
            return labels[order].narrow(1, 0, k)
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="numpy inside",
        code="""
        def nearest_labels(distances, labels, k):
            import numpy as np

            order = np.argsort(distances.numpy(), axis=1, kind="stable")[:, :k].copy()
            return labels[torch.from_numpy(order)]
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="k times the smallest",
        code="""
        def nearest_labels(distances, labels, k):
            left, found = distances.clone(), []
            rows = torch.arange(len(distances))
            for _ in range(k):
                best = left.argmin(dim=1)
                found.append(labels[best])
                left[rows, best] = float("inf")
            return torch.stack(found, dim=1)
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="a row at a time",
        code="""
        def nearest_labels(distances, labels, k):
            answer = torch.empty(len(distances), k, dtype=labels.dtype)
            for i, row in enumerate(distances):
                _, order = torch.sort(row, stable=True)
                answer[i] = labels[order[:k]]
            return answer
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="gather",
        code="""
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=-1, stable=True)[1]
            return labels.expand(len(distances), -1).gather(1, order)[:, :k]
        """,
    ),
    Right(
        exercise="nearest_labels",
        name="heapq",
        code="""
        def nearest_labels(distances, labels, k):
            import heapq

            names = labels.tolist()
            return torch.tensor(
                [
                    [names[j] for _, j in heapq.nsmallest(k, zip(row, range(len(row))))]
                    for row in distances.tolist()
                ]
            )
        """,
    ),
    Right(
        exercise="predict",
        name="mode",
        code="""
        def predict(neighbors):
            return neighbors.mode(dim=1).values
        """,
    ),
    Right(
        exercise="predict",
        name="bincount",
        code="""
        def predict(neighbors):
            return torch.stack([row.bincount().argmax() for row in neighbors])
        """,
    ),
    Right(
        exercise="predict",
        name="one_hot",
        code="""
        def predict(neighbors):
            classes = int(neighbors.max()) + 1
            return torch.nn.functional.one_hot(neighbors, classes).sum(1).argmax(1)
        """,
    ),
    Right(
        exercise="predict",
        name="a dictionary",
        code="""
        def predict(neighbors):
            winners = []
            for row in neighbors.tolist():
                votes = {}
                for label in row:
                    votes[label] = votes.get(label, 0) + 1
                winners.append(min(votes, key=lambda label: (-votes[label], label)))
            return torch.tensor(winners)
        """,
    ),
    Right(
        exercise="predict",
        name="scatter_add",
        code="""
        def predict(neighbors):
            votes = torch.zeros(len(neighbors), int(neighbors.max()) + 1, dtype=torch.int64)
            votes.scatter_add_(1, neighbors, torch.ones_like(neighbors))
            return votes.max(dim=1).indices
        """,
    ),
    Right(
        exercise="predict",
        name="numpy inside",
        code="""
        def predict(neighbors):
            import numpy as np

            return torch.from_numpy(
                np.apply_along_axis(lambda row: np.bincount(row).argmax(), 1, neighbors.numpy())
            )
        """,
    ),
    Right(
        exercise="predict",
        name="all against all",
        code="""
        def predict(neighbors):
            ordered = neighbors.sort(dim=1).values
            votes = (ordered[:, :, None] == ordered[:, None, :]).sum(dim=2)
            return ordered.gather(1, votes.argmax(dim=1, keepdim=True)).squeeze(1)
        """,
    ),
    Right(
        exercise="predict",
        name="Counter of sorted labels",
        code="""
        from collections import Counter


        def predict(neighbors):
            return torch.tensor(
                [Counter(sorted(row)).most_common(1)[0][0] for row in neighbors.tolist()]
            )
        """,
    ),
    Right(
        exercise="knn_predict",
        name="loop",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            answer = []
            for start in range(0, len(queries), rows):
                answer.append(
                    predict(
                        nearest_labels(
                            distances(queries[start : start + rows], points), labels, k
                        )
                    )
                )
            return torch.cat(answer)
        """,
    ),
    Right(
        exercise="knn_predict",
        name="map_rows, a lambda",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Right(
        exercise="knn_predict",
        name="split",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            return torch.cat(
                [
                    predict(nearest_labels(distances(q, points), labels, k))
                    for q in queries.split(rows)
                ]
            )
        """,
    ),
    Right(
        exercise="knn_predict",
        name="fill in place",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            answer = torch.empty(len(queries), dtype=labels.dtype)
            start = 0
            while start < len(queries):
                stop = min(start + rows, len(queries))
                table = distances(queries[start:stop], points)
                answer[start:stop] = predict(nearest_labels(table, labels, k))
                start = stop
            return answer
        """,
    ),
    Right(
        exercise="knn_predict",
        name="one query at a time",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            return torch.cat(
                [
                    predict(nearest_labels(distances(queries[i : i + 1], points), labels, k))
                    for i in range(len(queries))
                ]
            )
        """,
    ),
    Right(
        exercise="knn_predict",
        name="recursion",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            some, others = queries[:rows], queries[rows:]
            found = predict(nearest_labels(distances(some, points), labels, k))
            if len(others) == 0:
                return found
            return torch.cat([found, knn_predict(others, points, labels, k, distances, rows)])
        """,
    ),
    Right(
        exercise="knn_predict",
        name="a vote of its own",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            answer = []
            for q in torch.split(queries, rows):
                order = distances(q, points).sort(dim=1, stable=True).indices[:, :k]
                answer += labels[order].mode(dim=1).values.tolist()
            return torch.tensor(answer)
        """,
    ),
    Right(
        exercise="knn_predict",
        name="as floats, in even parts",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            parts = -(-len(queries) // rows)
            found = []
            for q in as_float(queries).tensor_split(parts):
                found.append(predict(nearest_labels(distances(q, as_float(points)), labels, k)))
            return torch.hstack(found)
        """,
    ),
]
