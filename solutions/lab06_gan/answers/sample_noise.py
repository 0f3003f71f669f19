"""Answers to `sample_noise`."""

from autograder.audit.answers import Allowed, Right, Wrong

_SHAPE = "one row for each picture, float32"
_SPREAD = "mean 0, standard deviation 1"
_FRESH = "normal, and fresh on every call, in every row and in every column"

RIGHT = [
    Right(
        "normal",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.normal(0.0, 1.0, (n, noise_dim), device=device)""",
    ),
    Right(
        "normal_ in place",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.empty(n, noise_dim, device=device).normal_()""",
    ),
    Right(
        "numpy",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            import numpy as np
            return torch.from_numpy(np.random.randn(n, noise_dim)).float().to(device)""",
    ),
    Right(
        "distribution",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.distributions.Normal(0.0, 1.0).sample((n, noise_dim)).to(device)""",
    ),
    Right(
        "row by row",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.stack([torch.randn(noise_dim, device=device) for _ in range(n)])""",
    ),
    Right(
        "float64, then float32",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn((n, noise_dim), dtype=torch.float64, device=device).float()""",
    ),
    Right(
        "Box and Muller",
        """
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            radius = (-2 * torch.log1p(-torch.rand(n, noise_dim, device=device))).sqrt()
            return radius * torch.cos(2 * math.pi * torch.rand(n, noise_dim, device=device))""",
    ),
    Right(
        "a lambda",
        """
sample_noise = lambda n, noise_dim=64, device='cpu': torch.randn((n, noise_dim)).to(device)""",
    ),
    Right(
        "an init function",
        """
def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    noise = torch.zeros(n, noise_dim, device=device)
    nn.init.normal_(noise)
    return noise""",
    ),
]

WRONG = [
    Wrong(
        "uniform",
        typical=True,
        says="uniform numbers from 0 to 1",
        check=_SPREAD,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.rand(n, noise_dim, device=device)""",
    ),
    Wrong(
        "from -1 to 1",
        says="from -1 to 1",
        check=_SPREAD,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return 2 * torch.rand(n, noise_dim) - 1""",
    ),
    Wrong(
        "uniform of deviation 1",
        says="uniform numbers of standard deviation 1",
        check=_FRESH,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return math.sqrt(12) * (torch.rand(n, noise_dim) - 0.5)""",
    ),
    Wrong(
        "shapes exchanged",
        says="expected shape (3, 64)",
        check=_SHAPE,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(noise_dim, n)""",
    ),
    Wrong(
        "a fixed seed",
        says="draw fresh ones",
        check=_FRESH,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, noise_dim, generator=torch.Generator().manual_seed(0))""",
    ),
    Wrong(
        "one row for all",
        says="all rows are the same",
        check=_FRESH,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(1, noise_dim).repeat(n, 1)""",
    ),
    Wrong(
        "one column for all",
        says="all columns are the same",
        check=_FRESH,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, 1).repeat(1, noise_dim)""",
    ),
    Wrong(
        "too wide",
        says="expected 1",
        check=_SPREAD,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return 2 * torch.randn(n, noise_dim)""",
    ),
    Wrong(
        "a mean of one",
        says="expected 0",
        check=_SPREAD,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, noise_dim) + 1""",
    ),
    Wrong(
        "always 64",
        says="expected shape (1, 5)",
        check=_SHAPE,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, NOISE_DIM)""",
    ),
    Wrong(
        "float64",
        says="expected",
        check=_SHAPE,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, noise_dim, dtype=torch.float64)""",
    ),
    Wrong(
        "absolute values",
        says="",
        check=_SPREAD,
        code="""
        def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
            return torch.randn(n, noise_dim).abs() / 0.6028""",
    ),
    Wrong(
        "the device left out",
        says="the device",
        check="on the device that is asked for",
        code="""
def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    return torch.randn(n, noise_dim)""",
    ),
    Wrong(
        "drawn once for each shape",
        says="draw fresh ones",
        check=_FRESH,
        code="""
_kept = {}

def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    key = (n, noise_dim, str(device))
    if key not in _kept:
        _kept[key] = torch.randn(n, noise_dim, device=device)
    return _kept[key]""",
    ),
    Wrong(
        "cut off at 2",
        says="expected 3",
        check=_FRESH,
        code="""
def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    return torch.randn(n, noise_dim, device=device).clamp(-2.2, 2.2)""",
    ),
    Wrong(
        "every second row mirrored",
        says="rows are not independent",
        check=_FRESH,
        code="""
def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    half = torch.randn((n + 1) // 2, noise_dim, device=device)
    return torch.cat([half, -half])[:n]""",
    ),
    Wrong(
        "two decimals",
        says="different ones",
        check=_FRESH,
        code="""
def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):
    return (torch.randn(n, noise_dim, device=device) * 100).round() / 100""",
    ),
]

ALLOWED = [
    Allowed("*: result: float32 where it was float64", "The text promises float32."),
    Allowed("*: result: float64 only to the precision of float32", "The text promises float32."),
    Allowed(
        "*: result: transposed where it is square",
        "Noise is random: one number more or less, or another order, is as likely.",
    ),
    Allowed(
        "*: n: wrong for 1",
        "Noise is random: one number more or less, or another order, is as likely.",
    ),
    Allowed("*: n: wrong for 0", "There is one row at least."),
    Allowed("*: noise_dim: wrong for 0", "There is one number of noise at least."),
    Allowed(
        "*: noise_dim: wrong for 1",
        "Noise is random: one number more or less, or another order, is as likely.",
    ),
]
