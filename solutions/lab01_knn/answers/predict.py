"""Answers to `predict`."""

from autograder.audit.answers import Right, Wrong

from ._shared import EMPTY

RIGHT = [
    Right(
        "mode",
        """
        def predict(neighbors):
            return neighbors.mode(dim=1).values
        """,
    ),
    Right(
        "bincount",
        """
        def predict(neighbors):
            return torch.stack([row.bincount().argmax() for row in neighbors])
        """,
    ),
    Right(
        "one_hot",
        """
        def predict(neighbors):
            classes = int(neighbors.max()) + 1
            return torch.nn.functional.one_hot(neighbors, classes).sum(1).argmax(1)
        """,
    ),
    Right(
        "a dictionary",
        """
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
        "scatter_add",
        """
        def predict(neighbors):
            votes = torch.zeros(len(neighbors), int(neighbors.max()) + 1, dtype=torch.int64)
            votes.scatter_add_(1, neighbors, torch.ones_like(neighbors))
            return votes.max(dim=1).indices
        """,
    ),
    Right(
        "numpy inside",
        """
        def predict(neighbors):
            import numpy as np

            return torch.from_numpy(
                np.apply_along_axis(lambda row: np.bincount(row).argmax(), 1, neighbors.numpy())
            )
        """,
    ),
    Right(
        "all against all",
        """
        def predict(neighbors):
            ordered = neighbors.sort(dim=1).values
            votes = (ordered[:, :, None] == ordered[:, None, :]).sum(dim=2)
            return ordered.gather(1, votes.argmax(dim=1, keepdim=True)).squeeze(1)
        """,
    ),
    Right(
        "Counter of sorted labels",
        """
        from collections import Counter


        def predict(neighbors):
            return torch.tensor(
                [Counter(sorted(row)).most_common(1)[0][0] for row in neighbors.tolist()]
            )
        """,
    ),
    Right(
        "mode, as F",
        """
        import torch.nn.functional as F

        predict = lambda neighbors: F.one_hot(neighbors).sum(1).max(1).indices
        """,
    ),
]

WRONG = [
    Wrong(
        "nearest only",
        says="let all k of them vote",
        check="by hand: 2 beats 7",
        code="""
        def predict(neighbors):
            return neighbors[:, 0]
        """,
    ),
    Wrong(
        "median",
        says="count votes",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        code="""
        def predict(neighbors):
            return neighbors.median(dim=1).values
        """,
    ),
    Wrong(
        "nearer wins ties",
        says="the smaller label wins, not the nearer",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        code="""
        from collections import Counter


        def predict(neighbors):
            return torch.tensor(
                [Counter(row).most_common(1)[0][0] for row in neighbors.tolist()]
            )
        """,
    ),
    Wrong(
        "ten classes only",
        says="stopped with RuntimeError",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors, 10).sum(1).argmax(1)
        """,
    ),
    Wrong(
        "larger label wins ties",
        says="the smaller one wins",
        check="random votes",
        code="""
        def predict(neighbors):
            votes = torch.nn.functional.one_hot(neighbors).sum(1)
            return votes.shape[1] - 1 - votes.flip(1).argmax(1)
        """,
    ),
    Wrong(
        "mean of the labels",
        says="labels are names and not amounts",
        check="by hand: 9, 2, 9, 2, 5 gives 2",
        code="""
        def predict(neighbors):
            return neighbors.float().mean(dim=1).round().long()
        """,
    ),
    Wrong(
        "the number of votes",
        says="the number of votes",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors).sum(1).max(1).values
        """,
    ),
    Wrong(
        "votes of all rows together",
        says="",
        check="random votes",
        code="""
        def predict(neighbors):
            winner = neighbors.flatten().bincount().argmax()
            return winner.expand(len(neighbors))
        """,
    ),
    Wrong(
        "argmax over the neighbours",
        says="expected shape",
        check="by hand: 2 beats 7",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors).sum(dim=0).argmax(dim=1)
        """,
    ),
    Wrong(
        "largest label",
        says="that is the largest label",
        check="random votes",
        code="""
        def predict(neighbors):
            return neighbors.max(dim=1).values
        """,
    ),
    Wrong(
        "the visible examples by heart",
        says="",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.full((len(neighbors),), 2)
        """,
    ),
    Wrong(
        "votes in bytes",
        says="called with neighbors: int64 of shape (9, 400)",
        check="random votes",
        code="""
        def predict(neighbors):
            votes = torch.nn.functional.one_hot(neighbors).to(torch.uint8)
            return votes.sum(dim=1, dtype=torch.uint8).argmax(dim=1)
        """,
    ),
    Wrong(
        "as floats",
        says="expected a tensor of dtype int64, got float32",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors).sum(dim=1).argmax(dim=1).float()
        """,
    ),
    Wrong(
        "a list",
        says="got a list",
        check="random votes",
        code="""
        def predict(neighbors):
            return [min(row, key=lambda c: (-row.count(c), c)) for row in neighbors.tolist()]
        """,
    ),
    Wrong(
        "labels up to 29",
        says="a label is cut off",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors.clamp(max=29)).sum(dim=1).argmax(dim=1)
        """,
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape (1,), got ()",
        check="random votes",
        code="""
        def predict(neighbors):
            return torch.nn.functional.one_hot(neighbors.squeeze(0)).sum(dim=-2).argmax(dim=-1)
        """,
    ),
]

ALLOWED = [
    *EMPTY,
]
