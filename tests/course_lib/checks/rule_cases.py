"""Five rules about how an answer works, each with a check of the values alone."""

import textwrap
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from course_lib.checks import forbid


@dataclass(frozen=True)
class Case:
    """One answer to one of the `RULES`."""

    rule: str
    name: str
    code: str

    def __str__(self):
        return f"{self.rule}-{self.name}"


def cases(rule, text):
    """The answers of a text: each begins with a line ``# name``."""
    found = []
    for part in textwrap.dedent(text).strip().split("\n# ")[0:]:
        name, _, code = part.removeprefix("# ").partition("\n")
        found.append(Case(rule, name, code.strip() + "\n"))
    return found


def _points(rows, columns, features):
    return torch.randn(rows, features), torch.randn(columns, features)


def _labelled(pictures, classes):
    return torch.randn(pictures, classes), torch.randint(classes, (pictures,))


BANNED = ("torch.cdist", "torch.nn.functional.pairwise_distance")
LOSSES = ("torch.softmax", "torch.log_softmax", "torch.nn.functional.*loss",
          "torch.nn.functional.cross_entropy")  # fmt: skip


def _table(names):
    forbid(names("l1"), loops=True, calls=BANNED, on=_points)


def _one_loop(names):
    forbid(names("l1"), max_loops=1, calls=BANNED, on=_points)


def _softmax(names):
    calls = ("torch.softmax", "torch.log_softmax")
    forbid(names("softmax"), calls=calls, on=lambda: (torch.randn(4, 3),))


def _loss(names):
    forbid(names("loss"), loops=True, calls=LOSSES, autograd=True, on=_labelled)


def _by_hand(names):
    forward, backward = names("forward"), names("backward")
    forbid(forward, autograd=True, on=lambda: (torch.randn(7),))
    forbid(backward, autograd=True, on=lambda: (torch.randn(7), forward(torch.randn(7))[1]))


def _right_table(names):
    a, b = torch.randn(5, 3), torch.randn(4, 3)
    torch.testing.assert_close(
        names("l1")(a, b), (a[:, None] - b).abs().sum(-1), check_dtype=False, rtol=1e-4, atol=1e-4
    )


def _right_softmax(names):
    s = torch.randn(5, 3)
    torch.testing.assert_close(names("softmax")(s), torch.softmax(s, -1))


def _right_loss(names):
    s, y = _labelled(5, 3)
    loss, slope = names("loss")(s, y)
    right = (s.softmax(-1) - F.one_hot(y, 3)) / 5
    torch.testing.assert_close(torch.as_tensor(loss).detach(), F.cross_entropy(s, y))
    torch.testing.assert_close(slope.detach(), right)


def _right_by_hand(names):
    x, dout = torch.randn(7), torch.randn(7)
    out, cache = names("forward")(x)
    torch.testing.assert_close(out.detach(), x.tanh())
    torch.testing.assert_close(names("backward")(dout, cache).detach(), dout * (1 - x.tanh() ** 2))


#: By name: the names asked for, the rule, and a check of the values alone.
RULES = {
    "table": (("l1",), _table, _right_table),
    "one loop": (("l1",), _one_loop, _right_table),
    "softmax": (("softmax",), _softmax, _right_softmax),
    "loss": (("loss",), _loss, _right_loss),
    "by hand": (("forward", "backward"), _by_hand, _right_by_hand),
}

#: Run before each answer, as a lab's setup is.
SETUP = """
import torch
from torch import Tensor
import torch.nn.functional as F
from course_lib.batches import map_rows, pairwise_blocks

def by_autograd(fn, dout, *inputs):
    leaves = [x.detach().clone().requires_grad_() for x in inputs]
    with torch.enable_grad():
        return torch.autograd.grad(fn(*leaves), leaves, dout)
"""
