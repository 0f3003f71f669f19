"""Right answers that are written differently from the reference."""

from autograder.answers.answer import Right

ANSWERS = [
    Right(
        "l1_distances_two_loops",
        "numpy inside",
        """
        def l1_distances_two_loops(a, b):
            import numpy as np

            a, b = as_float(a), as_float(b)
            return torch.from_numpy(
                np.array([[np.abs(p - q).sum() for q in b.numpy()] for p in a.numpy()])
            )
        """,
    ),
    Right(
        "l1_distances_one_loop",
        "no loop at all",
        """
        def l1_distances_one_loop(a, b):
            return (as_float(a)[:, None] - as_float(b)).abs().sum(-1)
        """,
    ),
    Right(
        "l1_distances",
        "vmap",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            return torch.vmap(lambda p: (p - b).abs().sum(-1), chunk_size=4)(a)
        """,
    ),
    Right(
        "l1_distances",
        "norm",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return torch.linalg.vector_norm(rows[:, None] - columns, ord=1, dim=-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Right(
        "l2_distances",
        "einsum",
        """
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            cross = torch.einsum("id,jd->ij", a, b)
            return ((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * cross).clamp(
                min=0
            ) ** 0.5
        """,
    ),
    Right(
        "l2_distances",
        "float64 inside",
        """
        def l2_distances(a, b):
            kind = as_float(a).dtype
            a, b = a.double(), b.double()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return torch.relu(squares).sqrt().to(kind)
        """,
    ),
    Right(
        "nearest_labels",
        "stable sort",
        """
        def nearest_labels(distances, labels, k):
            return labels[distances.sort(dim=1, stable=True).indices[:, :k]]
        """,
    ),
    Right(
        "nearest_labels",
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
        "predict",
        "mode",
        """
        def predict(neighbors):
            return neighbors.mode(dim=1).values
        """,
    ),
    Right(
        "predict",
        "bincount",
        """
        def predict(neighbors):
            return torch.stack([row.bincount().argmax() for row in neighbors])
        """,
    ),
    Right(
        "knn_predict",
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
        "accuracy",
        "flatten",
        """
        def accuracy(predicted, labels):
            return float((predicted.flatten() == labels).sum()) / len(labels)
        """,
    ),
    Right(
        "cross_validate",
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
        "same_distance",
        "norms",
        """
        def tinted(image, distance):
            one = torch.ones_like(image)
            return image + distance * one / one.norm()

        def boxed(image, distance, top, left, size):
            mask = torch.zeros_like(image)
            mask[top : top + size, left : left + size] = 1
            return image + distance * mask / mask.norm()
        """,
    ),
    Right(
        "quiz",
        "rounded",
        """
        q1, q2, q3, q4, q5, q6 = 1882, 246, 1, "a", 10.0, "c"
        """,
    ),
]
