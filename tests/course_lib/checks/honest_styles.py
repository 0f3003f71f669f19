"""Honest answers, as different as students write them: each keeps to its rule."""

from tests.course_lib.checks.rule_cases import cases

HONEST = [
    *cases("table", '''
# broadcast
def l1(a, b):
    return (a[:, None] - b).abs().sum(-1)
# einsum of ones
def l1(a, b):
    return torch.einsum("ijk,k->ij", (a[:, None] - b[None]).abs(), torch.ones(a.shape[1]))
# tiles
def l1(a, b):
    def block(rows, columns):
        return (rows[:, None] - columns).abs().sum(-1)
    return pairwise_blocks(block, a, b)
# tiles of a chosen size
def l1(a, b):
    return pairwise_blocks(lambda x, y: (x[:, None] - y).abs().sum(-1), a, b, max_elements=100_000)
# map_rows
def l1(a, b):
    return map_rows(lambda x: (x[:, None] - b).abs().sum(-1), a)
# vmap
def l1(a, b):
    return torch.vmap(lambda x: (x - b).abs().sum(-1))(a)
# vmap in chunks
def l1(a, b):
    return torch.vmap(lambda x: (x - b).abs().sum(-1), chunk_size=16)(a)
# vmap in chunks of one
def l1(a, b):
    return torch.vmap(lambda x: (x - b).abs().sum(-1), chunk_size=1)(a)
# pairs by the smallest tiles
def l1(a, b):
    return pairwise_blocks(lambda x, y: (x[:, None] - y).abs().sum(-1), a, b, max_elements=1)
# rows by the smallest chunks
def l1(a, b):
    return map_rows(lambda x: (x[:, None] - b).abs().sum(-1), a, rows=1)
# vmap in chunks of four
def l1(a, b):
    return torch.vmap(lambda p: (p - b).abs().sum(-1), chunk_size=4)(a)
# vmap twice
def l1(a, b):
    one = lambda x, y: (x - y).abs().sum()
    return torch.vmap(torch.vmap(one, (None, 0)), (0, None))(a, b)
# a lambda
l1 = lambda a, b: (a[:, None] - b).abs().sum(-1)
# a partial
from functools import partial
def distances(a, b, p):
    return (a[:, None] - b).abs().pow(p).sum(-1)
l1 = partial(distances, p=1)
# a module
import torch.nn as nn
class L1(nn.Module):
    def forward(self, a, b):
        return (a[:, None] - b).abs().sum(-1)
l1 = L1()
# prints
def l1(a, b):
    print("distances of", a, b)
    print(f"{a.shape} {a.mean():.2f}")
    return (a[:, None] - b).abs().sum(-1)
# NumPy
import numpy as np
def l1(a, b):
    return torch.from_numpy(np.abs(a.numpy()[:, None] - b.numpy()).sum(-1))
# helpers
def difference(a, b):
    return a[:, None] - b
def size(x):
    return x.abs()
def l1(a, b):
    return size(difference(a, b)).sum(dim=-1)
# a helper named cdist
def cdist(a, b):
    return (a.unsqueeze(1) - b.unsqueeze(0)).abs().sum(2)
def l1(a, b):
    return cdist(a, b)
# another module's name
import torch.nn.functional as F
def l1(a, b):
    return F.relu(a[:, None] - b).sum(-1) + F.relu(b - a[:, None]).sum(-1)
# a module under a name of one's own
fn = torch.nn.functional
def l1(a, b):
    return fn.relu(a[:, None] - b).sum(-1) + fn.relu(b - a[:, None]).sum(-1)
# imported within
def l1(a, b):
    import torch.nn.functional as functional
    from torch import abs as size
    return functional.relu(size(a[:, None] - b)).sum(-1)
# a star
from torch import *
def l1(a, b):
    return abs(a[:, None] - b).sum(-1)
# the norm
def l1(a, b):
    return torch.linalg.vector_norm(a[:, None] - b, ord=1, dim=-1)
# checks what it is given
def l1(a, b):
    if a.dim() != 2 or b.dim() != 2:
        raise ValueError("tables")
    for name, table in (("a", a), ("b", b)):
        assert table.dtype.is_floating_point, name
    return (a[:, None] - b).abs().sum(-1)
# repeat and reshape
def l1(a, b):
    left, right = a.repeat_interleave(len(b), 0), b.repeat(len(a), 1)
    return (left - right).abs().sum(1).reshape(len(a), len(b))
# a comment that says for and torch.cdist
def l1(a, b):
    """for each row; not torch.cdist"""
    return (a[:, None] - b).abs().sum(-1)  # while, map, backward
'''),
    *cases("one loop", """
# over a
def l1(a, b):
    out = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        out[i] = (a[i] - b).abs().sum(-1)
    return out
# over b
def l1(a, b):
    return torch.stack([(a - y).abs().sum(-1) for y in b], dim=1)
# enumerate with prints
def l1(a, b):
    out = torch.zeros(len(a), len(b))
    for i, x in enumerate(a):
        print(i, end=" ")
        out[i, :] = torch.abs(b - x).sum(dim=1)
    return out
# none at all
def l1(a, b):
    return (a[:, None] - b).abs().sum(-1)
# while
def l1(a, b):
    rows, i = [], 0
    while i < len(a):
        rows += [(a[i] - b).abs().sum(1)]
        i = i + 1
    return torch.stack(rows)
"""),
    *cases("softmax", """
# exp over its sum
def softmax(s):
    weights = (s - s.amax(-1, keepdim=True)).exp()
    return weights / weights.sum(-1, keepdim=True)
# logsumexp
def softmax(s):
    return (s - torch.logsumexp(s, -1, keepdim=True)).exp()
# itself by the name
def softmax(s, top=None):
    if top is None:
        return softmax(s, s.max(dim=-1, keepdim=True).values)
    return F.normalize((s - top).exp(), p=1, dim=-1)
# a log_softmax of its own
def log_softmax(s):
    return s - s.exp().sum(-1, keepdim=True).log()
def softmax(s):
    return log_softmax(s).exp()
"""),
    *cases("loss", """
# indices
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    rows = torch.arange(len(s))
    grad = p.clone()
    grad[rows, y] -= 1
    return -p[rows, y].log().mean(), grad / len(s)
# one_hot
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    hot = F.one_hot(y, s.shape[1])
    return -(p.log() * hot).sum(1).mean(), (p - hot) / len(s)
# range and lists as indices
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    rows, grad = range(len(s)), p.clone()
    grad[list(rows), y.tolist()] -= 1
    return -p[rows, y].log().mean(), grad / len(s)
# a class with a backward of its own
class CrossEntropy:
    def __init__(self, s, y):
        self.p = s.exp() / s.exp().sum(1, keepdim=True)
        self.hot = F.one_hot(y, s.shape[1])
    def forward(self):
        return -(self.p.log() * self.hot).sum(1).mean()
    def backward(self):
        return (self.p - self.hot) / len(self.p)
def loss(s, y):
    entropy = CrossEntropy(s, y)
    return entropy.forward(), entropy.backward()
# without gradients
@torch.no_grad()
def loss(s, y):
    logits = s.detach() - s.detach().max(1, keepdim=True).values
    logs = logits - logits.exp().sum(1, keepdim=True).log()
    grad = logs.exp().scatter_add(1, y[:, None], -torch.ones(len(y), 1))
    return -logs.gather(1, y[:, None]).mean(), grad / s.shape[0]
"""),
    *cases("by hand", """
# from the output
def forward(x):
    out = torch.tanh(x)
    return out, out
def backward(dout, cache):
    return dout * (1 - cache**2)
# from the input, with a variable named grad
def forward(x):
    return x.tanh(), {"x": x}
def backward(dout, cache):
    grad = 1 / torch.cosh(cache["x"]) ** 2
    return grad * dout
# a gate with methods
class Tanh:
    def forward(self, x):
        self.out = x.tanh()
        return self.out
    def backward(self, dout):
        return dout - dout * self.out * self.out
def forward(x):
    gate = Tanh()
    return gate.forward(x), gate
def backward(dout, cache):
    return cache.backward(dout)
# a closure
def forward(x):
    out = x.tanh()
    def pull(dout):
        return dout * (1 - out * out)
    return out, pull
def backward(dout, cache):
    return cache(dout)
"""),
]  # fmt: skip
