"""Answers to `knn_predict`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import EMPTY

RIGHT = [
    Right(
        "loop",
        """
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
        "map_rows, a lambda",
        """
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, k)),
                queries,
                rows=rows,
            )
        """,
    ),
    Right(
        "split",
        """
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
        "fill in place",
        """
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
        "one query at a time",
        """
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
        "recursion",
        """
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            some, others = queries[:rows], queries[rows:]
            found = predict(nearest_labels(distances(some, points), labels, k))
            if len(others) == 0:
                return found
            return torch.cat([found, knn_predict(others, points, labels, k, distances, rows)])
        """,
    ),
    Right(
        "a vote of its own",
        """
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            answer = []
            for q in torch.split(queries, rows):
                order = distances(q, points).sort(dim=1, stable=True).indices[:, :k]
                answer += labels[order].mode(dim=1).values.tolist()
            return torch.tensor(answer)
        """,
    ),
    Right(
        "as floats, in even parts",
        """
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            parts = -(-len(queries) // rows)
            found = []
            for q in as_float(queries).tensor_split(parts):
                found.append(predict(nearest_labels(distances(q, as_float(points)), labels, k)))
            return torch.hstack(found)
        """,
    ),
]

WRONG = [
    Wrong(
        "own distance",
        says="another distance than the given one",
        check="random points, the given distance",
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
        "all at once",
        says="at most 10 queries",
        check="never more than `rows` queries at a time, each one once",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return predict(nearest_labels(distances(queries, points), labels, k))
        """,
    ),
    Wrong(
        "last block dropped",
        says="the last partial block too, got 20",
        check="never more than `rows` queries at a time, each one once",
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
        "k ignored",
        says="let k of them vote",
        check="random points, the given distance",
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
        "columns of one query",
        says="expected shape",
        check="two clusters by hand",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return nearest_labels(distances(queries[:rows], points), labels, k)
        """,
    ),
    Wrong(
        "farthest",
        says="the farthest point",
        check="two clusters by hand",
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
        "always 1000 rows",
        says="at most 10 queries",
        check="never more than `rows` queries at a time, each one once",
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
        "blocks overlap",
        says="",
        check="never more than `rows` queries at a time, each one once",
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
        "points in blocks, too",
        says="",
        check="random points, the given distance",
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
        "a list in place of a tensor",
        says="expected a tensor",
        check="random points, the given distance",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            answer = []
            for q in queries.split(rows):
                answer += predict(nearest_labels(distances(q, points), labels, k)).tolist()
            return answer
        """,
    ),
    Wrong(
        "one neighbour more",
        says="index k out of range",
        check="random points, the given distance",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=500):
            return map_rows(
                lambda q: predict(nearest_labels(distances(q, points), labels, k + 1)),
                queries,
                rows=rows,
            )
        """,
    ),
    Wrong(
        "as floats",
        says="expected a tensor of dtype int64, got float32",
        check="random points, the given distance",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            found = torch.zeros(len(queries))
            for i in range(0, len(queries), rows):
                table = distances(as_float(queries[i : i + rows]), as_float(points))
                found[i : i + rows] = predict(nearest_labels(table, labels, k)).float()
            return found
        """,
    ),
    Wrong(
        "an odd k always",
        says="",
        check="random points, the given distance",
        code="""
        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            def block(some):
                table = distances(some, as_float(points))
                return predict(nearest_labels(table, labels, k - 1 + k % 2))

            return map_rows(block, queries, rows=rows)
        """,
    ),
    Wrong(
        "remembered for the same points",
        says="that is the result of another call",
        check="random points, the given distance",
        code="""
        KNOWN = {}


        def knn_predict(queries, points, labels, k, distances, rows=1_000):
            key = (queries.shape, points.shape, k, rows)
            if key not in KNOWN:
                KNOWN[key] = map_rows(
                    lambda some: predict(nearest_labels(distances(some, points), labels, k)),
                    queries,
                    rows=rows,
                )
            return KNOWN[key]
        """,
    ),
]

_ONCE = "It saves converting the points once a block; the distances convert what they are given."

EQUIVALENT = [
    Equivalent("points = as_float(points)", "pass", _ONCE),
    Equivalent("points = as_float(points)", "points = points", _ONCE),
]

ALLOWED = [
    *EMPTY,
    Allowed(
        "*: rows: even taken as one less", "It asks about fewer queries at a time than it may."
    ),
    Allowed("*: rows: at most 10", "It asks about fewer queries at a time than it may."),
    Allowed("*: rows: wrong for 0", "With no query at a time no query is answered."),
    Allowed("*: k: wrong for 0", "The text promises k from 1 to m."),
    Allowed("*: labels at most *", "Neither queries nor points are labels."),
    Allowed(
        "*: wrong for whole numbers", "What whole numbers are worth is up to the given distance."
    ),
    Allowed("*: wrong for eight bits", "What whole numbers are worth is up to the given distance."),
    Allowed("*: in float32 first", "Points that only float64 tells apart may count as equal."),
    Allowed(
        "*: entries below 0.000001 as 0", "Points that differ by so little may count as equal."
    ),
]
