"""Answers to `alternate`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_TABLE = "the table by hand"

_PLAIN = """
def alternate(x, y, lr, steps):
    points = [(x, y)]
    for _ in range(steps):
        y = y + lr * x
        x = x - lr * y
        points.append((x, y))
    return torch.tensor(points)"""

RIGHT = [
    Right(
        "table filled in",
        """
        def alternate(x, y, lr, steps):
            table = torch.zeros(steps + 1, 2)
            table[0] = torch.tensor([x, y])
            for k in range(1, steps + 1):
                table[k, 1] = table[k - 1, 1] + lr * table[k - 1, 0]
                table[k, 0] = table[k - 1, 0] - lr * table[k, 1]
            return table
        """,
    ),
    Right(
        "recursion",
        """
        def alternate(x, y, lr, steps):
            here = torch.tensor([[float(x), float(y)]])
            if steps == 0:
                return here
            y = y + lr * x
            return torch.cat([here, alternate(x - lr * y, y, lr, steps - 1)])
        """,
    ),
    Right(
        "matrix",
        """
        def alternate(x, y, lr, steps):
            turn = torch.tensor([[1 - lr * lr, -lr], [lr, 1.0]])
            points = [torch.tensor([x, y])]
            for _ in range(steps):
                points.append(turn @ points[-1])
            return torch.stack(points)
        """,
    ),
    Right(
        "numpy",
        """
        import numpy as np

        def alternate(x, y, lr, steps):
            out = np.empty((steps + 1, 2))
            out[0] = x, y
            for k in range(steps):
                y += lr * x
                x -= lr * y
                out[k + 1] = x, y
            return torch.from_numpy(out)
        """,
    ),
    Right(
        "float64 lists",
        """
        def alternate(x, y, lr, steps):
            xs, ys = [x], [y]
            while len(xs) <= steps:
                ys.append(ys[-1] + lr * xs[-1])
                xs.append(xs[-1] - lr * ys[-1])
            return torch.tensor([xs, ys], dtype=torch.float64).T
        """,
    ),
    Right(
        "autograd",
        """
        def alternate(x, y, lr, steps):
            x, y = torch.tensor(float(x), requires_grad=True), torch.tensor(
                float(y), requires_grad=True
            )
            points = [(x.item(), y.item())]
            for _ in range(steps):
                (slope,) = torch.autograd.grad(x * y, y)
                y.data += lr * slope
                (slope,) = torch.autograd.grad(x * y, x)
                x.data -= lr * slope
                points.append((x.item(), y.item()))
            return torch.tensor(points)
        """,
    ),
    Right(
        "a lambda and accumulate",
        """
import itertools as it

alternate = lambda x, y, lr, steps: torch.tensor(list(it.accumulate(
    range(steps), lambda p, _: (p[0] - lr * (p[1] + lr * p[0]), p[1] + lr * p[0]), initial=(x, y)
)))""",
    ),
    Right(
        "a class with a move",
        """
class Game:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def move(self, grad):
        self.y += grad * self.x
        self.x -= grad * self.y
        return [self.x, self.y]


def alternate(x, y, lr, steps):
    game = Game(x, y)
    return torch.tensor([[x, y]] + [game.move(lr) for _ in range(steps)])""",
    ),
]

WRONG = [
    Wrong(
        "both at once",
        says="both moved at once",
        check=_TABLE,
        code=but(
            _PLAIN,
            "        y = y + lr * x\n        x = x - lr * y\n",
            "        x, y = x - lr * y, y + lr * x\n",
        ),
    ),
    Wrong(
        "x first",
        says="x moved first",
        check=_TABLE,
        code="""
        def alternate(x, y, lr, steps):
            points = [(x, y)]
            for _ in range(steps):
                x = x - lr * y
                y = y + lr * x
                points.append((x, y))
            return torch.tensor(points)""",
    ),
    Wrong(
        "both downhill",
        says="y wants xy to be large",
        check=_TABLE,
        code=but(_PLAIN, "y + lr * x", "y - lr * x"),
    ),
    Wrong(
        "both uphill", says="expected", check=_TABLE, code=but(_PLAIN, "x - lr * y", "x + lr * y")
    ),
    Wrong(
        "the slope of y is y",
        says="expected",
        check=_TABLE,
        code=but(_PLAIN, "y = y + lr * x", "y = y + lr * y", "x = x - lr * y", "x = x - lr * x"),
    ),
    Wrong(
        "only x moves",
        says="expected",
        check=_TABLE,
        code=but(_PLAIN, "        y = y + lr * x\n", ""),
    ),
    Wrong(
        "no rate",
        says="does not depend on lr",
        check="any start, any rate, any number of steps",
        code=but(_PLAIN, "lr * x", "x", "lr * y", "y"),
    ),
    Wrong(
        "columns exchanged",
        says="the other way round",
        check=_TABLE,
        code=but(_PLAIN, "points.append((x, y))", "points.append((y, x))"),
    ),
    Wrong(
        "the start left out",
        typical=True,
        says="expected shape",
        check=_TABLE,
        code=but(_PLAIN, "[(x, y)]", "[]"),
    ),
    Wrong(
        "one step too few",
        says="expected shape",
        check=_TABLE,
        code=but(_PLAIN, "range(steps)", "range(steps - 1)"),
    ),
    Wrong(
        "the table by heart",
        says="expected",
        check="any start, any rate, any number of steps",
        code="""
def alternate(x, y, lr, steps):
    return torch.tensor([[1.0, 1], [-1, 2], [-2, 1], [-1, -1], [1, -2], [2, -1], [1, 1]])""",
    ),
    Wrong(
        "a list of rows",
        says="no attribute",
        check="any start, any rate, any number of steps",
        code=but(_PLAIN, "torch.tensor(points)", "points"),
    ),
    Wrong(
        "one step at least",
        says="expected",
        check="any start, any rate, any number of steps",
        code=but(_PLAIN, "range(steps)", "range(max(1, steps))"),
    ),
    Wrong(
        "a rate between 0 and 1",
        says="expected",
        check="any start, any rate, any number of steps",
        code=but(_PLAIN, "    points =", "    lr = min(max(lr, 0.0), 1.0)\n    points ="),
    ),
    Wrong(
        "remembered by the steps",
        says="kept from call to call",
        check="any start, any rate, any number of steps",
        code="""
_seen = {}

def alternate(x, y, lr, steps):
    if steps in _seen:
        return _seen[steps]
    points = [(x, y)]
    for _ in range(steps):
        y = y + lr * x
        x = x - lr * y
        points.append((x, y))
    _seen[steps] = torch.tensor(points)
    return _seen[steps]""",
    ),
]

_NUMBERS = "Points are numbers here, and numbers never change in place."
_ROWS = "A list of rows is taken for the table that it is."

EQUIVALENT = [
    Equivalent("y = y + lr * x", "y += lr * x", _NUMBERS),
    Equivalent("x = x - lr * y", "x -= lr * y", _NUMBERS),
]

ALLOWED = [
    *(
        Allowed(
            one, "Any floating-point dtype will do, so results count to the precision of float32."
        )
        for one in ("*: result: float*", "*: result: below 0.000001 as 0")
    ),
    Allowed(
        "*: state: remembers by the shapes*",
        "Numbers have no shape: it remembers what came for the very same numbers.",
    ),
]
