"""Answers to `shared`."""

from autograder.audit.answers import Right, Wrong, but

_SHARED = "at (3, 2): f = 9, gradients 3 and 3"
_CONTRACT = "the contract: both branches, entry by entry"

_PLAIN = """
def shared(x, y):
    f = x * y + torch.maximum(x, y)
    first = (x >= y).to(x.dtype)
    dx = y + first
    dy = x + (1 - first)
    return f, dx, dy
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "in place",
        """
        def shared(x, y):
            product, product_cache = multiply_forward(x, y)
            larger, larger_cache = maximum_forward(x, y)
            dx, dy = multiply_backward(torch.ones_like(x), product_cache)
            for total, more in zip((dx, dy), maximum_backward(torch.ones_like(x), larger_cache)):
                total += more
            return product + larger, dx, dy
        """,
    ),
    Right(
        "other order",
        """
        def shared(x, y):
            product, product_cache = multiply_forward(x, y)
            larger, larger_cache = maximum_forward(x, y)
            f, f_cache = add_forward(product, larger)
            d_product, d_larger = add_backward(torch.ones_like(f), f_cache)
            a, b = maximum_backward(d_larger, larger_cache)
            dx, dy = multiply_backward(d_product, product_cache)
            return f, a + dx, b + dy
        """,
    ),
    Right(
        "sums of stacks",
        """
        def shared(x, y):
            product, first = multiply_forward(x, y)
            larger, second = maximum_forward(x, y)
            one = torch.ones_like(x)
            both = torch.stack([torch.stack(multiply_backward(one, first)),
                                torch.stack(maximum_backward(one, second))])
            dx, dy = both.sum(0)
            return product + larger, dx, dy
        """,
    ),
    Right("a list", but(_PLAIN, "return f, dx, dy", "return [f, dx, dy]")),
    Right(
        "where",
        but(
            _PLAIN,
            "dx = y + first\n    dy = x + (1 - first)",
            "dx = torch.where(x > y, y + 1, y)\n    dy = torch.where(x > y, x, x + 1)",
        ),
    ),
    Right(
        "a graph",
        """
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
    ),
    Right(
        "a lambda",
        """
        shared = lambda x, y: (x * y + x.maximum(y), y + 1.0 * (x > y), x + 1.0 * (x <= y))
        """,
    ),
    Right(
        "local grads, a sum over a list",
        but(
            _PLAIN,
            "dx = y + first",
            "grad = [y, first]\n    dx = sum(grad)",
        ),
    ),
]

WRONG = [
    Wrong(
        "untouched",
        says="overwritten",
        check=_SHARED,
        code="""
        def shared(x, y):
            product, product_cache = multiply_forward(x, y)
            larger, larger_cache = maximum_forward(x, y)
            f, f_cache = add_forward(product, larger)
            d_product, d_larger = add_backward(torch.ones_like(f), f_cache)
            dx, dy = multiply_backward(d_product, product_cache)
            dx, dy = maximum_backward(d_larger, larger_cache)
            return f, dx, dy
        """,
    ),
    Wrong(
        "only the product",
        says="only the branch through the product",
        check=_SHARED,
        code=but(_PLAIN, "dx = y + first", "dx = y"),
    ),
    Wrong(
        "added twice",
        says="added twice",
        check=_SHARED,
        code=but(_PLAIN, "dx = y + first", "dx = y + 2 * first"),
    ),
    Wrong(
        "the mean",
        says="the mean of the branches",
        check=_SHARED,
        code=but(_PLAIN, "return f, dx, dy", "return f, dx / 2, dy / 2"),
    ),
    Wrong(
        "dy overwritten",
        says="overwritten",
        check=_SHARED,
        code=but(_PLAIN, "dy = x + (1 - first)", "dy = 1 - first"),
    ),
    Wrong(
        "no maximum in the value",
        says="expected 9, got 6",
        check=_SHARED,
        code=but(_PLAIN, "x * y + torch.maximum(x, y)", "x * y"),
    ),
    Wrong(
        "gradients exchanged",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "return f, dx, dy", "return f, dy, dx"),
    ),
    Wrong(
        "branches multiplied",
        says="gradients add at a branch",
        check=_SHARED,
        code=but(_PLAIN, "dx = y + first", "dx = y * first"),
    ),
    Wrong(
        "added in place",
        says="the call changed y",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "dx = y + first\n    dy = x + (1 - first)",
            "dy = x + (1 - first)\n    dx = y\n    dx += first",
        ),
    ),
    Wrong(
        "both at a tie",
        says="expected 5, got 6",
        check="at (2, 2): f = 6, and the gradients add up to 5",
        code=but(_PLAIN, "dy = x + (1 - first)", "dy = x + (y >= x).to(x.dtype)"),
    ),
    Wrong(
        "float64 only",
        says="expected a tensor of dtype float32, got float64",
        check=_CONTRACT,
        code=but(_PLAIN, "first = (x >= y).to(x.dtype)", "first = (x >= y).double()"),
    ),
    Wrong(
        "one number only",
        says="your code stopped with",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "first = (x >= y).to(x.dtype)",
            "first = 1.0 if x >= y else 0.0",
        ),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code="""
        def shared(x, y):
            fn = lambda x, y: x * y + torch.maximum(x, y)
            f, back = torch.func.vjp(fn, x, y)
            return f, *back(torch.ones_like(f))
        """,
    ),
]
