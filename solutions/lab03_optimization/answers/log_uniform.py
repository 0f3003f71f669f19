"""Answers to `log_uniform`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_HALF = "half of them below the geometric mean, all between low and high"
_SHARE = "every factor gets its share, between any low and high"

_PLAIN = """
def log_uniform(low, high, n, generator):
    u = torch.rand(n, generator=generator)
    return low * (high / low) ** u
"""

RIGHT = [
    Right(
        "clear",
        """
        def log_uniform(low, high, n, generator):
            return low * (high / low) ** torch.rand(n, generator=generator)
        """,
    ),
    Right(
        "exp and log",
        """
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            a, b = math.log(low), math.log(high)
            return torch.exp(a + (b - a) * u)""",
    ),
    Right(
        "powers of ten",
        """
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            a, b = math.log10(low), math.log10(high)
            return 10 ** (a + (b - a) * u)""",
    ),
    Right(
        "float64",
        """
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator, dtype=torch.float64)
            return low * (high / low) ** u""",
    ),
    Right(
        "from the top down",
        """
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return high * (low / high) ** u""",
    ),
    Right(
        "uniform_ in place",
        """
        def log_uniform(low, high, n, generator):
            a, b = math.log(low), math.log(high)
            return torch.empty(n).uniform_(a, b, generator=generator).exp()""",
    ),
    Right(
        "one at a time",
        """
        def log_uniform(low, high, n, generator):
            us = [torch.rand((), generator=generator).item() for _ in range(n)]
            return torch.tensor([low * (high / low) ** u for u in us])""",
    ),
    Right(
        "numpy, seeded by the generator",
        """
        def log_uniform(low, high, n, generator):
            import numpy as np
            seed = int(torch.randint(2**31, (), generator=generator))
            u = np.random.default_rng(seed).uniform(size=n)
            return torch.from_numpy(low * (high / low) ** u)""",
    ),
    Right(
        "a lambda, lerp",
        """
        log_uniform = lambda low, high, n, generator: torch.lerp(
            torch.tensor(low).log(), torch.tensor(high).log(), torch.rand(n, generator=generator)
        ).exp()""",
    ),
    Right(
        "decades and what is between",
        """
        def log_uniform(low, high, n, generator):
            span = math.log2(high) - math.log2(low)
            exponent = math.log2(low) + span * (1 - torch.rand((n,), generator=generator))
            return torch.pow(2.0, exponent)""",
    ),
]

WRONG = [
    Wrong(
        "uniform",
        says="these are uniform",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return low + (high - low) * u""",
    ),
    Wrong(
        "uniform, in logarithms of n",
        says="",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return low + (high - low) * u**2""",
    ),
    Wrong(
        "normal",
        says="between 0.001 and 1",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            return low * (high / low) ** torch.randn(n, generator=generator)""",
    ),
    Wrong(
        "exponent not raised",
        says="between 0.001 and 1",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return math.log10(low) + (math.log10(high) - math.log10(low)) * u""",
    ),
    Wrong(
        "base mixed up",
        says="between 0.001 and 1",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return 10 ** (math.log(low) + (math.log(high) - math.log(low)) * u)""",
    ),
    Wrong(
        "one number",
        says="expected shape (4000,)",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            return low * (high / low) ** torch.rand(1, generator=generator)""",
    ),
    Wrong(
        "the same n times",
        says="the whole range",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            return (low * (high / low) ** torch.rand(1, generator=generator)).repeat(n)""",
    ),
    Wrong(
        "an even ladder",
        says="set no seed",
        check=_SHARE,
        code="""
        def log_uniform(low, high, n, generator):
            return torch.logspace(math.log10(low), math.log10(high), n)""",
    ),
    Wrong(
        "generator ignored",
        says="pass the generator on",
        check=_SHARE,
        code="""
        def log_uniform(low, high, n, generator):
            return low * (high / low) ** torch.rand(n)""",
    ),
    Wrong(
        "own seed",
        says="set no seed",
        check=_SHARE,
        code="""
        def log_uniform(low, high, n, generator):
            g = torch.Generator().manual_seed(0)
            return low * (high / low) ** torch.rand(n, generator=g)""",
    ),
    Wrong(
        "a half of the range",
        says="the whole range",
        check=_HALF,
        code="""
        def log_uniform(low, high, n, generator):
            u = torch.rand(n, generator=generator)
            return low * (high / low) ** (u / 2)""",
    ),
    Wrong(
        "whole powers of ten",
        says="expected numbers of their own",
        check=_SHARE,
        code=but(_PLAIN, "** u", "** ((30 * u).round() / 30)"),
    ),
    Wrong(
        "never above 1",
        says="expected numbers between 2 and 50",
        check=_SHARE,
        code=but(_PLAIN, "** u", "** u if high <= 1 else u * high"),
    ),
    Wrong(
        "one number in each part of the range",
        says="draw each number by itself",
        check=_SHARE,
        code=but(
            _PLAIN,
            "** u",
            "** ((torch.randperm(n, generator=generator) + u) / n)",
        ),
    ),
    Wrong(
        "half precision",
        says="expected float32 or float64, got torch.float16",
        check=_SHARE,
        code=but(_PLAIN, "** u", "** u.half()"),
    ),
    Wrong(
        "a single number has no axis",
        says="expected shape (1,), got ()",
        check=_SHARE,
        code=but(_PLAIN, "** u", "** u.squeeze()"),
    ),
]

ALLOWED = [
    Allowed("*: result: float64 where it was float32", "The text allows float32 and float64."),
    Allowed("*: result: float32 where it was float64", "The text allows float32 and float64."),
    Allowed(
        "*: result: float64 only to the precision of float32",
        "The text allows float32 and float64.",
    ),
    Allowed(
        "*: result: negative numbers as 0",
        "The numbers lie between low and high, and low is above 0.",
    ),
    Allowed(
        "*: result: nan in place of 0",
        "The numbers lie between low and high, and low is above 0.",
    ),
    Allowed("*: low: wrong for *", "The text promises 0 < low < high."),
    Allowed("*: high: wrong for *", "The text promises 0 < low < high."),
    Allowed("*: n: wrong for 0", "The text promises counts from 1 on."),
]
