"""Answers to `backward`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import ONES, OWN

_XYZ = "(x + y) z at (−2, 5, −4): −4, −4, 3"
_SEVEN = "x · x + x at 3: the three uses of x add up to 7"
_AGAIN = "called twice, it gives the same gradients"
_CONTRACT = "the contract: random graphs, called twice; every wire"

_PLAIN = """
def backward(order):
    for node in order:
        node.grad = torch.zeros_like(node.value)
    order[-1].grad = torch.ones_like(order[-1].value)
    for node in reversed(order):
        for source, grad in zip(node.inputs, node.sent_back()):
            source.grad = source.grad + grad
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "plain numbers",
        but(
            _PLAIN, "torch.zeros_like(node.value)", "0.0", "torch.ones_like(order[-1].value)", "1.0"
        ),
    ),
    Right("in place", but(_PLAIN, "source.grad = source.grad + grad", "source.grad += grad")),
    Right(
        "a dict of sums",
        """
        def backward(order):
            sums = {order[-1]: torch.ones_like(order[-1].value)}
            for node in order[::-1]:
                node.grad = sums.get(node, torch.zeros_like(node.value))
                for source, grad in zip(node.inputs, node.sent_back()):
                    sums[source] = sums.get(source, 0) + grad
        """,
    ),
    Right(
        "by index",
        """
        def backward(order):
            for node in order:
                node.grad = node.value * 0
            order[-1].grad = order[-1].grad + 1
            for k in range(len(order) - 1, -1, -1):
                sent = order[k].sent_back()
                for i in range(len(order[k].inputs)):
                    order[k].inputs[i].grad = order[k].inputs[i].grad + sent[i]
        """,
    ),
    Right(
        "asks the users",
        """
        def backward(order):
            for node in order:
                node.grad = None
            for node in reversed(order):
                total = 1.0 if node is order[-1] else 0.0
                for user in order:
                    if user.grad is not None and any(source is node for source in user.inputs):
                        for source, grad in zip(user.inputs, user.sent_back()):
                            if source is node:
                                total = total + grad
                node.grad = torch.as_tensor(total, dtype=node.value.dtype)
        """,
    ),
    Right(
        "pops a copy",
        """
        def backward(order):
            rest = list(order)
            for node in rest:
                node.grad = torch.tensor(0.0, dtype=torch.float64)
            rest[-1].grad = torch.tensor(1.0, dtype=torch.float64)
            while rest:
                node = rest.pop()
                for source, grad in zip(node.inputs, node.sent_back()):
                    source.grad = torch.add(source.grad, grad)
        """,
    ),
    Right(
        "a local grad, an enumeration",
        """
        def backward(order):
            last = len(order) - 1
            for place, node in enumerate(order):
                node.grad = torch.full_like(node.value, float(place == last))
            for node in order[::-1]:
                for place, grad in enumerate(node.sent_back()):
                    node.inputs[place].grad = node.inputs[place].grad + grad
        """,
    ),
    Right(
        "a lambda and a dict by id",
        """
        def backward(order):
            sums = {id(node): 0 * node.value for node in order}
            add = lambda node, more: sums.__setitem__(id(node), sums[id(node)] + more)
            add(order[-1], 1.0)
            for node in order[::-1]:
                node.grad = sums[id(node)]
                [add(*pair) for pair in zip(node.inputs, node.sent_back())]
        """,
    ),
]

WRONG = [
    Wrong(
        "overwritten",
        typical=True,
        says="overwritten",
        check=_SEVEN,
        code=but(_PLAIN, "source.grad + grad", "grad"),
    ),
    Wrong(
        "from the start to the end",
        says="from the end to the start",
        check=_XYZ,
        code=but(_PLAIN, "in reversed(order):", "in order:"),
    ),
    Wrong(
        "not reset",
        says="first call are still in there",
        check=_AGAIN,
        code=but(
            _PLAIN,
            "        node.grad = torch.zeros_like(node.value)\n",
            "        if node.grad is None:\n            node.grad = torch.zeros_like(node.value)\n",
        ),
    ),
    Wrong(
        "no start",
        says="own gradient is 1",
        check=_XYZ,
        code=but(_PLAIN, "    order[-1].grad = torch.ones_like(order[-1].value)\n", ""),
    ),
    Wrong(
        "returned, not set",
        says="is still None",
        check=_XYZ,
        code="""
        def backward(order):
            grads = {id(node): torch.zeros_like(node.value) for node in order}
            return grads
        """,
    ),
    Wrong(
        "one step only",
        says="nothing arrives at x",
        check=_XYZ,
        code=but(_PLAIN, "in reversed(order):", "in order[-1:]:"),
    ),
    Wrong(
        "the first input only",
        says="",
        check=_XYZ,
        code=but(_PLAIN, "zip(node.inputs,", "zip(node.inputs[:1],"),
    ),
    Wrong(
        "multiplied",
        says="nothing arrives at q",
        check=_XYZ,
        code=but(_PLAIN, "source.grad + grad", "source.grad * grad"),
    ),
    Wrong(
        "passed on before it is complete",
        says="",
        check=_CONTRACT,
        code="""
        def backward(order):
            for node in order:
                node.grad = torch.zeros_like(node.value)

            def push(node):
                for source, grad in zip(node.inputs, node.sent_back()):
                    source.grad = source.grad + grad
                    push(source)

            order[-1].grad = torch.ones_like(order[-1].value)
            push(order[-1])
        """,
    ),
    Wrong(
        "skips what was set before",
        says="overwrote the others",
        check=_SEVEN,
        code="""
        def backward(order):
            for node in order:
                node.grad = torch.zeros_like(node.value)
            order[-1].grad = torch.ones_like(order[-1].value)
            for node in reversed(order):
                fresh = {}
                for source, grad in zip(node.inputs, node.sent_back()):
                    fresh[source] = fresh.get(source, 0) + grad
                for source, grad in fresh.items():
                    source.grad = grad
        """,
    ),
    Wrong(
        "every use of x but one",
        says="x · x uses x twice",
        check=_SEVEN,
        code="""
        def backward(order):
            for node in order:
                node.grad = torch.zeros_like(node.value)
            order[-1].grad = torch.ones_like(order[-1].value)
            for node in reversed(order):
                for source, grad in dict(zip(node.inputs, node.sent_back())).items():
                    source.grad = source.grad + grad
        """,
    ),
    Wrong(
        "empties the list",
        says="the list or a node in it has changed",
        check=_XYZ,
        code=but(
            _PLAIN,
            "    for node in reversed(order):",
            "    while order:\n        node = order.pop()",
        ),
    ),
    Wrong(
        "shares one tensor",
        says="expected",
        check=_CONTRACT,
        code="""
        def backward(order):
            for node in order:
                node.grad = None
            order[-1].grad = torch.ones_like(order[-1].value)
            for node in reversed(order):
                for source, grad in zip(node.inputs, node.sent_back()):
                    if source.grad is None:
                        source.grad = grad
                    else:
                        source.grad += grad
        """,
    ),
    Wrong(
        "small gradients dropped",
        says="got 0",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "            source.grad = source.grad + grad",
            "            if abs(grad) > 1e-6:\n                source.grad = source.grad + grad",
        ),
    ),
    Wrong(
        "clipped",
        says="expected",
        check=_CONTRACT,
        code=but(_PLAIN, "source.grad + grad", "(source.grad + grad).clamp(-100, 100)"),
    ),
    Wrong(
        "computed in float32",
        says="expected",
        check=_CONTRACT,
        code=but(_PLAIN, "source.grad + grad", "(source.grad + grad).float().double()"),
    ),
    Wrong(
        "only the first time",
        says="expected 1, got 0",
        check=_CONTRACT,
        code=but(
            "_done = set()\n" + _PLAIN,
            "    for node in reversed(order):",
            "    for node in reversed(order):\n        if len(order) in _done and len(order) > 6:\n"
            "            continue",
        )
        + "    _done.add(len(order))\n",
    ),
]

_ZERO = "Zeros take the dtype of the gradient that is added to them."
_NUMBERS = "Every wire of these graphs is a number, so the ones are the same."
_EACH = "A gate sends back one gradient for each input, so that strict changes nothing."
_SEND = "for source, grad in zip(node.inputs, node.sent_back(), strict=True):"
_START = "order[-1].grad = torch.ones_like(order[-1].value)"

EQUIVALENT = [
    Equivalent(
        "node.grad = torch.zeros_like(node.value)",
        "node.grad = torch.zeros(node.value.shape)",
        _ZERO,
    ),
    Equivalent(_START, "order[-1].grad = torch.ones(order[-1].value.shape)", ONES),
    Equivalent(_START, "order[-1].grad = torch.ones_like(order[0].value)", _NUMBERS),
    Equivalent(_SEND, "for source, grad in zip(node.inputs, node.sent_back()):", _EACH),
    Equivalent(_SEND, _SEND.replace("True", "False"), _EACH),
    Equivalent("source.grad = source.grad + grad", "source.grad += grad", OWN),
]

_NONE = "It returns nothing that could be spoiled: gradients are looked at, after two calls too."

ALLOWED = [
    Allowed("*: state: *", _NONE),
    Allowed("*: order: wrong for *", _NONE),
    Allowed("*: order: sorted in place", "Nodes have no order in which they could be sorted."),
]
