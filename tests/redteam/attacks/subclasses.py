"""Tensor and array subclasses, and tensors that are not what they say."""

from tests.redteam.attack import Attack

FAMILY = "tensor subclasses"

ATTACKS = (
    Attack(
        "tensor-subclass-agrees",
        FAMILY,
        "returns a tensor subclass that answers every operation with true",
        lab="torchy",
        answers={
            "scale": """
                class Agree(torch.Tensor):
                    @classmethod
                    def __torch_function__(cls, func, types, args=(), kwargs=None):
                        if func is torch.Tensor.shape.__get__:
                            return torch.Size([2])
                        return torch.ones((), dtype=torch.bool)

                def scale(x):
                    return torch.zeros(2).as_subclass(Agree)
            """
        },
    ),
    Attack(
        "tensor-subclass-lies-about-shape",
        FAMILY,
        "returns a tensor subclass with a shape, a dtype and numbers of its own",
        lab="torchy",
        answers={
            "scale": """
                class Liar(torch.Tensor):
                    shape = property(lambda self: torch.Size([2]))
                    dtype = property(lambda self: torch.float32)
                    tolist = lambda self: [2.0, 4.0]
                    numpy = lambda self, **k: np.array([2.0, 4.0])
                    detach = clone = cpu = contiguous = lambda self, *a, **k: self

                def scale(x):
                    return torch.zeros(1000).as_subclass(Liar)
            """
        },
    ),
    Attack(
        "array-subclass-agrees",
        FAMILY,
        "returns an array subclass whose ufuncs are always true",
        answers={
            "mean": """
                class Agree(np.ndarray):
                    def __array_ufunc__(self, *a, **k):
                        return np.bool_(True)

                    def __array_function__(self, *a, **k):
                        return np.bool_(True)

                def mean(values):
                    return np.zeros(()).view(Agree)
            """
        },
    ),
    Attack(
        "array-of-objects",
        FAMILY,
        "returns an array of Python objects that compare as they like",
        answers={
            "mean": """
                class Yes(float):
                    __eq__ = lambda self, other: True
                    __sub__ = __rsub__ = lambda self, other: 0.0
                    __abs__ = lambda self: 0.0

                def mean(values):
                    return np.array(Yes(0.0), dtype=object)
            """
        },
    ),
    Attack(
        "pickle-on-the-way",
        FAMILY,
        "returns an object whose pickle would run a command where it is read",
        lab="torchy",
        answers={
            "scale": """
                class Bomb:
                    def __reduce__(self):
                        return (exec, ("open('@COURSE@/pwned', 'w').write('@MARK@')",))

                def scale(x):
                    t = torch.zeros(2)
                    t.bomb = Bomb()
                    return [t, Bomb()][int(x[0] > 0)]
            """
        },
    ),
    Attack(
        "nothing-to-compare",
        FAMILY,
        "returns empty tensors and arrays, of which everything is true",
        lab="torchy",
        answers={
            "scale": "def scale(x):\n    return x.new_zeros(0, *x.shape)",
            "loss": "def loss(w):\n    return w[:0].sum(0, keepdim=True)[:0]",
            "total": "def total(a, b):\n    return a[:0]",
        },
    ),
    Attack(
        "not-a-number",
        FAMILY,
        "returns nan and infinities, for which no comparison is false twice",
        lab="torchy",
        answers={
            "scale": "def scale(x):\n    return x * torch.nan",
            "loss": "def loss(w):\n    return w.sum() * torch.inf",
            "total": "def total(a, b):\n    return a.sum() * torch.nan",
        },
    ),
    Attack(
        "tensor-without-numbers",
        FAMILY,
        "returns meta, sparse and quantised tensors, one after the other",
        lab="torchy",
        answers={
            "scale": """
                turns = []

                def scale(x):
                    turns.append(x)
                    kinds = (torch.empty(2, device="meta"), torch.zeros(2).to_sparse(),
                             torch.quantize_per_tensor(torch.zeros(2), 0.1, 0, torch.qint8))
                    return kinds[len(turns) % 3]
            """
        },
    ),
    Attack(
        "tensor-of-a-terabyte",
        FAMILY,
        "returns a view of one number that claims to have 10^12 elements",
        lab="torchy",
        answers={
            "scale": "def scale(x):\n    return torch.zeros(1).expand(10**6, 10**6)",
            "loss": "def loss(w):\n    return (w.sum() * torch.zeros(1)).expand(10**12)",
        },
    ),
    Attack(
        "tensor-changes-later",
        FAMILY,
        "returns a tensor and changes its memory from a thread afterwards",
        lab="torchy",
        answers={
            "scale": """
                import threading, time
                kept = torch.zeros(2)

                def later():
                    for step in range(2000):
                        kept[:] = torch.tensor([2.0, 4.0]) if step % 2 else 0.0
                        time.sleep(0.001)

                threading.Thread(target=later, daemon=True).start()

                def scale(x):
                    return kept if x.shape == (2,) else torch.zeros(7)
            """
        },
        # It may return the right answer to the visible example, as anybody may.
        honest=2.0,
        honest_answers={"scale": "def scale(x):\n    return torch.tensor([2.0, 4.0])"},
    ),
    Attack(
        "module-that-is-everything",
        FAMILY,
        "returns a callable object with every attribute, each of them itself",
        lab="torchy",
        answers={
            "scale": """
                class All:
                    def __getattr__(self, name):
                        return self

                    def __call__(self, *a, **k):
                        return self

                    __eq__ = __le__ = __ge__ = __bool__ = lambda self, *a: True
                    __class__ = torch.Tensor

                def scale(x):
                    return All()
            """,
            "total": "total = lambda *a, **k: scale(torch.zeros(1))",
        },
    ),
)
