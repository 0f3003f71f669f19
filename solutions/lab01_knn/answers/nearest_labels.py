"""Answers to `nearest_labels`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import EMPTY

RIGHT = [
    Right(
        "stable sort",
        """
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k]]
        """,
    ),
    Right(
        "python",
        """
        def nearest_labels(distances, labels, k):
            rows = [
                sorted(range(len(row)), key=lambda j: (row[j], j))[:k]
                for row in distances.tolist()
            ]
            return labels[torch.tensor(rows)]
        """,
    ),
    Right(
        "stable argsort",
        """
        def nearest_labels(distances, labels, k):
            order = torch.argsort(distances, dim=1, stable=True)
            return labels[order].narrow(1, 0, k)
        """,
    ),
    Right(
        "numpy inside",
        """
        def nearest_labels(distances, labels, k):
            import numpy as np

            order = np.argsort(distances.numpy(), axis=1, kind="stable")[:, :k].copy()
            return labels[torch.from_numpy(order)]
        """,
    ),
    Right(
        "k times the smallest",
        """
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
        "a row at a time",
        """
        def nearest_labels(distances, labels, k):
            answer = torch.empty(len(distances), k, dtype=labels.dtype)
            for i, row in enumerate(distances):
                _, order = torch.sort(row, stable=True)
                answer[i] = labels[order[:k]]
            return answer
        """,
    ),
    Right(
        "gather",
        """
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=-1, stable=True)[1]
            return labels.expand(len(distances), -1).gather(1, order)[:, :k]
        """,
    ),
    Right(
        "heapq",
        """
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
        "lexicographic by numpy",
        """
        import numpy as np


        def nearest_labels(distances, labels, k):
            index = np.arange(distances.shape[1])
            rows = [np.lexsort((index, row))[:k] for row in distances.numpy()]
            return labels[torch.as_tensor(np.stack(rows))]
        """,
    ),
]

WRONG = [
    Wrong(
        "farthest",
        says="farthest",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=1, descending=True)[:, :k]]
        """,
    ),
    Wrong(
        "positions",
        typical=True,
        says="positions",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).indices[:, :k]
        """,
    ),
    Wrong(
        "distances",
        says="these are distances",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return distances.sort(dim=1, stable=True).values[:, :k]
        """,
    ),
    Wrong(
        "topk ties",
        says="smaller index comes first",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.topk(k, largest=False).indices]
        """,
    ),
    Wrong(
        "columns",
        says="you sort the columns",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.argsort(dim=0)[:, :k]]
        """,
    ),
    Wrong(
        "one too many",
        says="expected shape (1, 3), got (1, 4)",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, : k + 1]]
        """,
    ),
    Wrong(
        "skips the nearest",
        says="the nearest one is left out",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=1, stable=True).indices
            return labels[order[:, 1 : k + 1]]
        """,
    ),
    Wrong(
        "farthest of the k first",
        says="nearest comes first",
        check="by hand: the three nearest of four",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k].flip(1)]
        """,
    ),
    Wrong(
        "ties by the larger index",
        says="smaller index comes first",
        check="equal distances: the smaller index first",
        code="""
        def nearest_labels(distances, labels, k):
            m = distances.shape[1]
            order = m - 1 - distances.flip(1).sort(dim=1, stable=True).indices
            return labels[order[:, :k]]
        """,
    ),
    Wrong(
        "ties by the smaller label",
        says="",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            rows = [sorted(zip(row, labels.tolist()))[:k] for row in distances.tolist()]
            return torch.tensor([[label for _, label in row] for row in rows])
        """,
    ),
    Wrong(
        "changes its input",
        says="the call changed distances (values)",
        check="many queries with many ties",
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
        "only the first query",
        says="got (1, 7)",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances[0].sort(stable=True).indices[:k]][None]
        """,
    ),
    Wrong(
        "as floats",
        says="expected a tensor of dtype int64, got float32",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=1, stable=True).indices[:, :k]
            return labels.float()[order]
        """,
    ),
    Wrong(
        "ties by rounding",
        says="differ by little are not equal",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.round(decimals=3).sort(dim=1, stable=True).indices[:, :k]]
        """,
    ),
    Wrong(
        "labels as bytes",
        says="",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            order = distances.sort(dim=1, stable=True).indices[:, :k]
            return labels.to(torch.uint8)[order].long()
        """,
    ),
    Wrong(
        "a single neighbour as a vector",
        says="expected a tensor of shape (3, 1), got (3,)",
        check="one row per query, k labels, for every k",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k]].squeeze(1)
        """,
    ),
    Wrong(
        "a list",
        says="got a list",
        check="many queries with many ties",
        code="""
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k]].tolist()
        """,
    ),
]

EQUIVALENT = [
    Equivalent(
        "farthest_kept = distances.topk(k, dim=1, largest=False).values[:, -1:]",
        "farthest_kept = distances.topk(k, largest=False).values[:, -1:]",
        "Without dim, topk takes the last axis, which is this one.",
    ),
    Equivalent(
        "candidates = row.bincount(minlength=len(distances))",
        "candidates = row.bincount()",
        "Every row has at least k candidates, so the last row is always among those counted.",
    ),
]

ALLOWED = [
    *EMPTY,
    Allowed(
        "*: distances: in float32 first",
        "Distances that only float64 tells apart may count as equal.",
    ),
    Allowed("*: distances: negative entries *", "A distance is never negative."),
    Allowed("*: distances: wrong for a negative number", "A distance is never negative."),
    Allowed("*: k: wrong for 0", "The text promises k from 1 to m."),
]
