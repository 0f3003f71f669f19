"""The plain answer to each exercise, from which the wrong ones are made."""

ADD_MULTIPLY = """
def add_forward(x, y):
    return x + y, None

def add_backward(dout, cache):
    return dout, dout

def multiply_forward(x, y):
    return x * y, (x, y)

def multiply_backward(dout, cache):
    x, y = cache
    return dout * y, dout * x
"""

MAXIMUM = """
def maximum_forward(x, y):
    return torch.maximum(x, y), (x, y)

def maximum_backward(dout, cache):
    x, y = cache
    return dout * (x >= y), dout * (x < y)
"""

EXP_RECIPROCAL = """
def exp_forward(x):
    out = torch.exp(x)
    return out, out

def exp_backward(dout, cache):
    return dout * cache

def reciprocal_forward(x):
    turned = 1 / x
    return turned, turned

def reciprocal_backward(dout, cache):
    return -dout * cache * cache
"""

SIGMOID = """
def sigmoid_by_gates(s):
    e = torch.exp(-s)
    out = 1 / (1 + e)
    d_sum = -1 / (1 + e) ** 2
    d_minus = d_sum * e
    return out, [d_sum, d_sum, d_minus, -d_minus]

def sigmoid_forward(s):
    value = torch.sigmoid(s)
    return value, value

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
"""

NEURON = """
def neuron(w, x):
    s = w[0] * x[0] + w[1] * x[1] + w[2]
    out = torch.sigmoid(s)
    ds = out * (1 - out)
    dw = ds * torch.stack([x[0], x[1], torch.ones_like(s)])
    dx = ds * w[:2]
    return out, dw, dx
"""

SHARED = """
def shared(x, y):
    f = x * y + torch.maximum(x, y)
    first = (x >= y).to(x.dtype)
    dx = y + first
    dy = x + (1 - first)
    return f, dx, dy
"""

TOPOLOGICAL_ORDER = """
def topological_order(end):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(end)
    return order
"""

BACKWARD = """
def backward(order):
    for node in order:
        node.grad = torch.zeros_like(node.value)
    order[-1].grad = torch.ones_like(order[-1].value)
    for node in reversed(order):
        for source, grad in zip(node.inputs, node.sent_back()):
            source.grad = source.grad + grad
"""

ACTIVATIONS = """
def relu_forward(x):
    return x.clamp(min=0), x

def relu_backward(dout, cache):
    return dout * (cache > 0)

def leaky_relu_forward(x, slope=0.01):
    return torch.where(x > 0, x, slope * x), (x, slope)

def leaky_relu_backward(dout, cache):
    x, slope = cache
    return torch.where(x > 0, dout, slope * dout)

def tanh_forward(x):
    out = torch.tanh(x)
    return out, out

def tanh_backward(dout, cache):
    return dout * (1 - cache**2)
"""

SQUARED_NORM = """
def squared_norm(W, x):
    q = W @ x
    f = (q**2).sum()
    dW = torch.outer(2 * q, x)
    dx = W.T @ (2 * q)
    return f, dW, dx
"""

AFFINE = """
def affine_forward(X, W, b):
    return X @ W.T + b, (X, W)

def affine_backward(dout, cache):
    X, W = cache
    dX = dout @ W
    dW = dout.T @ X
    db = dout.sum(dim=0)
    return dX, dW, db
"""

TIED = """
def tied_forward(X, W):
    Z = X @ W.T
    H = Z.clamp(min=0)
    return H @ W, (X, W, Z, H)

def tied_backward(dout, cache):
    X, W, Z, H = cache
    dH = dout @ W.T
    dZ = dH * (Z > 0)
    dW = H.T @ dout + dZ.T @ X
    return dZ @ W, dW
"""

TWO_LAYER_NET = """
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

TRAINING_STEP = """
def training_step(net, optimizer, X, y, reg):
    loss, grads = net.loss(X, y, reg)
    for name, param in net.params.items():
        param.grad = grads[name]
    optimizer.step()
    return loss
"""

QUIZ = """
q1, q2, q3, q4 = 3, 5, "b", 67.1
q5, q6, q7, q8 = 0.25**5, 79510, "c", "b"
"""
