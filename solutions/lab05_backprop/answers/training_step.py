"""Answers to `training_step`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_STEP = "one step moves every parameter against its gradient"
_FIVE = "the contract: five steps with momentum and penalty"

_PLAIN = """
def training_step(net, optimizer, X, y, reg):
    loss, grads = net.loss(X, y, reg)
    for name, param in net.params.items():
        param.grad = grads[name]
    optimizer.step()
    return loss
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "zip",
        but(
            _PLAIN,
            "for name, param in net.params.items():\n        param.grad = grads[name]",
            "for key in grads:\n        net.params[key].grad = grads[key]",
        ),
    ),
    Right("copies", but(_PLAIN, "= grads[name]", "= grads[name].clone()")),
    Right("zeroed first", but(_PLAIN, "    for name", "    optimizer.zero_grad()\n    for name")),
    Right(
        "added to zeros",
        but(
            _PLAIN,
            "        param.grad = grads[name]",
            "        param.grad = torch.zeros_like(param)\n        param.grad += grads[name]",
        ),
    ),
    Right(
        "a closure",
        but(
            _PLAIN,
            "    optimizer.step()\n    return loss",
            "    return optimizer.step(lambda: loss)",
        ),
    ),
    Right(
        "a local grad, by index",
        """
        def training_step(net, optimizer, X, y, reg):
            loss, grads = net.loss(X, y, reg)
            for name in net.params:
                grad = grads[name]
                net.params[name].grad = grad
            optimizer.step()
            return loss
        """,
    ),
    Right(
        "a comprehension and setattr",
        but(
            _PLAIN,
            "    for name, param in net.params.items():\n        param.grad = grads[name]",
            "    [setattr(net.params[k], 'grad', g) for k, g in grads.items()]",
        ),
    ),
    Right(
        "zeroed at the end",
        but(_PLAIN, "    return loss", "    optimizer.zero_grad()\n    return loss"),
    ),
]

WRONG = [
    Wrong(
        "no step",
        says="nothing has moved",
        check=_STEP,
        code=but(_PLAIN, "    optimizer.step()\n", ""),
    ),
    Wrong(
        "uphill", says="uphill", check=_STEP, code=but(_PLAIN, "= grads[name]", "= -grads[name]")
    ),
    Wrong(
        "added up",
        says="still in .grad",
        check=_FIVE,
        code=but(
            _PLAIN,
            "        param.grad = grads[name]",
            "        if param.grad is None:\n            param.grad = torch.zeros_like(param)\n"
            "        param.grad += grads[name]",
        ),
    ),
    Wrong(
        "zeroed too late",
        says="nothing has moved",
        check=_STEP,
        code=but(_PLAIN, "    optimizer.step()", "    optimizer.zero_grad()\n    optimizer.step()"),
    ),
    Wrong(
        "two steps",
        says="two steps were made",
        check=_STEP,
        code=but(_PLAIN, "    optimizer.step()", "    optimizer.step()\n    optimizer.step()"),
    ),
    Wrong(
        "reg forgotten",
        says="reg was not passed on",
        check=_FIVE,
        code=but(_PLAIN, "net.loss(X, y, reg)", "net.loss(X, y)"),
    ),
    Wrong(
        "own SGD",
        says="that is plain SGD",
        check=_FIVE,
        code=but(
            _PLAIN,
            "    optimizer.step()",
            "    for param in net.params.values():\n"
            '        param -= optimizer.param_groups[0]["lr"] * param.grad',
        ),
    ),
    Wrong(
        "nothing returned",
        says="is there a `return`",
        check=_STEP,
        code=but(_PLAIN, "    return loss\n", ""),
    ),
    Wrong(
        "the loss after the step",
        says="the loss after the step",
        check=_STEP,
        code=but(_PLAIN, "return loss\n", "return net.loss(X, y, reg)[0]\n"),
    ),
    Wrong(
        "weights only",
        says="b has not moved",
        check=_STEP,
        code=but(
            _PLAIN,
            "        param.grad = grads[name]",
            '        if name.startswith("W"):\n            param.grad = grads[name]',
        ),
    ),
    Wrong(
        "a Python number",
        says="got a Python number",
        check=_FIVE,
        code=but(_PLAIN, "return loss\n", "return loss.item()\n"),
    ),
    Wrong(
        "small gradients dropped",
        says="expected",
        check=_FIVE,
        code=but(
            _PLAIN,
            "= grads[name]",
            "= torch.nn.functional.hardshrink(grads[name], 1e-2)",
        ),
    ),
    Wrong(
        "clipped",
        says="expected",
        check=_FIVE,
        code=but(_PLAIN, "= grads[name]", "= grads[name].clamp(-0.5, 0.5)"),
    ),
    Wrong(
        "reg at most 1",
        says="entry losses",
        check=_FIVE,
        code=but(_PLAIN, "net.loss(X, y, reg)", "net.loss(X, y, min(reg, 1.0))"),
    ),
    Wrong(
        "X centred in place",
        says="",
        check=_FIVE,
        code=but(
            _PLAIN,
            "    optimizer.step()",
            "    optimizer.step()\n    X -= X.mean(dim=0)",
        ),
    ),
    Wrong(
        "the loss of the last step",
        says="entry losses: entry 0",
        check=_FIVE,
        code=but(
            "_losses = {}\n" + _PLAIN,
            "return loss\n",
            "return _losses.setdefault((X.shape, X.dtype), loss)\n",
        ),
    ),
]

ALLOWED = [
    Allowed("*: X: wrong where an entry equals that of y", "X holds numbers, y labels."),
    Allowed("*: reg: wrong for negative", "A penalty is not negative."),
]
