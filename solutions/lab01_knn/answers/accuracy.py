"""Answers to `accuracy`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import EMPTY

RIGHT = [
    Right(
        "flatten",
        """
        def accuracy(predicted, labels):
            return float((predicted.flatten() == labels).sum()) / len(labels)
        """,
    ),
    Right(
        "Python lists",
        """
        def accuracy(predicted, labels):
            pairs = zip(predicted.reshape(-1).tolist(), labels.tolist(), strict=True)
            return sum(p == q for p, q in pairs) / len(labels)
        """,
    ),
    Right(
        "labels as a column where needed",
        """
        def accuracy(predicted, labels):
            if predicted.dim() == 2:
                labels = labels[:, None]
            return (predicted == labels).float().mean().item()
        """,
    ),
    Right(
        "the labels in the other's shape",
        """
        def accuracy(predicted, labels):
            return (predicted == labels.view_as(predicted)).double().mean().item()
        """,
    ),
    Right(
        "numpy inside",
        """
        def accuracy(predicted, labels):
            import numpy as np

            return float(np.mean(predicted.numpy().ravel() == labels.numpy()))
        """,
    ),
    Right(
        "count_nonzero",
        """
        def accuracy(predicted, labels):
            right = torch.count_nonzero(predicted.view(-1).eq(labels))
            return right.item() / labels.numel()
        """,
    ),
    Right(
        "one minus the errors",
        """
        def accuracy(predicted, labels):
            errors = (predicted.squeeze() != labels).sum()
            return 1 - errors.item() / len(labels)
        """,
    ),
    Right(
        "a lambda",
        """
        accuracy = lambda predicted, labels: float((predicted.flatten() == labels).double().mean())
        """,
    ),
]

WRONG = [
    Wrong(
        "untouched",
        says="compares every prediction with every label",
        check="a perfect classifier scores 1",
        code="""
        def accuracy(predicted, labels):
            return (predicted == labels).float().mean().item()
        """,
    ),
    Wrong(
        "columns only",
        says="IndexError",
        check="a perfect classifier scores 1",
        code="""
        def accuracy(predicted, labels):
            return (predicted[:, 0] == labels).float().mean().item()
        """,
    ),
    Wrong(
        "errors",
        says="share of errors",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) != labels).float().mean().item()
        """,
    ),
    Wrong(
        "percent",
        says="between 0 and 1",
        check="a perfect classifier scores 1",
        code="""
        def accuracy(predicted, labels):
            return 100 * (predicted.reshape(-1) == labels).float().mean().item()
        """,
    ),
    Wrong(
        "a count",
        says="number of right predictions",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).sum().item()
        """,
    ),
    Wrong(
        "labels as a column",
        says="every prediction with every label",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted == labels[:, None]).float().mean().item()
        """,
    ),
    Wrong(
        "the first label only",
        says="",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).float()[:10].mean().item()
        """,
    ),
    Wrong(
        "rounded",
        says="",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return round((predicted.reshape(-1) == labels).float().mean().item(), 1)
        """,
    ),
    Wrong(
        "divided by ten",
        says="you divide by the 30 of the example",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).sum().item() / 30
        """,
    ),
    Wrong(
        "always perfect",
        says="",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return 1.0
        """,
    ),
    Wrong(
        "a tensor",
        says="expected a Python number (float), got a tensor",
        check="a Python number",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1) == labels).float().mean()
        """,
    ),
    Wrong(
        "squeezed, and no number for one label",
        says="called with predicted: int64 of shape (1, 1)",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return sum(p == q for p, q in zip(predicted.squeeze(), labels)).item() / len(labels)
        """,
    ),
    Wrong(
        "labels at most 9",
        says="labels above 9 are not the same",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return (predicted.reshape(-1).clamp(max=9) == labels.clamp(max=9)).float().mean().item()
        """,
    ),
    Wrong(
        "counted in a byte",
        says="called with predicted: int64 of shape (600, 1)",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            right = (predicted.reshape(-1) == labels).sum(dtype=torch.uint8)
            return right.item() / len(labels)
        """,
    ),
    Wrong(
        "at least 1 %",
        says="",
        check="random predictions, as a row and as a column",
        code="""
        def accuracy(predicted, labels):
            return max(0.01, (predicted.reshape(-1) == labels).float().mean().item())
        """,
    ),
]

_SHARE = "return (predicted.reshape(-1) == labels).float().mean().item()"

EQUIVALENT = [
    Equivalent(
        _SHARE,
        "return (predicted.reshape(-1) == labels).double().mean().item()",
        "It differs by the rounding of float32, which a share of right answers does not need.",
    ),
]

ALLOWED = [
    *EMPTY,
    Allowed("*: result: at most *", "A share is from 0 to 1."),
]
