"""Answers to the quiz."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

#: Every question answered rightly, as Python code.
_PLAIN = """
q1, q2, q3, q4 = 3, 5, "b", 67.1
q5, q6, q7, q8 = 0.25**5, 79510, "c", "b"
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("floats", but(_PLAIN, "q1, q2, q3, q4 = 3, 5", "q1, q2, q3, q4 = 3.0, 5.0")),
    Right("computed", but(_PLAIN, "67.1", "4096**2 * 4 / 10**6")),
    Right("in mebibytes", but(_PLAIN, "67.1", "64")),
    Right("rounded", but(_PLAIN, "0.25**5", "0.00098")),
    Right("parameters by the layer", but(_PLAIN, "79510", "785 * 100 + 101 * 10")),
]

WRONG = [
    Wrong(
        "the value of max",
        says="the value of the maximum",
        check="question 1: back through a product and a maximum",
        code=but(_PLAIN, "= 3, 5,", "= 5, 5,"),
    ),
    Wrong(
        "stops at the maximum",
        says="go on with the chain rule",
        check="question 1: back through a product and a maximum",
        code=but(_PLAIN, "= 3, 5,", "= 1, 5,"),
    ),
    Wrong(
        "z for z",
        says="that is z itself",
        check="question 2: the other input of the product",
        code=but(_PLAIN, "= 3, 5,", "= 3, 3,"),
    ),
    Wrong(
        "add switches",
        says="a distributor",
        check="question 3: the switcher",
        code=but(_PLAIN, '"b", 67.1', '"a", 67.1'),
    ),
    Wrong(
        "max switches",
        says="a router",
        check="question 3: the switcher",
        code=but(_PLAIN, '"b", 67.1', '"c", 67.1'),
    ),
    Wrong(
        "bytes forgotten",
        says="takes four bytes",
        check="question 4: the Jacobian's megabytes",
        code=but(_PLAIN, "67.1", "16.8"),
    ),
    Wrong(
        "the vector",
        says="that is the vector",
        check="question 4: the Jacobian's megabytes",
        code=but(_PLAIN, "67.1", "0.0164"),
    ),
    Wrong(
        "one sigmoid",
        says="slopes along a chain multiply",
        check="question 5: five sigmoids",
        code=but(_PLAIN, "0.25**5", "0.25"),
    ),
    Wrong(
        "a half each",
        says="the value in the middle",
        check="question 5: five sigmoids",
        code=but(_PLAIN, "0.25**5", "0.5**5"),
    ),
    Wrong(
        "no biases",
        says="the biases are missing",
        check="question 6: the parameters",
        code=but(_PLAIN, "79510", "79400"),
    ),
    Wrong(
        "W2 learns",
        says="H is 0",
        check="question 7: a start at 0",
        code=but(_PLAIN, '"c", "b"', '"d", "b"'),
    ),
    Wrong(
        "bends all the same",
        says="is one matrix",
        check="question 8: without the ReLU",
        code=but(_PLAIN, '"c", "b"', '"c", "c"'),
    ),
    Wrong(
        "x is the larger",
        says="the router sends it everything",
        check="question 1: back through a product and a maximum",
        code=but(_PLAIN, "= 3, 5,", "= 0, 5,"),
    ),
    Wrong(
        "the value of f, for df/dz",
        says="that is the value of f",
        check="question 1: back through a product and a maximum",
        code=but(_PLAIN, "= 3, 5,", "= 15, 5,"),
    ),
    Wrong(
        "the smaller one",
        says="the maximum of 5 and 2 is 5",
        check="question 2: the other input of the product",
        code=but(_PLAIN, "= 3, 5,", "= 3, 2,"),
    ),
    Wrong(
        "the value of f",
        says="that is the value of f",
        check="question 2: the other input of the product",
        code=but(_PLAIN, "= 3, 5,", "= 3, 15,"),
    ),
    Wrong(
        "exp switches",
        says="nothing to switch",
        check="question 3: the switcher",
        code=but(_PLAIN, '"b", 67.1', '"d", 67.1'),
    ),
    Wrong(
        "in bytes",
        says="that is in bytes",
        check="question 4: the Jacobian's megabytes",
        code=but(_PLAIN, "67.1", "4096 * 4096 * 4"),
    ),
    Wrong(
        "in float64",
        says="that is in float64",
        check="question 4: the Jacobian's megabytes",
        code=but(_PLAIN, "67.1", "134.2"),
    ),
    Wrong(
        "added",
        says="they do not add",
        check="question 5: five sigmoids",
        code=but(_PLAIN, "0.25**5", "5 * 0.25"),
    ),
    Wrong(
        "a slope of 1",
        says="steepest slope is 0.25",
        check="question 5: five sigmoids",
        code=but(_PLAIN, "0.25**5", "1"),
    ),
    Wrong(
        "the first layer alone",
        says="the second layer is missing",
        check="question 6: the parameters",
        code=but(_PLAIN, "79510", "785 * 100"),
    ),
    Wrong(
        "the second layer alone",
        says="the first layer is missing",
        check="question 6: the parameters",
        code=but(_PLAIN, "79510", "101 * 10"),
    ),
    Wrong(
        "one bias a layer",
        says="one bias for each unit",
        check="question 6: the parameters",
        code=but(_PLAIN, "79510", "79402"),
    ),
    Wrong(
        "nothing learns but W1",
        says="try it",
        check="question 7: a start at 0",
        code=but(_PLAIN, '"c", "b"', '"a", "b"'),
    ),
    Wrong(
        "it explodes",
        says="nothing explodes",
        check="question 7: a start at 0",
        code=but(_PLAIN, '"c", "b"', '"b", "b"'),
    ),
    Wrong(
        "no scores",
        says="it still computes scores",
        check="question 8: without the ReLU",
        code=but(_PLAIN, '"c", "b"', '"c", "a"'),
    ),
    Wrong(
        "bends more",
        says="it cannot bend",
        check="question 8: without the ReLU",
        code=but(_PLAIN, '"c", "b"', '"c", "d"'),
    ),
]

_ROUNDED = "The question asks for about 67; answers within 6 % are right, so that rounding is."
_MEGABYTES = "q4 = 4096 * 4096 * 4 / 1000000.0"

EQUIVALENT = [
    Equivalent(_MEGABYTES, after, _ROUNDED)
    for after in (
        "q4 = 4097 * 4096 * 4 / 1000000.0",
        "q4 = 4095 * 4096 * 4 / 1000000.0",
        "q4 = 4096 * 4097 * 4 / 1000000.0",
        "q4 = 4096 * 4095 * 4 / 1000000.0",
        "q4 = 4096 * 4096 * 4 / 1000001.0",
        "q4 = 4096 * 4096 * 4 / 999999.0",
    )
]
