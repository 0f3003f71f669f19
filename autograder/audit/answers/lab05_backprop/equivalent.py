"""Changes to Lab 5's reference solution that no check can notice, with the reason."""

from autograder.audit.answers.answer import Equivalent

_ONES = "One is the same in every dtype, and takes that of what it is multiplied with."
_ZERO = "Zeros take the dtype of the gradient that is added to them."
_PRODUCT = "The gate multiplies the two, and a product does not depend on their order."
_SPREAD = "A single number times two is spread over them all the same."
_NUMBERS = "Every wire of these graphs is a number, so the ones are the same."
_EACH = "A gate sends back one gradient for each input, so that strict changes nothing."
_OWN = "That tensor was made in this call, and nobody else keeps it: it may change."
_ROUNDED = "The question asks for about 67; answers within 6 % are right, so that rounding is."

_SEND = "for source, grad in zip(node.inputs, node.sent_back(), strict=True):"
_START = "order[-1].grad = torch.ones_like(order[-1].value)"
_BOTH = "dw_both, dx = multiply_backward(ds.expand(2), product_cache)"
_MEGABYTES = "q4 = 4096 * 4096 * 4 / 1000000.0"

EQUIVALENT = [
    Equivalent(
        "maximum",
        "first = x >= y",
        "first = x > y",
        "Equal inputs may split the gradient in any way that adds up, and the text says so.",
    ),
    Equivalent(
        "sigmoid",
        "d_sum = reciprocal_backward(torch.ones_like(out), out_cache)",
        "d_sum = reciprocal_backward(torch.ones(out.shape), out_cache)",
        _ONES,
    ),
    Equivalent(
        "sigmoid",
        "d_minus_s = exp_backward(d_e, e_cache)",
        "d_minus_s = exp_backward(e_cache, d_e)",
        _PRODUCT,
    ),
    Equivalent(
        "neuron",
        "ds = sigmoid_backward(torch.ones_like(out), out_cache)",
        "ds = sigmoid_backward(torch.ones(out.shape), out_cache)",
        _ONES,
    ),
    Equivalent("neuron", _BOTH, "dw_both, dx = multiply_backward(ds, product_cache)", _SPREAD),
    Equivalent(
        "neuron", _BOTH, "dw_both, dx = multiply_backward(ds.expand(1), product_cache)", _SPREAD
    ),
    Equivalent(
        "backward",
        "node.grad = torch.zeros_like(node.value)",
        "node.grad = torch.zeros(node.value.shape)",
        _ZERO,
    ),
    Equivalent("backward", _START, "order[-1].grad = torch.ones(order[-1].value.shape)", _ONES),
    Equivalent("backward", _START, "order[-1].grad = torch.ones_like(order[0].value)", _NUMBERS),
    Equivalent("backward", _SEND, "for source, grad in zip(node.inputs, node.sent_back()):", _EACH),
    Equivalent("backward", _SEND, _SEND.replace("True", "False"), _EACH),
    Equivalent("backward", "source.grad = source.grad + grad", "source.grad += grad", _OWN),
    Equivalent("tied", "dW = dW + dZ.T @ X", "dW += dZ.T @ X", _OWN),
    Equivalent(
        "two_layer_net",
        "_, dW1, db1 = affine_backward(relu_backward(dH, mask), first)",
        "_, dW1, db1 = affine_backward(relu_backward(mask, dH), first)",
        _PRODUCT,
    ),
    Equivalent(
        "two_layer_net",
        "loss = loss + reg * ((W1 ** 2).sum() + (W2 ** 2).sum())",
        "loss += reg * ((W1 ** 2).sum() + (W2 ** 2).sum())",
        _OWN,
    ),
    *(
        Equivalent("quiz", _MEGABYTES, after, _ROUNDED)
        for after in (
            "q4 = 4097 * 4096 * 4 / 1000000.0",
            "q4 = 4095 * 4096 * 4 / 1000000.0",
            "q4 = 4096 * 4097 * 4 / 1000000.0",
            "q4 = 4096 * 4095 * 4 / 1000000.0",
            "q4 = 4096 * 4096 * 4 / 1000001.0",
            "q4 = 4096 * 4096 * 4 / 999999.0",
        )
    ),
]
