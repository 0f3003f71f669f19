"""Wrong networks, wrong steps and wrong guesses."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import wrongs

_SHAPES = "the parameters' shapes"
_HAND = "scores by hand: two hidden units, one of them off"
_LOG = "loss by hand: with all parameters 0 it is log C"
_SPREAD = "random weights: their spread, and biases of 0"
_SEED = "the seed decides"
_PREDICT = "random scores and predictions, float64"
_LOSS = "the loss on a random batch, with its penalty"
_GRADS = "the gradients without penalty, against autograd"
_PENALTY = "the penalty's part of the gradients"
_BATCHES = "batches of 1 and 33, and parameters that stay as they are"
_STEP = "one step moves every parameter against its gradient"
_FIVE = "five steps with momentum and penalty"

ANSWERS = [
    *wrongs(
        "two_layer_net",
        plain.TWO_LAYER_NET,
        [
            ("W1 transposed", _SHAPES, "W1 must have shape", "torch.randn(hidden, d,",
             "torch.randn(d, hidden,"),
            ("no ReLU forwards", _HAND, "no ReLU between", '(X @ p["W1"].T + p["b1"]).clamp(min=0)',
             'X @ p["W1"].T + p["b1"]'),
            ("no b2", _HAND, "b2 is missing", 'H @ p["W2"].T + p["b2"]', 'H @ p["W2"].T'),
            ("ReLU at the end", _HAND, "behind the second layer too", 'H @ p["W2"].T + p["b2"]',
             '(H @ p["W2"].T + p["b2"]).clamp(min=0)'),
            ("the variance", _SPREAD, "is the variance", "(2 / d) ** 0.5", "(2 / d)"),
            ("without the 2", _SPREAD, "ReLU throws half away", "(2 / d) ** 0.5", "(1 / d) ** 0.5"),
            ("outputs counted", _SPREAD, "not of outputs", "(2 / hidden) ** 0.5",
             "(2 / num_classes) ** 0.5"),
            ("zeros", _SPREAD, "all hidden units stay equal",
             "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5", "torch.zeros(hidden, d)"),
            ("too large", _SPREAD, "the weights are too large",
             "torch.randn(hidden, d, generator=g) * (2 / d) ** 0.5",
             "torch.randn(hidden, d, generator=g)"),
            ("rand", _SPREAD, "uniform numbers", "torch.randn(hidden, d,", "torch.rand(hidden, d,"),
            ("biases of 1", _SPREAD, "biases start at 0", "b1, b2 = torch.zeros(hidden)",
             "b1, b2 = torch.ones(hidden)"),
            ("no generator", _SEED, "the same seed must give",
             "torch.randn(hidden, d, generator=g)",
             "torch.randn(hidden, d)"),
            ("seed ignored", _SEED, "another seed must give", "manual_seed(seed)",
             "manual_seed(0)"),
            ("smallest score", _PREDICT, "the smallest score", ".argmax(dim=1)", ".argmin(dim=1)"),
            ("classes and rows exchanged", _PREDICT, "over the classes, dim=1", ".argmax(dim=1)",
             ".argmax(dim=0)"),
            ("no penalty in the loss", _LOSS, "missing from the loss",
             "data_loss + reg * ((W1**2).sum() + (W2**2).sum())", "data_loss"),
            ("half a penalty", _LOSS, "half the penalty", "data_loss + reg *",
             "data_loss + 0.5 * reg *"),
            ("biases punished", _LOSS, "not on the biases", "(W2**2).sum())",
             "(W2**2).sum() + (b1**2).sum() + (b2**2).sum())"),
            ("one layer punished", _LOSS, "missing W2", " + (W2**2).sum())", ")"),
            ("norms not squared", _LOSS, "must be squared", "((W1**2).sum() + (W2**2).sum())",
             "(W1.norm() + W2.norm())"),
            ("mean taken twice", _LOG, "the mean is taken twice", "        dH = ds @ W2\n",
             "        ds = ds / len(X)\n        dH = ds @ W2\n"),
            ("sum in place of mean", _LOG, "that is the sum over the batch",
             "        dH = ds @ W2\n", "        ds = ds * len(X)\n        dH = ds @ W2\n"),
            ("ReLU forgotten on the way back", _GRADS, "ReLU was forgotten", "dH * (Z > 0)", "dH"),
            ("mask from dH", _GRADS, "from the sign of dH", "(Z > 0)", "(dH > 0)"),
            ("fed by Z", _GRADS, "not by Z", "ds.T @ H", "ds.T @ Z"),
            ("sign turned", _GRADS, "the sign is turned", "dW1 = dZ.T @ X + 2 * reg * W1",
             "dW1 = -(dZ.T @ X) + 2 * reg * W1"),
            ("no penalty in dW1", _PENALTY, "gradient is missing", " + 2 * reg * W1", ""),
            ("no factor 2", _PENALTY, "the factor 2 is missing", "2 * reg * W2", "reg * W2"),
            ("penalty subtracted", _PENALTY, "the penalty's gradient is added",
             "ds.T @ H + 2 * reg * W2", "ds.T @ H - 2 * reg * W2"),
            ("biases decay", _PENALTY, "the biases have no penalty", '"b1": dZ.sum(0)',
             '"b1": dZ.sum(0) + 2 * reg * b1'),
            ("the loss steps", _BATCHES, "changed the parameter", "        return loss, {",
             '        self.params["W1"] = W1 - 0.1 * dW1\n        return loss, {'),
            ("gradients in a list", _LOG, "a dict with the gradients",
             '{"W1": dW1, "b1": dZ.sum(0), "W2": dW2, "b2": ds.sum(0)}',
             "[dW1, dZ.sum(0), dW2, ds.sum(0)]"),
        ],
    ),
    *wrongs(
        "training_step",
        plain.TRAINING_STEP,
        [
            ("no step", _STEP, "nothing has moved", "    optimizer.step()\n", ""),
            ("uphill", _STEP, "uphill", "= grads[name]", "= -grads[name]"),
            ("added up", _FIVE, "still in .grad", "        param.grad = grads[name]",
             "        if param.grad is None:\n            param.grad = torch.zeros_like(param)\n"
             "        param.grad += grads[name]"),
            ("zeroed too late", _STEP, "nothing has moved", "    optimizer.step()",
             "    optimizer.zero_grad()\n    optimizer.step()"),
            ("two steps", _STEP, "two steps were made", "    optimizer.step()",
             "    optimizer.step()\n    optimizer.step()"),
            ("reg forgotten", _FIVE, "reg was not passed on", "net.loss(X, y, reg)",
             "net.loss(X, y)"),
            ("own SGD", _FIVE, "that is plain SGD", "    optimizer.step()",
             '    for param in net.params.values():\n'
             '        param -= optimizer.param_groups[0]["lr"] * param.grad'),
            ("nothing returned", _STEP, "is there a `return`", "    return loss\n", ""),
            ("the loss after the step", _STEP, "the loss after the step", "return loss\n",
             "return net.loss(X, y, reg)[0]\n"),
            ("weights only", _STEP, "b has not moved", "        param.grad = grads[name]",
             '        if name.startswith("W"):\n            param.grad = grads[name]'),
        ],
    ),
    *wrongs(
        "quiz",
        plain.QUIZ,
        [
            ("the value of max", "question 1: back through a product and a maximum",
             "the value of the maximum", "= 3, 5,", "= 5, 5,"),
            ("stops at the maximum", "question 1: back through a product and a maximum",
             "go on with the chain rule", "= 3, 5,", "= 1, 5,"),
            ("z for z", "question 2: the other input of the product", "that is z itself",
             "= 3, 5,", "= 3, 3,"),
            ("add switches", "question 3: the switcher", "a distributor", '"b", 67.1', '"a", 67.1'),
            ("max switches", "question 3: the switcher", "a router", '"b", 67.1', '"c", 67.1'),
            ("bytes forgotten", "question 4: the Jacobian's megabytes", "takes four bytes", "67.1",
             "16.8"),
            ("the vector", "question 4: the Jacobian's megabytes", "that is the vector", "67.1",
             "0.0164"),
            ("one sigmoid", "question 5: five sigmoids", "slopes along a chain multiply", "0.25**5",
             "0.25"),
            ("a half each", "question 5: five sigmoids", "the value in the middle", "0.25**5",
             "0.5**5"),
            ("no biases", "question 6: the parameters", "the biases are missing", "79510", "79400"),
            ("W2 learns", "question 7: a start at 0", "H is 0", '"c", "b"', '"d", "b"'),
            ("bends all the same", "question 8: without the ReLU", "is one matrix", '"c", "b"',
             '"c", "c"'),
        ],
    ),
]  # fmt: skip
