"""Ways round the rules: all answer rightly, so that what each fails is the rule alone."""

from tests.course_lib.checks.rule_cases import cases

WAYS_ROUND = [
    *cases("table", '''
# for
def l1(a, b):
    out = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        out[i] = (a[i] - b).abs().sum(-1)
    return out
# loop over the features
def l1(a, b):
    out = a.new_zeros(len(a), len(b))
    for k in range(a.shape[1]):
        out += (a[:, k, None] - b[:, k]).abs()
    return out
# while
def l1(a, b):
    out, i = a.new_zeros(len(a), len(b)), 0
    while i < len(b):
        out[:, i] = (a - b[i]).abs().sum(-1)
        i += 1
    return out
# comprehension
def l1(a, b):
    return torch.stack([(x - b).abs().sum(-1) for x in a])
# generator
def l1(a, b):
    return torch.stack(list((x - b).abs().sum(-1) for x in a))
# recursion
def l1(a, b):
    if len(a) == 1:
        return (a - b).abs().sum(-1)[None]
    return torch.cat([(a[:1] - b).abs().sum(-1)[None], l1(a[1:], b)])
# recursion by halves
def l1(a, b):
    if len(a) == 1:
        return (a - b).abs().sum(-1)[None]
    half = len(a) // 2
    return torch.cat([l1(a[:half], b), l1(a[half:], b)])
# map
def l1(a, b):
    return torch.stack(list(map(lambda x: (x - b).abs().sum(-1), a)))
# map over a function of torch
from functools import partial
from itertools import repeat
def l1(a, b):
    differences = torch.stack(list(map(torch.sub, a, repeat(b))))
    return differences.abs().sum(-1)
# map by another name
from builtins import map as over
def l1(a, b):
    return torch.stack([*over(lambda x: (x - b).abs().sum(-1), a)])
# reduce
from functools import reduce
def l1(a, b):
    def add(t, x):
        return torch.cat([t, (x - b).abs().sum(-1)[None]])
    return reduce(add, a, a.new_zeros(0, len(b)))
# iter with a sentinel
def l1(a, b):
    rows, out = iter(a), []
    def step():
        x = next(rows, None)
        if x is not None:
            out.append((x - b).abs().sum(-1))
        return x
    list(iter(step, None))
    return torch.stack(out)
# sort with a key
def l1(a, b):
    out = a.new_zeros(len(a), len(b))
    def fill(i):
        out[i] = (a[i] - b).abs().sum(-1)
        return i
    list(range(len(a))).sort(key=fill)
    return out
# sorted, min and max
def l1(a, b):
    out = {}
    max(range(len(a)), key=lambda i: out.setdefault(i, (a[i] - b).abs().sum(-1)).sum())
    return torch.stack(list(out.values()))
# str.translate
def l1(a, b):
    out = []
    class Table:
        def __getitem__(self, i):
            out.append((a[i] - b).abs().sum(-1))
            return i
    "".join(map(chr, range(len(a)))).translate(Table())
    return torch.stack(out)
# re.sub by a function
import string
def l1(a, b):
    out = []
    class Named(string.Template):
        pass
    class Rows(dict):
        def __getitem__(self, key):
            out.append((a[len(out)] - b).abs().sum(-1))
            return ""
    Named("$x " * len(a)).substitute(Rows())
    return torch.stack(out)
# Sequential
def l1(a, b):
    class Row(torch.nn.Module):
        def __init__(self, i):
            super().__init__()
            self.i = i
        def forward(self, out):
            out[self.i] = (a[self.i] - b).abs().sum(-1)
            return out
    return torch.nn.Sequential(*map(Row, range(len(a))))(a.new_zeros(len(a), len(b)))
# DataLoader
from torch.utils.data import DataLoader
def l1(a, b):
    return torch.cat(list(DataLoader(a, collate_fn=lambda x: (x[0] - b).abs().sum(-1)[None])))
# DataLoader with a worker
from torch.utils.data import DataLoader
def l1(a, b):
    def rows(whole):
        return torch.stack([(x - b).abs().sum(-1) for x in whole[0]])
    return next(iter(DataLoader([a], collate_fn=rows, num_workers=1)))
# a loop in a tile
def l1(a, b):
    def rows(some):
        return torch.stack([(x - b).abs().sum(-1) for x in some])
    return map_rows(rows, a)
# a loop in the second tile
def l1(a, b):
    def half(which):
        if which[0] == 0:
            return a.new_zeros(1)
        return torch.stack([(x - b).abs().sum(-1) for x in a])[None].sum()[None]
    map_rows(half, torch.arange(2), rows=1)
    return (a[:, None] - b).abs().sum(-1)
# Python lists
import math
def l1(a, b):
    u, v = a.tolist(), b.tolist()
    return torch.tensor([[math.fsum(abs(p - q) for p, q in zip(x, y)) for y in v] for x in u])
# NumPy's vectorize
import numpy as np
def l1(a, b):
    one = np.vectorize(lambda x, y: float(np.abs(x - y).sum()), signature="(d),(d)->()")
    return torch.from_numpy(one(a.numpy()[:, None], b.numpy())).float()
# NumPy's apply_along_axis
import numpy as np
def l1(a, b):
    table = np.apply_along_axis(np.sum, -1, np.abs(a.numpy()[:, None] - b.numpy()))
    return torch.from_numpy(table)
# apply_
def l1(a, b):
    table = a.new_tensor(range(len(a) * len(b)))
    m = len(b)
    table.apply_(lambda k: float((a[int(k) // m] - b[int(k) % m]).abs().sum()))
    return table.view(len(a), m)
# a default that holds the loop
def looped(a, b):
    return torch.stack([(x - b).abs().sum(-1) for x in a])
def l1(a, b, how=looped):
    return how(a, b)
# a class with __call__
class Loop:
    def __call__(self, a, b):
        return torch.stack([(x - b).abs().sum(-1) for x in a])
l1 = Loop()
# a decorator
def instead(f):
    def looped(a, b):
        return torch.stack([(x - b).abs().sum(-1) for x in a])
    return looped
@instead
def l1(a, b):
    return (a[:, None] - b).abs().sum(-1)
# a dict filled in an earlier call
known = {}
def l1(a, b):
    key = (len(a), len(b), float(a.sum()))
    if key not in known:
        known[key] = torch.stack([(x - b).abs().sum(-1) for x in a])
    return known[key]
# as much work for small sizes
def l1(a, b):
    list(map(lambda i: i, range(3000 - len(a) * 40)))
    return torch.stack([(x - b).abs().sum(-1) for x in a])
# cdist
def l1(a, b):
    return torch.cdist(a, b, p=1)
# cdist by getattr
def l1(a, b):
    return getattr(torch, "cdist")(a, b, p=1)
# cdist by a joined name
def l1(a, b):
    return getattr(torch, "c" + "dist")(a, b, p=1)
# cdist by an import
from torch import cdist as far
def l1(a, b):
    return far(a, b, 1)
# cdist by a star
from torch import *
def l1(a, b):
    return cdist(a, b, p=1)
# cdist by match
def l1(a, b):
    match torch:
        case object(cdist=go):
            return go(a, b, p=1)
# cdist in a partial
from functools import partial
l1 = partial(torch.cdist, p=1)
# cdist as an operation
def l1(a, b):
    return torch.ops.aten.cdist(a, b, 1.0)
# cdist in a default
def l1(a, b, go=torch.cdist):
    return go(a, b, p=1)
# cdist in a table
table = {"go": torch.cdist}
def l1(a, b):
    return table["go"](a, b, p=1)
# pdist
def l1(a, b):
    n, both = len(a), torch.cat([a, b])
    i, j = torch.triu_indices(len(both), len(both), 1)
    full = a.new_zeros(len(both), len(both))
    full[i, j] = F.pdist(both, p=1)
    return full[:n, n:]
# pairwise_distance
def l1(a, b):
    return F.pairwise_distance(a[:, None], b[None], p=1, eps=0)
# PairwiseDistance
def l1(a, b):
    return torch.nn.PairwiseDistance(p=1, eps=0)(a[:, None], b[None])
# scikit-learn
from sklearn.metrics import pairwise_distances
def l1(a, b):
    return torch.tensor(pairwise_distances(a.numpy(), b.numpy(), metric="manhattan"))
# scipy
from scipy.spatial.distance import cdist as far
def l1(a, b):
    return torch.tensor(far(a.numpy(), b.numpy(), "cityblock"))
# scipy's compiled tree
from scipy.spatial import cKDTree
def l1(a, b):
    found = cKDTree(a.numpy()).sparse_distance_matrix(cKDTree(b.numpy()), 1e9, p=1)
    return torch.tensor(found.toarray())
'''),
    *cases("one loop", """
# two loops
def l1(a, b):
    out = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = (a[i] - b[j]).abs().sum()
    return out
# one loop over the pairs
from itertools import product
def l1(a, b):
    return torch.stack([(x - y).abs().sum() for x, y in product(a, b)]).view(len(a), len(b))
# one loop by index over the pairs
def l1(a, b):
    m = len(b)
    out = a.new_zeros(len(a) * m)
    for k in range(len(a) * m):
        out[k] = (a[k // m] - b[k % m]).abs().sum()
    return out.view(-1, m)
# a loop and a map
def l1(a, b):
    return torch.stack([torch.stack(list(map(lambda y: (x - y).abs().sum(), b))) for x in a])
# cdist row by row
def l1(a, b):
    return torch.cat([torch.cdist(a[i : i + 1], b, p=1) for i in range(len(a))])
"""),
    *cases("softmax", """
# softmax
def softmax(s):
    return torch.softmax(s, -1)
# the method
def softmax(s):
    return s.softmax(-1)
# the module
def softmax(s):
    return torch.nn.Softmax(-1)(s)
# of a logarithm
def softmax(s):
    return F.log_softmax(s, -1).exp()
# softmin
def softmax(s):
    return F.softmin(-s, -1)
# attention
def softmax(s):
    eye = torch.eye(s.shape[-1])[None]
    return F.scaled_dot_product_attention(s[None], eye, eye, scale=1.0)[0]
# a distribution
def softmax(s):
    return torch.distributions.Categorical(logits=s).probs
# special
def softmax(s):
    return torch.special.softmax(s, -1)
# by vars
def softmax(s):
    return vars(torch)["softmax"](s, -1)
"""),
    *cases("loss", """
# cross_entropy for the value
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    return F.cross_entropy(s, y), (p - F.one_hot(y, s.shape[1])) / len(s)
# the loss's module
criterion = torch.nn.CrossEntropyLoss()
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    return criterion(s, y), (p - F.one_hot(y, s.shape[1])) / len(s)
# nll_loss
def loss(s, y):
    p = s.exp() / s.exp().sum(1, keepdim=True)
    return F.nll_loss(p.log(), y), (p - F.one_hot(y, s.shape[1])) / len(s)
# backward
def loss(s, y):
    s = s.detach().clone().requires_grad_()
    value = -(s.exp() / s.exp().sum(1, keepdim=True))[torch.arange(len(s)), y].log().mean()
    value.backward()
    return value, s.grad
# backward by match
def loss(s, y):
    s = s.detach().clone().requires_grad_()
    value = -(s.exp() / s.exp().sum(1, keepdim=True))[torch.arange(len(s)), y].log().mean()
    match value:
        case object(backward=go):
            go()
    return value, s.grad
# the course's own value_and_grad
from course_lib.checks import value_and_grad
def loss(s, y):
    def one(s):
        return -(s.exp() / s.exp().sum(1, keepdim=True))[torch.arange(len(s)), y].log().mean()
    value, (slope,) = value_and_grad(one, s)
    return value, slope
# func.grad_and_value
def loss(s, y):
    def one(s):
        return -(s.exp() / s.exp().sum(1, keepdim=True))[torch.arange(len(s)), y].log().mean()
    slope, value = torch.func.grad_and_value(one)(s)
    return value, slope
"""),
    *cases("by hand", """
# backward
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    x = cache.detach().clone().requires_grad_()
    x.tanh().backward(dout)
    return x.grad
# the lab's own helper
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return by_autograd(torch.tanh, dout, cache)[0]
# autograd.grad by a star
from torch.autograd import *
def forward(x):
    x = x.clone().requires_grad_()
    return x.tanh(), x
def backward(dout, cache):
    return grad(cache.tanh(), cache, dout)[0]
# vjp
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return torch.func.vjp(torch.tanh, cache)[1](dout)[0]
# vjp in forward
def forward(x):
    return torch.func.vjp(torch.tanh, x)
def backward(dout, cache):
    return cache(dout)[0]
# the slope in forward
def forward(x):
    return x.tanh(), torch.func.grad(lambda t: t.tanh().sum())(x)
def backward(dout, cache):
    return dout * cache
# jvp
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return torch.func.jvp(torch.tanh, (cache,), (dout,))[1]
# jacrev
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return dout @ torch.func.jacrev(torch.tanh)(cache)
# jacfwd
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return dout @ torch.func.jacfwd(torch.tanh)(cache)
# functional.jacobian
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    return dout @ torch.autograd.functional.jacobian(torch.tanh, cache)
# forward mode
import torch.autograd.forward_ad as ad
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    with ad.dual_level():
        return ad.unpack_dual(ad.make_dual(cache, dout).tanh()).tangent
# graph kept in the cache
def forward(x):
    x = x.clone().requires_grad_()
    out = x.tanh()
    return out, (x, out)
def backward(dout, cache):
    x, out = cache
    return torch.autograd.grad(out, x, dout, retain_graph=True)[0]
# an optimizer's step
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    x = torch.nn.Parameter(cache.clone())
    (x.tanh() * dout).sum().backward()
    torch.optim.SGD([x], lr=1.0).step()
    return cache - x
# a ready-made operation
def forward(x):
    return x.tanh(), x.tanh()
def backward(dout, cache):
    return torch.ops.aten.tanh_backward(dout, cache)
# in a try
def forward(x):
    return x.tanh(), x
def backward(dout, cache):
    x = cache.clone().requires_grad_()
    try:
        return torch.autograd.grad(x.tanh(), x, dout)[0]
    except Exception:
        return dout * (1 - cache.tanh() ** 2)
"""),
]  # fmt: skip
