"""Answers to `accuracy`."""

from autograder.audit.answers import Equivalent, Right, Wrong

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
        says="",
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
]

_SHARE = "return (predicted.reshape(-1) == labels).float().mean().item()"

EQUIVALENT = [
    Equivalent(
        _SHARE,
        "return (predicted.reshape(-1) == labels).float().mean()",
        "A tensor of a single number is taken for that number wherever a score is used.",
    ),
    Equivalent(
        _SHARE,
        "return (predicted.reshape(-1) == labels).double().mean().item()",
        "It differs by the rounding of float32, which a share of right answers does not need.",
    ),
]
