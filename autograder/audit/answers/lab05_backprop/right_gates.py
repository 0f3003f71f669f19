"""Right gates and graphs that are written differently from the reference."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import edited, rights

_NUMPY_MULTIPLY = """
import numpy as np

def add_forward(x, y):
    return torch.from_numpy(np.asarray(x.numpy() + y.numpy())), ()

def add_backward(dout, cache):
    return dout.clone(), dout.clone()

def multiply_forward(x, y):
    return torch.from_numpy(np.asarray(x.numpy() * y.numpy())), {"x": x, "y": y}

def multiply_backward(dout, cache):
    return dout * cache["y"], dout * cache["x"]
"""

ANSWERS = [
    *rights(
        "add_multiply",
        {
            "plain": plain.ADD_MULTIPLY,
            "numpy, a dict as cache": _NUMPY_MULTIPLY,
            "lists": edited(plain.ADD_MULTIPLY, "return dout * y, dout * x",
                            "return [dout * y, dout * x]"),
            "einsum": edited(plain.ADD_MULTIPLY, "return dout * y, dout * x",
                             "return torch.einsum('...,...->...', dout, y), x.mul(dout)"),
            "slopes in the cache": edited(
                edited(plain.ADD_MULTIPLY, "return x * y, (x, y)", "return x * y, [y, x]"),
                "x, y = cache\n    return dout * y, dout * x",
                "return tuple(dout * slope for slope in cache)",
            ),
            "addition with ones": edited(plain.ADD_MULTIPLY, "return dout, dout",
                                         "one = torch.ones_like(dout)\n"
                                         "    return one * dout, dout * one"),
            "float64 inside": edited(plain.ADD_MULTIPLY, "return dout * y, dout * x",
                                     "return ((dout.double() * y.double()).to(dout.dtype),\n"
                                     "            (dout.double() * x.double()).to(dout.dtype))"),
        },
    ),
    *rights(
        "maximum",
        {
            "plain": plain.MAXIMUM,
            "ties to y": edited(
                edited(plain.MAXIMUM, "(x >= y)", "(x > y)"), "(x < y)", "(x <= y)"),
            "halves at a tie": edited(
                plain.MAXIMUM, "return dout * (x >= y), dout * (x < y)",
                "share = ((x > y).to(dout.dtype) + (x >= y)) / 2\n"
                "    return dout * share, dout * (1 - share)"),
            "where": edited(plain.MAXIMUM, "return dout * (x >= y), dout * (x < y)",
                            "zero = torch.zeros_like(dout)\n"
                            "    dx = torch.where(x >= y, dout, zero)\n"
                            "    return dx, torch.where(x >= y, zero, dout)"),
            "in place": edited(plain.MAXIMUM, "return dout * (x >= y), dout * (x < y)",
                               "dx, dy = dout.clone(), dout.clone()\n"
                               "    dx[x < y] = 0\n    dy[x >= y] = 0\n    return dx, dy"),
            "the rest goes to y": edited(plain.MAXIMUM, "return dout * (x >= y), dout * (x < y)",
                                         "dx = dout * (x >= y)\n    return dx, dout - dx"),
            "by absolute value": edited(plain.MAXIMUM, "torch.maximum(x, y)",
                                        "(x + y + (x - y).abs()) / 2"),
        },
    ),
    *rights(
        "exp_reciprocal",
        {
            "plain": plain.EXP_RECIPROCAL,
            "inputs in the cache": """
def exp_forward(x):
    return torch.exp(x), x

def exp_backward(dout, cache):
    return dout * torch.exp(cache)

def reciprocal_forward(x):
    return x.reciprocal(), x

def reciprocal_backward(dout, cache):
    return -dout / cache**2
""",
            "numpy": """
import numpy as np

def exp_forward(x):
    out = torch.from_numpy(np.asarray(np.exp(x.numpy())))
    return out, (out,)

def exp_backward(dout, cache):
    return cache[0] * dout

def reciprocal_forward(x):
    return torch.from_numpy(np.asarray(1.0 / x.numpy())), (x,)

def reciprocal_backward(dout, cache):
    return -dout / (cache[0] * cache[0])
""",
            "powers": edited(edited(plain.EXP_RECIPROCAL, "torch.exp(x)", "math.e**x"),
                             "-dout * cache * cache", "-(cache**2) * dout"),
            "tuples of one": edited(plain.EXP_RECIPROCAL, "return -dout * cache * cache",
                                    "return (-dout * cache * cache,)"),
            "negative slope first": edited(plain.EXP_RECIPROCAL, "return -dout * cache * cache",
                                           "slope = -cache.square()\n    return slope.mul(dout)"),
            "in place on a copy": edited(plain.EXP_RECIPROCAL, "    return dout * cache\n",
                                         "    dx = dout.clone()\n    dx *= cache\n    return dx\n"),
        },
    ),
    *rights(
        "sigmoid",
        {
            "plain": plain.SIGMOID,
            "tanh": edited(plain.SIGMOID, "torch.sigmoid(s)", "(1 + torch.tanh(s / 2)) / 2"),
            "slope in the cache": edited(
                edited(plain.SIGMOID, "return value, value", "return value, value * (1 - value)"),
                "dout * cache * (1 - cache)", "dout * cache"),
            "expanded": edited(plain.SIGMOID, "dout * cache * (1 - cache)",
                               "dout * (cache - cache**2)"),
            "the formula": edited(plain.SIGMOID, "torch.sigmoid(s)", "1 / (1 + torch.exp(-s))"),
            "a tuple of gradients": edited(plain.SIGMOID, "[d_sum, d_sum, d_minus, -d_minus]",
                                           "(d_sum, d_sum, d_minus, -d_minus)"),
            "two cases": edited(plain.SIGMOID, "torch.sigmoid(s)",
                                "torch.where(s >= 0, 1 / (1 + torch.exp(-s.abs())),\n"
                                "        torch.exp(-s.abs()) / (1 + torch.exp(-s.abs())))"),
            "from own gates": edited(plain.SIGMOID, "e = torch.exp(-s)", "e, _ = exp_forward(-s)"),
        },
    ),
    *rights(
        "neuron",
        {
            "plain": plain.NEURON,
            "a one behind x": """
def neuron(w, x):
    full = torch.cat([x, x.new_ones(1)])
    out = torch.sigmoid(w @ full)
    slope = out * (1 - out)
    return out, slope * full, slope * w[:-1]
""",
            "own gates": """
def neuron(w, x):
    a, a_cache = multiply_forward(w[0], x[0])
    b, b_cache = multiply_forward(w[1], x[1])
    out, cache = sigmoid_forward(a + b + w[2])
    ds = sigmoid_backward(torch.ones_like(out), cache)
    dw0, dx0 = multiply_backward(ds, a_cache)
    dw1, dx1 = multiply_backward(ds, b_cache)
    return out, torch.stack([dw0, dw1, ds]), torch.stack([dx0, dx1])
""",
            "in place": """
def neuron(w, x):
    out = 1 / (1 + torch.exp(-(w[:2] @ x + w[2])))
    dw, dx = torch.zeros_like(w), torch.zeros_like(x)
    for i in range(2):
        dw[i] += out * (1 - out) * x[i]
        dx[i] += out * (1 - out) * w[i]
    dw[2] += out * (1 - out)
    return out, dw, dx
""",
            "plain lists": """
def neuron(w, x):
    (a, b, c), (p, q) = w.tolist(), x.tolist()
    out = 1 / (1 + math.exp(-(a * p + b * q + c)))
    ds = out * (1 - out)
    return out, [ds * p, ds * q, ds], [ds * a, ds * b]
""",
            "einsum": edited(plain.NEURON, "w[0] * x[0] + w[1] * x[1]",
                             "torch.einsum('i,i->', w[:2], x)"),
            "numpy": """
def neuron(w, x):
    import numpy as np

    w, x = w.numpy(), np.append(x.numpy(), 1.0)
    out = 1 / (1 + np.exp(-w.dot(x)))
    return float(out), out * (1 - out) * x, out * (1 - out) * w[:2]
""",
        },
    ),
    *rights(
        "shared",
        {
            "plain": plain.SHARED,
            "in place": """
def shared(x, y):
    product, product_cache = multiply_forward(x, y)
    larger, larger_cache = maximum_forward(x, y)
    dx, dy = multiply_backward(torch.ones_like(x), product_cache)
    for total, more in zip((dx, dy), maximum_backward(torch.ones_like(x), larger_cache)):
        total += more
    return product + larger, dx, dy
""",
            "other order": """
def shared(x, y):
    product, product_cache = multiply_forward(x, y)
    larger, larger_cache = maximum_forward(x, y)
    f, f_cache = add_forward(product, larger)
    d_product, d_larger = add_backward(torch.ones_like(f), f_cache)
    a, b = maximum_backward(d_larger, larger_cache)
    dx, dy = multiply_backward(d_product, product_cache)
    return f, a + dx, b + dy
""",
            "sums of stacks": """
def shared(x, y):
    product, first = multiply_forward(x, y)
    larger, second = maximum_forward(x, y)
    one = torch.ones_like(x)
    both = torch.stack([torch.stack(multiply_backward(one, first)),
                        torch.stack(maximum_backward(one, second))])
    dx, dy = both.sum(0)
    return product + larger, dx, dy
""",
            "a list": edited(plain.SHARED, "return f, dx, dy", "return [f, dx, dy]"),
            "where": edited(plain.SHARED, "dx = y + first\n    dy = x + (1 - first)",
                            "dx = torch.where(x > y, y + 1, y)\n"
                            "    dy = torch.where(x > y, x, x + 1)"),
            "a graph": """
def shared(x, y):
    a, b = Node(x, "x"), Node(y, "y")
    product = through(Gate("*", multiply_forward, multiply_backward), a, b)
    larger = through(Gate("max", maximum_forward, maximum_backward), a, b)
    end = through(Gate("+", add_forward, add_backward), product, larger)
    order = [a, b, product, larger, end]
    for node in order:
        node.grad = torch.zeros_like(x)
    end.grad = torch.ones_like(x)
    for node in order[::-1]:
        for source, grad in zip(node.inputs, node.sent_back()):
            source.grad = source.grad + grad
    return end.value, a.grad, b.grad
""",
        },
    ),
    *rights(
        "topological_order",
        {
            "plain": plain.TOPOLOGICAL_ORDER,
            "a stack": """
def topological_order(end):
    order, todo = [], [(end, iter(end.inputs))]
    seen = {end}
    while todo:
        node, rest = todo[-1]
        for source in rest:
            if source not in seen:
                seen.add(source)
                todo.append((source, iter(source.inputs)))
                break
        else:
            order.append(node)
            todo.pop()
    return order
""",
            "inputs from the right": edited(plain.TOPOLOGICAL_ORDER, "in node.inputs:",
                                            "in reversed(node.inputs):"),
            "by counting": """
def topological_order(end):
    nodes, todo = [], [end]
    while todo:
        node = todo.pop()
        if node not in nodes:
            nodes.append(node)
            todo.extend(node.inputs)
    users = {node: 0 for node in nodes}
    for node in nodes:
        for source in node.inputs:
            users[source] += 1
    ready, backwards = [end], []
    while ready:
        node = ready.pop()
        backwards.append(node)
        for source in node.inputs:
            users[source] -= 1
            if users[source] == 0:
                ready.append(source)
    return backwards[::-1]
""",
            "by depth": """
def topological_order(end):
    depth = {}

    def measure(node):
        if node not in depth:
            depth[node] = 1 + max((measure(source) for source in node.inputs), default=0)
        return depth[node]

    measure(end)
    return sorted(depth, key=depth.get)
""",
            "a dict keeps the order": """
def topological_order(end, done=None):
    done = {} if done is None else done
    if end not in done:
        for source in end.inputs:
            topological_order(source, done)
        done[end] = True
    return list(done)
""",
            "layer by layer": """
def topological_order(end):
    found = set()

    def collect(node):
        if node not in found:
            found.add(node)
            for source in node.inputs:
                collect(source)

    collect(end)
    order = []
    while found:
        ready = [n for n in found if not any(s in found for s in n.inputs)]
        order += ready
        found -= set(ready)
    return tuple(order)
""",
        },
    ),
    *rights(
        "backward",
        {
            "plain": plain.BACKWARD,
            "plain numbers": edited(
                edited(plain.BACKWARD, "torch.zeros_like(node.value)", "0.0"),
                "torch.ones_like(order[-1].value)", "1.0"),
            "in place": edited(plain.BACKWARD, "source.grad = source.grad + grad",
                               "source.grad += grad"),
            "a dict of sums": """
def backward(order):
    sums = {order[-1]: torch.ones_like(order[-1].value)}
    for node in order[::-1]:
        node.grad = sums.get(node, torch.zeros_like(node.value))
        for source, grad in zip(node.inputs, node.sent_back()):
            sums[source] = sums.get(source, 0) + grad
""",
            "by index": """
def backward(order):
    for node in order:
        node.grad = node.value * 0
    order[-1].grad = order[-1].grad + 1
    for k in range(len(order) - 1, -1, -1):
        sent = order[k].sent_back()
        for i in range(len(order[k].inputs)):
            order[k].inputs[i].grad = order[k].inputs[i].grad + sent[i]
""",
            "asks the users": """
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
            "pops a copy": """
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
        },
    ),
]  # fmt: skip
