"""Right layers, networks and guesses that are written differently from the reference."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import edited, rights

_SPLIT_NET = """
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
"""

_PLAIN = plain.TWO_LAYER_NET

ANSWERS = [
    *rights(
        "activations",
        {
            "plain": plain.ACTIVATIONS,
            "masks in the cache": edited(
                edited(plain.ACTIVATIONS, "return x.clamp(min=0), x",
                       "return torch.relu(x), (x > 0)"),
                "dout * (cache > 0)", "torch.where(cache, dout, torch.zeros_like(dout))"),
            "by the output": edited(plain.ACTIVATIONS, "return x.clamp(min=0), x",
                                    "out = torch.maximum(x, torch.zeros_like(x))\n"
                                    "    return out, out"),
            "in place on a copy": edited(plain.ACTIVATIONS, "return dout * (cache > 0)",
                                         "dx = dout.clone()\n    dx[cache <= 0] = 0\n"
                                         "    return dx"),
            "leak by two masks": edited(plain.ACTIVATIONS, "torch.where(x > 0, dout, slope * dout)",
                                        "dout * (x > 0) + slope * dout * (x <= 0)"),
            "slope of tanh in the cache": edited(
                edited(plain.ACTIVATIONS, "    return out, out", "    return out, 1 - out * out"),
                "dout * (1 - cache**2)", "dout * cache"),
            "tanh by the sigmoid": edited(plain.ACTIVATIONS, "torch.tanh(x)",
                                          "2 * torch.sigmoid(2 * x) - 1"),
            "tanh factored": edited(plain.ACTIVATIONS, "(1 - cache**2)",
                                    "(1 - cache) * (1 + cache)"),
            "numpy": edited(plain.ACTIVATIONS, "dout * (cache > 0)",
                            "torch.from_numpy(dout.numpy() * (cache.numpy() > 0))"),
        },
    ),
    *rights(
        "squared_norm",
        {
            "plain": plain.SQUARED_NORM,
            "einsum": """
def squared_norm(W, x):
    q = torch.einsum("ij,j->i", W, x)
    return q.square().sum(), 2 * torch.einsum("i,j->ij", q, x), 2 * torch.einsum("i,ij->j", q, W)
""",
            "loops": """
def squared_norm(W, x):
    q = [sum(W[i, j] * x[j] for j in range(len(x))) for i in range(len(W))]
    dW, dx = torch.zeros_like(W), torch.zeros_like(x)
    for i in range(len(W)):
        for j in range(len(x)):
            dW[i, j] = 2 * q[i] * x[j]
            dx[j] += 2 * q[i] * W[i, j]
    return sum(value**2 for value in q), dW, dx
""",
            "columns": """
def squared_norm(W, x):
    column = x[:, None]
    q = W @ column
    dq = 2 * q
    return (q.T @ q).item(), dq @ column.T, (W.T @ dq)[:, 0]
""",
            "norm squared": edited(plain.SQUARED_NORM, "(q**2).sum()", "q.norm() ** 2"),
            "row times matrix": edited(plain.SQUARED_NORM, "W.T @ (2 * q)", "(2 * q) @ W"),
            "numpy": """
def squared_norm(W, x):
    import numpy as np

    A, v = W.numpy(), x.numpy()
    q = A.dot(v)
    return q.dot(q), np.outer(2 * q, v), 2 * A.T.dot(q)
""",
            "broadcasting": edited(plain.SQUARED_NORM, "torch.outer(2 * q, x)",
                                   "2 * q[:, None] * x[None, :]"),
        },
    ),
    *rights(
        "affine",
        {
            "plain": plain.AFFINE,
            "linear": edited(plain.AFFINE, "X @ W.T + b", "torch.nn.functional.linear(X, W, b)"),
            "einsum": edited(
                edited(plain.AFFINE, "dout @ W\n", "torch.einsum('nc,cd->nd', dout, W)\n"),
                             "dout.T @ X", "torch.einsum('nc,nd->cd', dout, X)"),
            "transposed twice": edited(plain.AFFINE, "dout.T @ X", "(X.T @ dout).T"),
            "ones for db": edited(plain.AFFINE, "dout.sum(dim=0)",
                                  "dout.new_ones(len(dout)) @ dout"),
            "row by row": edited(plain.AFFINE, "dW = dout.T @ X",
                                 "dW = torch.zeros_like(W)\n"
                                 "    for row, x in zip(dout, X):\n"
                                 "        dW += torch.outer(row, x)"),
            "everything in the cache": edited(
                edited(plain.AFFINE, "(X, W)\n\n", "{'X': X, 'W': W, 'b': b}\n\n"),
                "X, W = cache", "X, W = cache['X'], cache['W']"),
            "float64 inside": edited(plain.AFFINE, "dout.T @ X",
                                     "(dout.double().T @ X.double()).to(W.dtype)"),
            "matmul": edited(plain.AFFINE, "X @ W.T + b", "torch.addmm(b, X, W.t())"),
        },
    ),
    *rights(
        "tied",
        {
            "plain": plain.TIED,
            "as it stands, mended": edited(
                edited(plain.TIED, "    dH = dout", "    dW = H.T @ dout\n    dH = dout"),
                "dW = H.T @ dout + dZ.T @ X", "dW += dZ.T @ X"),
            "mask from H": edited(plain.TIED, "(Z > 0)", "(H > 0)"),
            "own layers": edited(plain.TIED, "dZ = dH * (Z > 0)",
                                 "dZ = relu_backward(dH, relu_forward(Z)[1])"),
            "where": edited(plain.TIED, "dH * (Z > 0)",
                            "torch.where(Z > 0, dH, torch.zeros_like(dH))"),
            "einsum": edited(plain.TIED, "H.T @ dout + dZ.T @ X",
                             "torch.einsum('nk,nd->kd', H, dout)"
                             " + torch.einsum('nk,nd->kd', dZ, X)"),
            "one product": edited(plain.TIED, "H.T @ dout + dZ.T @ X",
                                  "torch.cat([H, dZ]).T @ torch.cat([dout, X])"),
            "in place": edited(plain.TIED, "dZ = dH * (Z > 0)", "dZ = dH\n    dZ[Z <= 0] = 0"),
        },
    ),
    *rights(
        "two_layer_net",
        {
            "plain": _PLAIN,
            "by torch's own forward": _SPLIT_NET,
            "the network's own layers": edited(
                edited(_PLAIN, "dW1 = dZ.T @ X + 2 * reg * W1",
                       "_, dW1, db1 = affine_backward(dZ, affine_forward(X, W1, b1)[1])\n"
                       "        dW1 = dW1 + 2 * reg * W1"),
                '"b1": dZ.sum(0)', '"b1": db1'),
            "weights by normal": edited(
                _PLAIN, "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
                "torch.normal(0.0, (2 / d) ** 0.5, (hidden, d), generator=g)"),
            "kaiming": edited(
                _PLAIN, "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
                'torch.nn.init.kaiming_normal_(torch.empty(hidden, d), nonlinearity="relu",\n'
                "            generator=g)"),
            "more than params": edited(_PLAIN, "        g = torch",
                                       "        self.hidden = hidden\n        g = torch"),
            "predict by sorting": edited(
                _PLAIN, "self.scores(X).argmax(dim=1)",
                "self.scores(X).sort(dim=1, descending=True).indices[:, 0]"),
            "mask by the output": edited(_PLAIN, "dH * (Z > 0)", "dH * torch.sign(H)"),
            "dot products for the penalty": edited(_PLAIN, "(W1**2).sum() + (W2**2).sum()",
                                                   "W1.norm() ** 2 + torch.vdot(W2.flatten(),"
                                                   " W2.flatten())"),
        },
    ),
    *rights(
        "training_step",
        {
            "plain": plain.TRAINING_STEP,
            "zip": edited(plain.TRAINING_STEP,
                          "for name, param in net.params.items():\n"
                          "        param.grad = grads[name]",
                          "for key in grads:\n        net.params[key].grad = grads[key]"),
            "copies": edited(plain.TRAINING_STEP, "= grads[name]", "= grads[name].clone()"),
            "zeroed first": edited(plain.TRAINING_STEP, "    for name",
                                   "    optimizer.zero_grad()\n    for name"),
            "added to zeros": edited(
                plain.TRAINING_STEP, "        param.grad = grads[name]",
                "        param.grad = torch.zeros_like(param)\n        param.grad += grads[name]"),
            "a closure": edited(plain.TRAINING_STEP, "    optimizer.step()\n    return loss",
                                "    return optimizer.step(lambda: loss)"),
            "a plain number": edited(plain.TRAINING_STEP, "return loss", "return loss.item()"),
            "zeroed at the end": edited(plain.TRAINING_STEP, "    return loss",
                                        "    optimizer.zero_grad()\n    return loss"),
        },
    ),
    *rights(
        "quiz",
        {
            "plain": plain.QUIZ,
            "floats": edited(plain.QUIZ, "q1, q2, q3, q4 = 3, 5", "q1, q2, q3, q4 = 3.0, 5.0"),
            "computed": edited(plain.QUIZ, "67.1", "4096**2 * 4 / 10**6"),
            "in mebibytes": edited(plain.QUIZ, "67.1", "64"),
            "rounded": edited(plain.QUIZ, "0.25**5", "0.00098"),
            "parameters by the layer": edited(plain.QUIZ, "79510", "785 * 100 + 101 * 10"),
        },
    ),
]  # fmt: skip
