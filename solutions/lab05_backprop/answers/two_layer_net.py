"""Answers to `two_layer_net`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import OWN, PRODUCT

_SHAPES = "the parameters: names, shapes, dtype and device"
_HAND = "scores by hand: two hidden units, one of them off"
_LOG = "loss by hand: with all parameters 0 it is log C"
_START = "the start: biases of 0, weights by the seed, spread by √(2 / inputs)"
_SCORES = "the contract of scores and predict, on random batches"
_LOSS = "the contract of loss, on random batches: value, gradients, penalty"

_PLAIN = """
class TwoLayerNet:
    def __init__(self, d, hidden, num_classes, seed=0, device=None):
        g = torch.Generator().manual_seed(seed)
        W1 = torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5
        W2 = torch.randn(num_classes, hidden, generator=g) * (2 / hidden) ** 0.5
        b1, b2 = torch.zeros(hidden), torch.zeros(num_classes)
        self.params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        self.params = {name: value.to(device) for name, value in self.params.items()}

    def scores(self, X):
        p = self.params
        H = (X @ p["W1"].T + p["b1"]).clamp(min=0)
        return H @ p["W2"].T + p["b2"]

    def loss(self, X, y, reg=0.0):
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        Z = X @ W1.T + b1
        H = Z.clamp(min=0)
        data_loss, ds = softmax_loss(H @ W2.T + b2, y)
        loss = data_loss + reg * ((W1**2).sum() + (W2**2).sum())
        dH = ds @ W2
        dZ = dH * (Z > 0)
        dW2 = ds.T @ H + 2 * reg * W2
        dW1 = dZ.T @ X + 2 * reg * W1
        return loss, {"W1": dW1, "b1": dZ.sum(0), "W2": dW2, "b2": ds.sum(0)}

    def predict(self, X):
        return self.scores(X).argmax(dim=1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "by torch's own forward",
        """
        def glorot_free(rows, columns, g):
            return torch.randn(rows, columns, generator=g).mul_(math.sqrt(2.0 / columns))

        class TwoLayerNet:
            def __init__(self, d, hidden, num_classes, seed=0, device=None):
                g = torch.Generator().manual_seed(seed)
                self.params = {
                    "W2": glorot_free(num_classes, hidden, g).to(device),
                    "W1": glorot_free(hidden, d, g).to(device),
                    "b1": torch.zeros(hidden, device=device),
                    "b2": torch.zeros(num_classes, device=device),
                }

            def _forward(self, X):
                Z = torch.nn.functional.linear(X, self.params["W1"], self.params["b1"])
                H = torch.relu(Z)
                return Z, H, torch.nn.functional.linear(H, self.params["W2"], self.params["b2"])

            def scores(self, X):
                return self._forward(X)[-1]

            def loss(self, X, y, reg=0.0):
                Z, H, scores = self._forward(X)
                p = torch.softmax(scores, dim=1)
                loss = torch.logsumexp(scores, 1).sub(scores[torch.arange(len(y)), y]).mean()
                ds = p.clone()
                ds[torch.arange(len(y)), y] -= 1
                ds /= len(y)
                dZ = (ds @ self.params["W2"]).masked_fill(Z <= 0, 0)
                grads = {
                    "W1": torch.einsum("nh,nd->hd", dZ, X),
                    "b1": dZ.sum(0),
                    "W2": torch.einsum("nc,nh->ch", ds, H),
                    "b2": ds.sum(0),
                }
                for name in ("W1", "W2"):
                    W = self.params[name]
                    loss = loss + reg * W.square().sum()
                    grads[name] += 2 * reg * W
                return loss, grads

            def predict(self, X):
                return self.scores(X).max(dim=1).indices
        """,
    ),
    Right(
        "the network's own layers",
        but(
            _PLAIN,
            "dW1 = dZ.T @ X + 2 * reg * W1",
            "_, dW1, db1 = affine_backward(dZ, affine_forward(X, W1, b1)[1])\n"
            "        dW1 = dW1 + 2 * reg * W1",
            '"b1": dZ.sum(0)',
            '"b1": db1',
        ),
    ),
    Right(
        "weights by normal",
        but(
            _PLAIN,
            "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
            "torch.normal(0.0, (2 / d) ** 0.5, (hidden, d), generator=g)",
        ),
    ),
    Right(
        "kaiming",
        but(
            _PLAIN,
            "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
            'torch.nn.init.kaiming_normal_(torch.empty(hidden, d), nonlinearity="relu",\n'
            "            generator=g)",
        ),
    ),
    Right(
        "more than params",
        but(_PLAIN, "        g = torch", "        self.hidden = hidden\n        g = torch"),
    ),
    Right(
        "predict by sorting",
        but(
            _PLAIN,
            "self.scores(X).argmax(dim=1)",
            "self.scores(X).sort(dim=1, descending=True).indices[:, 0]",
        ),
    ),
    Right("mask by the output", but(_PLAIN, "dH * (Z > 0)", "dH * torch.sign(H)")),
    Right(
        "dot products for the penalty",
        but(
            _PLAIN,
            "(W1**2).sum() + (W2**2).sum()",
            "W1.norm() ** 2 + torch.vdot(W2.flatten(), W2.flatten())",
        ),
    ),
    Right(
        "functional, a local grad",
        but(
            _PLAIN,
            "class TwoLayerNet",
            "import torch.nn.functional as F\n\n\nclass TwoLayerNet",
            'H = (X @ p["W1"].T + p["b1"]).clamp(min=0)',
            'H = F.relu(F.linear(X, p["W1"], p["b1"]))',
            "dH = ds @ W2\n        dZ = dH * (Z > 0)",
            "grad = ds @ W2\n        dZ = grad.where(Z > 0, 0)",
        ),
    ),
    Right(
        "a method backward of its own",
        but(
            _PLAIN,
            "        dH = ds @ W2\n        dZ = dH * (Z > 0)",
            "        dZ = self.backward(ds) * (H > 0)",
            "    def predict",
            "    def backward(self, dout):\n"
            '        return dout @ self.params["W2"]\n\n'
            "    def predict",
        ),
    ),
    Right(
        "loss through scores",
        but(
            _PLAIN,
            "softmax_loss(H @ W2.T + b2, y)",
            "softmax_loss(self.scores(X), y)",
        ),
    ),
]

WRONG = [
    Wrong(
        "W1 transposed",
        says="W1 must have shape",
        check=_SHAPES,
        code=but(_PLAIN, "torch.randn(hidden, d,", "torch.randn(d, hidden,"),
    ),
    Wrong(
        "no ReLU forwards",
        says="no ReLU between",
        check=_HAND,
        code=but(_PLAIN, '(X @ p["W1"].T + p["b1"]).clamp(min=0)', 'X @ p["W1"].T + p["b1"]'),
    ),
    Wrong(
        "no b2",
        says="b2 is missing",
        check=_HAND,
        code=but(_PLAIN, 'H @ p["W2"].T + p["b2"]', 'H @ p["W2"].T'),
    ),
    Wrong(
        "ReLU at the end",
        says="behind the second layer too",
        check=_HAND,
        code=but(_PLAIN, 'H @ p["W2"].T + p["b2"]', '(H @ p["W2"].T + p["b2"]).clamp(min=0)'),
    ),
    Wrong(
        "the variance",
        says="is the variance",
        check=_START,
        code=but(_PLAIN, "(2 / d) ** 0.5", "(2 / d)"),
    ),
    Wrong(
        "without the 2",
        says="ReLU throws half away",
        check=_START,
        code=but(_PLAIN, "(2 / d) ** 0.5", "(1 / d) ** 0.5"),
    ),
    Wrong(
        "outputs counted",
        says="not of outputs",
        check=_START,
        code=but(_PLAIN, "(2 / hidden) ** 0.5", "(2 / num_classes) ** 0.5"),
    ),
    Wrong(
        "zeros",
        says="all hidden units stay equal",
        check=_START,
        code=but(
            _PLAIN, "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5", "torch.zeros(hidden, d)"
        ),
    ),
    Wrong(
        "too large",
        says="the weights are too large",
        check=_START,
        code=but(
            _PLAIN,
            "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
            "torch.randn(hidden, d, generator=g)",
        ),
    ),
    Wrong(
        "rand",
        says="uniform numbers",
        check=_START,
        code=but(_PLAIN, "torch.randn(hidden, d,", "torch.rand(hidden, d,"),
    ),
    Wrong(
        "biases of 1",
        says="biases start at 0",
        check=_START,
        code=but(_PLAIN, "b1, b2 = torch.zeros(hidden)", "b1, b2 = torch.ones(hidden)"),
    ),
    Wrong(
        "no generator",
        says="the same seed must give",
        check=_START,
        code=but(_PLAIN, "torch.randn(hidden, d, generator=g)", "torch.randn(hidden, d)"),
    ),
    Wrong(
        "seed ignored",
        says="another seed must give",
        check=_START,
        code=but(_PLAIN, "manual_seed(seed)", "manual_seed(0)"),
    ),
    Wrong(
        "smallest score",
        says="the smallest score",
        check=_HAND,
        code=but(_PLAIN, ".argmax(dim=1)", ".argmin(dim=1)"),
    ),
    Wrong(
        "classes and rows exchanged",
        says="expected a tensor of shape (6,), got (4,)",
        check=_SCORES,
        code=but(_PLAIN, ".argmax(dim=1)", ".argmax(dim=0)"),
    ),
    Wrong(
        "no penalty in the loss",
        says="missing from the loss",
        check=_LOSS,
        code=but(_PLAIN, "data_loss + reg * ((W1**2).sum() + (W2**2).sum())", "data_loss"),
    ),
    Wrong(
        "half a penalty",
        says="half the penalty",
        check=_LOSS,
        code=but(_PLAIN, "data_loss + reg *", "data_loss + 0.5 * reg *"),
    ),
    Wrong(
        "biases punished",
        says="not on the biases",
        check=_LOSS,
        code=but(_PLAIN, "(W2**2).sum())", "(W2**2).sum() + (b1**2).sum() + (b2**2).sum())"),
    ),
    Wrong(
        "one layer punished",
        says="missing W2",
        check=_LOSS,
        code=but(_PLAIN, " + (W2**2).sum())", ")"),
    ),
    Wrong(
        "norms not squared",
        says="must be squared",
        check=_LOSS,
        code=but(_PLAIN, "((W1**2).sum() + (W2**2).sum())", "(W1.norm() + W2.norm())"),
    ),
    Wrong(
        "mean taken twice",
        says="the mean is taken twice",
        check=_LOG,
        code=but(
            _PLAIN, "        dH = ds @ W2\n", "        ds = ds / len(X)\n        dH = ds @ W2\n"
        ),
    ),
    Wrong(
        "sum in place of mean",
        says="that is the sum over the batch",
        check=_LOG,
        code=but(
            _PLAIN, "        dH = ds @ W2\n", "        ds = ds * len(X)\n        dH = ds @ W2\n"
        ),
    ),
    Wrong(
        "ReLU forgotten on the way back",
        says="ReLU was forgotten",
        check=_LOSS,
        code=but(_PLAIN, "dH * (Z > 0)", "dH"),
    ),
    Wrong(
        "mask from dH",
        says="from the sign of dH",
        check=_LOSS,
        code=but(_PLAIN, "(Z > 0)", "(dH > 0)"),
    ),
    Wrong("fed by Z", says="not by Z", check=_LOSS, code=but(_PLAIN, "ds.T @ H", "ds.T @ Z")),
    Wrong(
        "sign turned",
        says="the sign is turned",
        check=_LOSS,
        code=but(_PLAIN, "dW1 = dZ.T @ X + 2 * reg * W1", "dW1 = -(dZ.T @ X) + 2 * reg * W1"),
    ),
    Wrong(
        "no penalty in dW1",
        says="gradient is missing",
        check=_LOSS,
        code=but(_PLAIN, " + 2 * reg * W1", ""),
    ),
    Wrong(
        "no factor 2",
        says="the factor 2 is missing",
        check=_LOSS,
        code=but(_PLAIN, "2 * reg * W2", "reg * W2"),
    ),
    Wrong(
        "penalty subtracted",
        says="the penalty's gradient is added",
        check=_LOSS,
        code=but(_PLAIN, "ds.T @ H + 2 * reg * W2", "ds.T @ H - 2 * reg * W2"),
    ),
    Wrong(
        "biases decay",
        says="the biases have no penalty",
        check=_LOSS,
        code=but(_PLAIN, '"b1": dZ.sum(0)', '"b1": dZ.sum(0) + 2 * reg * b1'),
    ),
    Wrong(
        "the loss steps",
        says="changed the parameter",
        check=_LOSS,
        code=but(
            _PLAIN,
            "        return loss, {",
            '        self.params["W1"] = W1 - 0.1 * dW1\n        return loss, {',
        ),
    ),
    Wrong(
        "gradients in a list",
        says="a dict with the gradients",
        check=_LOG,
        code=but(
            _PLAIN,
            '{"W1": dW1, "b1": dZ.sum(0), "W2": dW2, "b2": ds.sum(0)}',
            "[dW1, dZ.sum(0), dW2, ds.sum(0)]",
        ),
    ),
    Wrong(
        "no b1",
        says="b1 is missing",
        check=_HAND,
        code=but(_PLAIN, '(X @ p["W1"].T + p["b1"])', '(X @ p["W1"].T)'),
    ),
    Wrong(
        "the other layer punished",
        says="missing W1",
        check=_LOSS,
        code=but(_PLAIN, "((W1**2).sum() + (W2**2).sum())", "(W2**2).sum()"),
    ),
    Wrong(
        "means of squares",
        says="not a mean",
        check=_LOSS,
        code=but(_PLAIN, "((W1**2).sum() + (W2**2).sum())", "((W1**2).mean() + (W2**2).mean())"),
    ),
    Wrong(
        "the loss is a sum",
        says="the sum over the batch, not the mean",
        check=_LOG,
        code=but(_PLAIN, "loss = data_loss + reg", "loss = data_loss * len(X) + reg"),
    ),
    Wrong(
        "one hidden unit squeezed",
        says="expected a tensor of shape",
        check=_LOSS,
        code=but(_PLAIN, '"W2": dW2', '"W2": dW2.squeeze()'),
    ),
    Wrong(
        "a Python number for the loss",
        says="got a Python number",
        check=_LOSS,
        code=but(_PLAIN, "return loss, {", "return loss.item(), {"),
    ),
    Wrong(
        "float64 parameters",
        says="must have dtype float32",
        check=_SHAPES,
        code=but(_PLAIN, "b1, b2 = torch.zeros(hidden)", "b1, b2 = torch.zeros(hidden).double()"),
    ),
    Wrong(
        "ten classes",
        says="expected a tensor of",
        check=_SCORES,
        code=but(
            _PLAIN, "self.scores(X).argmax(dim=1)", "self.scores(X)[:, :10].argmax(dim=1).int()"
        ),
    ),
    Wrong(
        "parameters decay in place",
        says="",
        check=_LOSS,
        code=but(
            _PLAIN, "        return loss, {", "        W1 *= 1 - reg / 100\n        return loss, {"
        ),
    ),
    Wrong(
        "hidden units kept from the last call",
        says="the result does not depend on W1",
        check=_SCORES,
        code=but(
            _PLAIN,
            '        H = (X @ p["W1"].T + p["b1"]).clamp(min=0)\n',
            "        if getattr(self, 'H', X[:0]).shape[0] != len(X):\n"
            '            self.H = (X @ p["W1"].T + p["b1"]).clamp(min=0)\n'
            "        H = self.H.to(X.dtype)\n",
        ),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_LOSS,
        code=but(
            _PLAIN,
            "        dH = ds @ W2\n",
            "        fn = lambda W1: softmax_loss_of(torch.relu(X @ W1.T + b1) @ W2.T + b2, y)\n"
            "        softmax_loss_of = torch.nn.functional.cross_entropy\n"
            "        dH = ds @ W2\n",
            "dW1 = dZ.T @ X + 2 * reg * W1",
            "dW1 = torch.func.grad(fn)(W1) + 2 * reg * W1",
        ),
    ),
]

EQUIVALENT = [
    Equivalent(
        "_, dW1, db1 = affine_backward(relu_backward(dH, mask), first)",
        "_, dW1, db1 = affine_backward(relu_backward(mask, dH), first)",
        PRODUCT,
    ),
    Equivalent(
        "loss = loss + reg * ((W1 ** 2).sum() + (W2 ** 2).sum())",
        "loss += reg * ((W1 ** 2).sum() + (W2 ** 2).sum())",
        OWN,
    ),
]

_NONE = "`__init__` returns nothing that could be off by one; its parameters are looked at."
_EMPTY = "Any sizes, 1 too, says the text; of none it does not speak."

ALLOWED = [
    Allowed("TwoLayerNet.__init__: *: wrong for *", _NONE),
    Allowed("*: wrong for no entry", _EMPTY),
    Allowed("*: reg: wrong for negative", "A penalty is not negative."),
    Allowed("*.scores: result: below 0.000001 as 0", "No score of drawn parameters is so small."),
    Allowed("*.scores: result: nan in place of 0", "No score of drawn parameters is exactly 0."),
    Allowed("*.predict: X: in float32 first", "No two scores of a row are so near each other."),
]
