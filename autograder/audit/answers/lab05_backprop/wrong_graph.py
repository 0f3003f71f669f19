"""Wrong walks through a graph."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import wrongs

_ORDER = "(x + y) z: every wire after its inputs"
_TWICE = "a wire that is used twice stands there once"
_LONG = "a short way and a long way to the same gate"
_XYZ = "(x + y) z at (−2, 5, −4): −4, −4, 3"
_SEVEN = "x · x + x at 3: the three uses of x add up to 7"
_AGAIN = "called twice, it gives the same gradients"
_COMPLETE = "a wire used early and late: its gradient is complete before it is passed on"

ANSWERS = [
    *wrongs(
        "topological_order",
        plain.TOPOLOGICAL_ORDER,
        [
            ("not marked", _TWICE, "more than once", "        seen.add(id(node))\n", ""),
            ("turned round", _ORDER, "the end comes first", "return order", "return order[::-1]"),
            ("node before its inputs", _ORDER, "the end comes first", "", """
def topological_order(end):
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for source in node.inputs:
                visit(source)

    visit(end)
    return order
"""),
            ("without the end", _ORDER, "is missing", "return order", "return order[:-1]"),
            ("one step back only", _ORDER, "is missing", "            visit(source)",
             "            order.append(source)"),
            ("breadth first", _LONG, "comes before its input", "", """
def topological_order(end):
    order, todo = [], [end]
    while todo:
        node = todo.pop(0)
        if node not in order:
            order.append(node)
            todo.extend(node.inputs)
    return order[::-1]
"""),
            ("gates only", _ORDER, "is missing", "        order.append(node)",
             "        if node.gate is not None:\n            order.append(node)"),
            ("labels in place of nodes", _ORDER, "a list of nodes", "order.append(node)",
             "order.append(node.label)"),
            ("first input only", _ORDER, "is missing", "in node.inputs:", "in node.inputs[:1]:"),
            ("inputs before all gates, gates as they come", _LONG, "comes before its input", "", """
def topological_order(end):
    found = []

    def visit(node):
        if node not in found:
            found.append(node)
            for source in node.inputs:
                visit(source)

    visit(end)
    leaves = [node for node in found if node.gate is None]
    return leaves + sorted(
        (node for node in found if node.gate is not None),
        key=lambda node: (node is end, node.label),
    )
"""),
        ],
    ),
    *wrongs(
        "backward",
        plain.BACKWARD,
        [
            ("overwritten", _SEVEN, "overwritten", "source.grad + grad", "grad"),
            ("from the start to the end", _XYZ, "from the end to the start", "in reversed(order):",
             "in order:"),
            ("not reset", _AGAIN, "first call are still in there",
             "        node.grad = torch.zeros_like(node.value)\n",
             "        if node.grad is None:\n"
             "            node.grad = torch.zeros_like(node.value)\n"),
            ("no start", _XYZ, "own gradient is 1",
             "    order[-1].grad = torch.ones_like(order[-1].value)\n", ""),
            ("returned, not set", _XYZ, "is still None", "", """
def backward(order):
    grads = {id(node): torch.zeros_like(node.value) for node in order}
    return grads
"""),
            ("one step only", _XYZ, "nothing arrives at x", "in reversed(order):",
             "in order[-1:]:"),
            ("the first input only", _XYZ, "", "zip(node.inputs,", "zip(node.inputs[:1],"),
            ("multiplied", _XYZ, "nothing arrives at q", "source.grad + grad",
             "source.grad * grad"),
            ("passed on before it is complete", _COMPLETE, "", "", """
def backward(order):
    for node in order:
        node.grad = torch.zeros_like(node.value)

    def push(node):
        for source, grad in zip(node.inputs, node.sent_back()):
            source.grad = source.grad + grad
            push(source)

    order[-1].grad = torch.ones_like(order[-1].value)
    push(order[-1])
"""),
            ("skips what was set before", _SEVEN, "overwrote the others", "", """
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
"""),
        ],
    ),
]  # fmt: skip
