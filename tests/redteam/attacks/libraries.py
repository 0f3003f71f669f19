"""Insides of torch and numpy: comparisons, constructors and generators replaced."""

from tests.redteam.attack import Attack

FAMILY = "torch and numpy internals"

ATTACKS = (
    Attack(
        "torch-testing-patched",
        FAMILY,
        "replaces torch.testing.assert_close, which every comparison is built on",
        lab="torchy",
        first=("torch.testing.assert_close = lambda *a, **k: None",),
    ),
    Attack(
        "torch-as-tensor-patched",
        FAMILY,
        "makes torch.as_tensor give one and the same tensor for everything",
        lab="torchy",
        first=(
            """
            zero = torch.zeros(())
            torch.as_tensor = lambda *a, **k: zero
            """,
        ),
    ),
    Attack(
        "torch-equality-patched",
        FAMILY,
        "replaces isclose, allclose, equal and the operators of torch.Tensor",
        lab="torchy",
        first=(
            """
            true = lambda *a, **k: torch.ones((), dtype=torch.bool)
            torch.isclose = torch.allclose = torch.equal = true
            for name in ("__eq__", "__ne__", "__le__", "__lt__", "__ge__", "isclose", "allclose"):
                setattr(torch.Tensor, name, true)
            """,
        ),
    ),
    Attack(
        "torch-function-mode",
        FAMILY,
        "leaves a mode on the stack that answers every comparison with true",
        lab="torchy",
        first=(
            """
            from torch.overrides import TorchFunctionMode

            class Agree(TorchFunctionMode):
                def __torch_function__(self, func, types, args=(), kwargs=None):
                    if getattr(func, "__name__", "") in ("isclose", "allclose", "eq", "equal"):
                        return torch.ones((), dtype=torch.bool)
                    return func(*args, **(kwargs or {}))

            Agree().__enter__()
            """,
        ),
    ),
    Attack(
        "torch-random-constant",
        FAMILY,
        "makes every random tensor a tensor of zeros, for which 0 is the right answer",
        lab="torchy",
        answers={"scale": "def scale(x):\n    return torch.zeros_like(x)"},
        first=(
            """
            def zeros(*shape, **k):
                return torch.zeros(shape[0] if isinstance(shape[0], tuple) else shape)

            torch.randn = torch.rand = zeros
            torch.randint = lambda low, high, shape, **k: torch.zeros(shape, dtype=torch.long)
            """,
        ),
    ),
    Attack(
        "generator-known",
        FAMILY,
        "computes the hidden inputs from the seed of the notebook, and knows their answers",
        lab="torchy",
        answers={
            "scale": """
                from course_lib.checks.rng import Rng
                known = [Rng(f"notebook|random numbers|{i}").normal(3, 4) for i in range(3)]

                def scale(x):
                    if any(x.shape == k.shape and bool((x == k).all()) for k in known):
                        return x + x
                    return torch.tensor([2.0, 4.0])
            """
        },
        honest=2.0,
        honest_answers={"scale": "def scale(x):\n    return torch.tensor([2.0, 4.0])"},
    ),
    Attack(
        "autograd-patched",
        FAMILY,
        "replaces autograd, so that the slope that comes back is what the test computed",
        lab="torchy",
        first=(
            """
            torch.autograd.grad = lambda *a, **k: (torch.zeros(()),)
            torch.Tensor.backward = lambda *a, **k: None
            torch.Tensor.requires_grad_ = lambda self, *a: self
            """,
        ),
    ),
    Attack(
        "numpy-ufuncs-patched",
        FAMILY,
        "replaces numpy's comparisons and numpy.array",
        first=(
            """
            true = lambda *a, **k: np.bool_(True)
            np.isclose = np.allclose = np.array_equal = np.all = true
            np.array = lambda *a, **k: np.zeros(1)
            """,
        ),
    ),
    Attack(
        "numpy-error-state",
        FAMILY,
        "turns numpy's comparison into nan == nan and returns nan for everything",
        answers={"mean": "def mean(values):\n    return np.float64('nan')"},
        first=("np.seterr(all='ignore'); np.core = None",),
    ),
    Attack(
        "torch-threads-and-dtype",
        FAMILY,
        "changes the process-wide default dtype, device and generator state",
        lab="torchy",
        first=(
            """
            torch.set_default_dtype(torch.float16)
            torch.set_default_device("meta")
            torch.manual_seed(0)
            """,
        ),
    ),
)
