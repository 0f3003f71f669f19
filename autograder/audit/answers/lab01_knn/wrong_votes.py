"""Nearest labels, votes and the classifier: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="nearest_labels",
        name="farthest",
        check="by hand: the three nearest of four",
        says="farthest",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=1, descending=True)[:, :k]]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="positions",
        check="by hand: the three nearest of four",
        says="positions",
        code="""
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).indices[:, :k]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="distances",
        check="by hand: the three nearest of four",
        says="these are distances",
        code="""
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).values[:, :k]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="topk ties",
        check="many queries with many ties",
        says="smaller index comes first",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.topk(k, largest=False).indices]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="columns",
        check="by hand: the three nearest of four",
        says="you sort the columns",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=0)[:, :k]]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="one too many",
        check="by hand: the three nearest of four",
        says="expected shape (1, 3), got (1, 4)",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, : k + 1]]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="skips the nearest",
        check="by hand: the three nearest of four",
        says="the nearest one is left out",
        code="""
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=1, stable=True).indices
            return labels[order[:, 1 : k + 1]]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="farthest of the k first",
        check="by hand: the three nearest of four",
        says="nearest comes first",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k].flip(1)]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="ties by the larger index",
        check="equal distances: the smaller index first",
        says="smaller index comes first",
        code="""
        def nearest_labels(distances, labels, k):
            m = distances.shape[1]
            order = m - 1 - distances.flip(1).sort(dim=1, stable=True).indices
            return labels[order[:, :k]]
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="ties by the smaller label",
        check="many queries with many ties",
        says="",
        code="""
        def nearest_labels(distances, labels, k):
            rows = [sorted(zip(row, labels.tolist()))[:k] for row in distances.tolist()]
            return torch.tensor([[label for _, label in row] for row in rows])
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="changes its input",
        check="the arguments stay as they were",
        says="in place",
        code="""
        def nearest_labels(distances, labels, k):
            found = []
            rows = torch.arange(len(distances))
            for _ in range(k):
                best = distances.argmin(dim=1)
                found.append(labels[best])
                distances[rows, best] = float("inf")
            return torch.stack(found, dim=1)
        """,
    ),
    Wrong(
        exercise="nearest_labels",
        name="only the first query",
        check="many queries with many ties",
        says="expected shape",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances[0].sort(stable=True).indices[:k]][None]
        """,
    ),
    Wrong(
        exercise="predict",
        name="nearest only",
        check="by hand: 2 beats 7",
        says="let all k of them vote",
        code="""
        def predict(neighbors):
            return neighbors[:, 0]
        """,
    ),
    Wrong(
        exercise="predict",
        name="median",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        says="count votes",
        code="""
        def predict(neighbors):
            return neighbors.median(dim=1).values
        """,
    ),
    Wrong(
        exercise="predict",
        name="nearer wins ties",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        says="the smaller label wins, not the nearer",
        code="""
        from collections import Counter


        def predict(neighbors):
            return torch.tensor(
                [Counter(row).most_common(1)[0][0] for row in neighbors.tolist()]
            )
        """,
    ),
    Wrong(
        exercise="predict",
        name="ten classes only",
        check="a single neighbour, and labels above ten",
        says="stopped with RuntimeError",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors, 10).sum(1).argmax(1)
        """,
    ),
    Wrong(
        exercise="predict",
        name="larger label wins ties",
        check="random votes",
        says="the smaller one wins",
        code="""
        def predict(neighbors):
            votes = torch.nn.functional.one_hot(neighbors).sum(1)
            return votes.shape[1] - 1 - votes.flip(1).argmax(1)
        """,
    ),
    Wrong(
        exercise="predict",
        name="mean of the labels",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        says="labels are names and not amounts",
        code="""
        def predict(neighbors):
            return neighbors.float().mean(dim=1).round().long()
        """,
    ),
    Wrong(
        exercise="predict",
        name="the number of votes",
        check="random votes",
        says="the number of votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors).sum(1).max(1).values
        """,
    ),
    Wrong(
        exercise="predict",
        name="votes of all rows together",
        check="random votes",
        says="",
        code="""
        def predict(neighbors):
            winner = neighbors.flatten().bincount().argmax()
            return winner.expand(len(neighbors))
        """,
    ),
    Wrong(
        exercise="predict",
        name="argmax over the neighbours",
        check="by hand: 2 beats 7",
        says="expected shape",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors).sum(dim=0).argmax(dim=1)
        """,
    ),
    Wrong(
        exercise="predict",
        name="largest label",
        check="random votes",
        says="that is the largest label",
        code="""
        def predict(neighbors):
            return neighbors.max(dim=1).values
        """,
    ),
    Wrong(
        exercise="predict",
        name="the visible examples by heart",
        check="random votes",
        says="",
        code="""
        def predict(neighbors):
            return torch.full((len(neighbors),), 2)
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="own distance",
        check="random points, k = 5, the given distance",
        says="another distance than the given one",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(l2_distances(q, points), labels, k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="all at once",
        check="never more than `rows` queries at a time, each one once",
        says="at most 10 queries",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return predict(nearest_labels(distances(queries, points), labels, k))
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="last block dropped",
        check="never more than `rows` queries at a time, each one once",
        says="expected shape (23,), got (20,)",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            parts = [
                predict(nearest_labels(distances(queries[i : i + rows], points), labels, k))
                for i in range(0, len(queries) - rows + 1, rows)
            ]
            return torch.cat(parts or [torch.zeros(0)])
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="k ignored",
        check="random points, k = 5, the given distance",
        says="let k of them vote",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, 1)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="columns of one query",
        check="two clusters by hand",
        says="expected shape",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return nearest_labels(distances(queries[:rows], points), labels, k)
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="farthest",
        check="two clusters by hand",
        says="the farthest point",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(-distances(q, points), labels, k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="always 1000 rows",
        check="never more than `rows` queries at a time, each one once",
        says="at most 10 queries",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, k)),
                queries,
                rows=1000,
            )
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="blocks overlap",
        check="never more than `rows` queries at a time, each one once",
        says="",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            parts = []
            for i in range(0, len(queries), rows):
                table = distances(queries[i : i + rows + 1], points)
                parts.append(predict(nearest_labels(table, labels, k)))
            return torch.cat(parts)
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="points in blocks, too",
        check="random points, k = 5, the given distance",
        says="",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            some = points[: max(len(points) // 2, 4)]
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, some), labels[: len(some)], k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="a list in place of a tensor",
        check="never more than `rows` queries at a time, each one once",
        says="expected a tensor",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            answer = []
            for q in queries.split(rows):
                answer += predict(nearest_labels(distances(q, points), labels, k)).tolist()
            return answer
        """,
    ),
    Wrong(
        exercise="knn_predict",
        name="one neighbour more",
        check="random points, k = 5, the given distance",
        says="",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, k + 1)),
                queries,
                rows=rows,
            )
        """,
    ),
]
