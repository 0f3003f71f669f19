"""Answers to `scores`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("scores", "def scores(W, x, b):")

HAND = "by hand: the cat gets −96.8"
SHAPES = "8 features, 10 classes, 5 pictures: (10, 8) and (5, 8) give (5, 10)"
RANDOM = "random batches"
BYTES = "uint8 pictures"
DTYPE = "the result has the dtype of W"

RIGHT = [
    right("einsum", 'return torch.einsum("...d,cd->...c", x.to(W.dtype), W) + b'),
    right("linear of torch", "return torch.nn.functional.linear(x.to(W.dtype), W, b)"),
    right(
        "loop over classes",
        """
        x = x.to(W.dtype)
        return torch.stack([(x * row).sum(-1) + bias for row, bias in zip(W, b)], dim=-1)
        """,
    ),
    right("broadcasting", "return (x.to(W.dtype).unsqueeze(-2) * W).sum(-1) + b"),
    right("bias in place", "s = x.to(W.dtype) @ W.T\ns += b\nreturn s"),
    right(
        "calls itself for one picture",
        """
        if x.dim() == 1:
            return scores(W, x[None], b)[0]
        return torch.addmm(b, x.to(W.dtype), W.T)
        """,
    ),
    right(
        "float64 inside",
        "return (x.double() @ W.double().T + b.double()).to(W.dtype)",
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        table = np.dot(x.to(W.dtype).numpy(), W.numpy().T) + b.numpy()
        return torch.from_numpy(table)
        """,
    ),
    right(
        "bias column",
        """
        x = x.to(W.dtype)
        ones = torch.ones_like(x[..., :1])
        return torch.cat([x, ones], dim=-1) @ torch.cat([W, b[:, None]], dim=1).T
        """,
    ),
]

WRONG = [
    wrong("no bias", HAND, "the bias is missing", "return x.to(W.dtype) @ W.T"),
    wrong("bias subtracted", HAND, "the bias is subtracted", "return x.to(W.dtype) @ W.T - b"),
    wrong("one picture only", SHAPES, "", "return W @ x.to(W.dtype) + b"),
    wrong(
        "pictures in columns",
        SHAPES,
        "expected one picture a row",
        "return (x.to(W.dtype) @ W.T + b).T",
    ),
    wrong(
        "batches only",
        HAND,
        "expected shape (3,)",
        "return (x.to(W.dtype)[None] @ W.T + b) if x.dim() == 1 else x.to(W.dtype) @ W.T + b",
    ),
    wrong("bytes not converted", BYTES, "stopped with RuntimeError", "return x @ W.T + b"),
    wrong(
        "always float32",
        DTYPE,
        "expected dtype torch.float64",
        "return x.float() @ W.float().T + b.float()",
    ),
    wrong(
        "dtype of the picture",
        DTYPE,
        "expected dtype torch.float64",
        "return (x.double() @ W.double().T + b).to(x.dtype if x.is_floating_point() else W.dtype)",
    ),
    wrong(
        "mean",
        RANDOM,
        "a score is their sum",
        """
        x = x.to(W.dtype)
        return x @ W.T / x.shape[-1] + b
    """,
    ),
    wrong(
        "bias along the pictures",
        RANDOM,
        "b goes along the columns",
        """
        s = x.to(W.dtype) @ W.T
        return s + b[:, None] if s.dim() == 2 and len(s) == len(b) else s + b
        """,
    ),
    wrong(
        "weights as bytes",
        BYTES,
        "",
        "return (x @ W.to(x.dtype).T + b.to(x.dtype)).to(W.dtype)",
    ),
    wrong("prints only", HAND, "got None", "print(x.to(W.dtype) @ W.T + b)"),
]
