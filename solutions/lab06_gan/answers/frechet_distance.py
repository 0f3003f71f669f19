"""Answers to `frechet_distance`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

_FHAND = "two features by hand"
_SELF = "a set and itself: 0"
_CORR = "correlated features"
_RANDOM = "random tables, in float32 and with few pictures too"

_MEANS = "(a.mean(0) - b.mean(0)).square().sum()"
_TRACES = "(ca.trace() + cb.trace())"
_ROOTS = "torch.linalg.eigvals(ca @ cb).real.clamp(min=0).sqrt().sum()"

RIGHT = [
    Right(
        "symmetric root",
        """
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            w, v = torch.linalg.eigh(ca)
            half = v @ torch.diag(w.clamp(min=0).sqrt()) @ v.T
            roots = torch.linalg.eigvalsh(half @ cb @ half).clamp(min=0).sqrt()
            return (a.mean(0) - b.mean(0)).pow(2).sum() + torch.trace(ca + cb) - 2 * roots.sum()""",
    ),
    Right(
        "scipy",
        "def frechet_distance(a, b):\n"
        "    import numpy as np\n"
        "    from scipy.linalg import sqrtm\n"
        "    a, b = a.double().numpy(), b.double().numpy()\n"
        "    ca, cb = np.cov(a.T), np.cov(b.T)\n"
        "    return float(np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(ca + cb) - 2"
        " * np.trace(np.real(sqrtm(ca @ cb))))",
    ),
    Right(
        "centred by hand",
        "def frechet_distance(a, b):\n"
        "    a, b = a.double(), b.double()\n"
        "    x, y = a - a.mean(0), b - b.mean(0)\n"
        "    ca, cb = x.T @ x / (len(a) - 1), y.T @ y / (len(b) - 1)\n"
        "    e = torch.linalg.eigvals(ca @ cb).real.clamp(min=0)\n"
        "    return ((a.mean(0) - b.mean(0)) ** 2).sum() + ca.trace() + cb.trace() - 2"
        " * e.sqrt().sum()",
    ),
    Right(
        "singular values",
        "def frechet_distance(a, b):\n"
        "    a, b = a.double(), b.double()\n"
        "    x = (a - a.mean(0)) / (len(a) - 1) ** 0.5\n"
        "    y = (b - b.mean(0)) / (len(b) - 1) ** 0.5\n"
        "    return ((a.mean(0) - b.mean(0)).square().sum() + x.square().sum()"
        " + y.square().sum() - 2 * torch.linalg.svdvals(x @ y.T).sum())",
    ),
    Right(
        "numpy eigenvalues",
        "def frechet_distance(a, b):\n"
        "    import numpy as np\n"
        "    a, b = a.numpy().astype(float), b.numpy().astype(float)\n"
        "    ca, cb = np.cov(a, rowvar=False), np.cov(b, rowvar=False)\n"
        "    e = np.linalg.eigvals(ca @ cb)\n"
        "    root = np.sqrt(np.maximum(e.real, 0)).sum()\n"
        "    return torch.tensor(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(ca)"
        " + np.trace(cb) - 2 * root)",
    ),
    Right(
        "the other order, a float",
        """
    def frechet_distance(a, b):
        ca, cb = torch.cov(a.double().T), torch.cov(b.double().T)
        e = torch.linalg.eigvals(cb @ ca).real.clamp_min(0)
        apart = torch.dist(a.double().mean(0), b.double().mean(0)) ** 2
        return (apart + ca.diagonal().sum() + cb.diagonal().sum() - 2 * e.sqrt().sum()).item()""",
    ),
    Right(
        "a lambda and numpy's roots",
        """
import numpy as np

frechet_distance = lambda a, b: float(
    np.square(a.double().numpy().mean(0) - b.double().numpy().mean(0)).sum()
    + np.cov(a.double().numpy().T).trace() + np.cov(b.double().numpy().T).trace()
    - 2 * np.sqrt(np.linalg.eigvals(
        np.cov(a.double().numpy().T) @ np.cov(b.double().numpy().T)).real.clip(0)).sum()
)""",
    ),
    Right(
        "eigenvectors",
        """
def root(c):
    values, vectors = torch.linalg.eigh(c)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.mT


def frechet_distance(a, b):
    a, b = a.to(torch.float64), b.to(torch.float64)
    grad = a.mean(0) - b.mean(0)
    ca, cb = torch.cov(a.mT), torch.cov(b.mT)
    return grad @ grad + (ca + cb).trace() - 2 * root(root(ca) @ cb @ root(ca)).trace()""",
    ),
]

WRONG = [
    Wrong(
        "no means",
        says="the means are left out",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_TRACES} - 2 * {_ROOTS}""",
    ),
    Wrong(
        "only means",
        says="the covariances are left out",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS}""",
    ),
    Wrong(
        "no root",
        says="the term with the root is left out",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES}""",
    ),
    Wrong(
        "the root of it",
        says="that is the root of it",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return ({_MEANS} + {_TRACES} - 2 * {_ROOTS}).clamp(min=0).sqrt()""",
    ),
    Wrong(
        "divided by n",
        says="divided by n",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} * 2 / 3 - 2 * {_ROOTS} * 2 / 3""",
    ),
    Wrong(
        "the mean over features",
        says="averaged over the features",
        check=_SELF,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return (a.mean(0) - b.mean(0)).square().mean() + {_TRACES} - 2 * {_ROOTS}""",
    ),
    Wrong(
        "the root of entries",
        says="the root was taken of each entry",
        check=_CORR,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} - 2 * (ca @ cb).diagonal().clamp(min=0).sqrt().sum()""",
    ),
    Wrong(
        "variances only",
        says="only the variances were used",
        check=_CORR,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + (ca.diagonal().sqrt() - cb.diagonal().sqrt()).square().sum()""",
    ),
    Wrong(
        "the factor 2",
        says="the factor 2",
        check=_CORR,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} - {_ROOTS}""",
    ),
    Wrong(
        "nan of rounding",
        says="expected",
        check=_RANDOM,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} - 2 * torch.linalg.eigvals(ca @ cb).real.sqrt().sum()""",
    ),
    Wrong(
        "complex",
        says="",
        check=_RANDOM,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} - 2 * torch.linalg.eigvals(ca @ cb).sqrt().sum()""",
    ),
    Wrong(
        "the length of the means",
        says="the length of the difference",
        check=_FHAND,
        code=f"""
        def frechet_distance(a, b):
            a, b = a.double(), b.double()
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS}.sqrt() + {_TRACES} - 2 * {_ROOTS}""",
    ),
    Wrong(
        "in float32",
        says="compute in float64",
        check=_RANDOM,
        code=f"""
        def frechet_distance(a, b):
            ca, cb = torch.cov(a.T), torch.cov(b.T)
            return {_MEANS} + {_TRACES} - 2 * {_ROOTS}""",
    ),
    Wrong(
        "float32 in the middle",
        says="compute in float64",
        check=_RANDOM,
        code="""
def frechet_distance(a, b):
    ca, cb = torch.cov(a.T.float()), torch.cov(b.T.float())
    roots = torch.linalg.eigvals(ca @ cb).real.clamp(min=0).sqrt().sum()
    means = (a.mean(0) - b.mean(0)).square().sum()
    return (means + ca.trace() + cb.trace() - 2 * roots).double()""",
    ),
    Wrong(
        "the rows cut to the shorter table",
        says="expected",
        check=_RANDOM,
        code="""
def frechet_distance(a, b):
    n = min(len(a), len(b))
    a, b = a[:n].double(), b[:n].double()
    ca, cb = torch.cov(a.T), torch.cov(b.T)
    roots = torch.linalg.eigvals(ca @ cb).real.clamp(min=0).sqrt().sum()
    return (a.mean(0) - b.mean(0)).square().sum() + ca.trace() + cb.trace() - 2 * roots""",
    ),
    Wrong(
        "centred in place",
        says="in place",
        check=_RANDOM,
        code="""
def frechet_distance(a, b):
    ma, mb = a.double().mean(0), b.double().mean(0)
    a -= ma.to(a.dtype)
    b -= mb.to(b.dtype)
    ca, cb = torch.cov(a.double().T), torch.cov(b.double().T)
    roots = torch.linalg.eigvals(ca @ cb).real.clamp(min=0).sqrt().sum()
    return (ma - mb).square().sum() + ca.trace() + cb.trace() - 2 * roots""",
    ),
    Wrong(
        "only for features that commute",
        says="expected",
        check=_CORR,
        code="""
def frechet_distance(a, b):
    a, b = a.double(), b.double()
    ca, cb = torch.cov(a.T), torch.cov(b.T)
    ea, eb = (torch.linalg.eigvalsh(c).clamp(min=0).sqrt() for c in (ca, cb))
    return (a.mean(0) - b.mean(0)).square().sum() + (ea - eb).square().sum()""",
    ),
]

_MIXED = "torch.linalg.eigvals(cov_a @ cov_b).real.clamp(min=0).sqrt()"

EQUIVALENT = [
    Equivalent(
        "means = (a.mean(dim=0) - b.mean(dim=0)).square().sum()",
        "means = (b.mean(dim=0) - a.mean(dim=0)).square().sum()",
        "The square of a difference does not depend on its order.",
    ),
    Equivalent(
        f"roots = {_MIXED}",
        f"roots = {_MIXED.replace('clamp', 'clamp_')}",
        "The eigenvalues were made in this line, and nobody else keeps them.",
    ),
    Equivalent(
        f"roots = {_MIXED}",
        f"roots = {_MIXED.replace('cov_a @ cov_b', 'cov_b @ cov_a')}",
        "AB and BA have the same eigenvalues.",
    ),
]

ALLOWED = [
    *(
        Allowed(one, "A number is as good as a tensor of shape (), and rounding leaves it at 1e-7.")
        for one in (
            "*: result: as Python numbers",
            "*: result: below 0.000001 as 0",
            "*: result: negative numbers as 0",
            "*: result: float32 where*",
        )
    ),
    Allowed(
        "*: result: float64 *",
        "A tensor of shape () of any dtype will do, to the digits of float32.",
    ),
    Allowed("*: result: nan in place of 0", "Rounding leaves it at 1e-7."),
    Allowed("*: in float32 first", "Rounding on the way does harm, not that of the tables."),
    Allowed("*: entries below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed("*: wrong for one row", "A covariance needs two pictures."),
    Allowed("*: wrong for no entry", "A covariance needs two pictures."),
    Allowed("*: wrong for one column", "The text promises two features at least."),
]
