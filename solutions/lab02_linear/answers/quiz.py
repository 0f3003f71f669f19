"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong, but

_Q1 = "question 1: the hinge loss at the start"
_Q2 = "question 2: the cross-entropy at the start"
_Q3 = "question 3: twice the weights"
_Q4 = "question 4: the smaller L1 norm"
_Q5 = "question 5: j = y among the sum"
_Q6 = "question 6: who still pushes"
_Q7 = "question 7: 3 and 4"
_Q8 = "question 8: how many numbers"

#: Every question answered rightly, as Python code.
_PLAIN = """
q1 = 99
q2 = 4.605
q3 = "a"
q4 = "c"
q5 = "c"
q6 = "b"
q7 = 25
q8 = 7850
"""

RIGHT = [
    Right("computed", but(_PLAIN, "4.605", "math.log(100)", "7850", "10 * (784 + 1)")),
    Right("floats", but(_PLAIN, "q1 = 99", "q1 = 99.0", "q7 = 25", "q7 = 25.0", "7850", "7850.0")),
    Right("rounded to three digits", but(_PLAIN, "4.605", "4.61")),
    Right("rounded down", but(_PLAIN, "4.605", "4.60")),
    Right("by a sum", but(_PLAIN, "q1 = 99", "q1 = 100 - 1", "q7 = 25", "q7 = 3**2 + 4**2")),
    Right("many digits", but(_PLAIN, "4.605", "4.605170185988092")),
]

WRONG = [
    Wrong(
        "C",
        says="the right class itself does not count",
        check=_Q1,
        code=but(_PLAIN, "q1 = 99", "q1 = 100"),
    ),
    Wrong(
        "0 at the start",
        says="no margin of 1 is met",
        check=_Q1,
        code=but(_PLAIN, "q1 = 99", "q1 = 0"),
    ),
    Wrong(
        "for ten classes",
        says="that is for 10 classes",
        check=_Q1,
        code=but(_PLAIN, "q1 = 99", "q1 = 9"),
    ),
    Wrong("base 10", says="logarithm to base 10", check=_Q2, code=but(_PLAIN, "4.605", "2")),
    Wrong("log 10", says="the loss for 10 classes", check=_Q2, code=but(_PLAIN, "4.605", "2.303")),
    Wrong(
        "probability", says="that is the probability", check=_Q2, code=but(_PLAIN, "4.605", "0.01")
    ),
    Wrong(
        "twice",
        says="every margin is still met",
        check=_Q3,
        code=but(_PLAIN, 'q3 = "a"', 'q3 = "b"'),
    ),
    Wrong(
        "four times",
        says="does not depend on the square",
        check=_Q3,
        code=but(_PLAIN, 'q3 = "a"', 'q3 = "c"'),
    ),
    Wrong(
        "sparse is smaller",
        says="sparsity does not come from here",
        check=_Q4,
        code=but(_PLAIN, 'q4 = "c"', 'q4 = "a"'),
    ),
    Wrong("L2", says="that is L2", check=_Q4, code=but(_PLAIN, 'q4 = "c"', 'q4 = "b"')),
    Wrong("larger W", says="moves no minimum", check=_Q5, code=but(_PLAIN, 'q5 = "c"', 'q5 = "a"')),
    Wrong("hinge", says="a lead of 1 is all", check=_Q6, code=but(_PLAIN, 'q6 = "b"', 'q6 = "a"')),
    Wrong(
        "both push",
        says="content with a lead of 1",
        check=_Q6,
        code=but(_PLAIN, 'q6 = "b"', 'q6 = "c"'),
    ),
    Wrong(
        "neither pushes", says="never content", check=_Q6, code=but(_PLAIN, 'q6 = "b"', 'q6 = "d"')
    ),
    Wrong(
        "squared sum", says="square each margin", check=_Q7, code=but(_PLAIN, "q7 = 25", "q7 = 49")
    ),
    Wrong(
        "hinge in place of squared",
        says="that is the hinge loss",
        check=_Q7,
        code=but(_PLAIN, "q7 = 25", "q7 = 7"),
    ),
    Wrong(
        "no biases", says="the biases are learned too", check=_Q8, code=but(_PLAIN, "7850", "7840")
    ),
    Wrong(
        "depends",
        says="see section 6",
        check=_Q3,
        code=but(_PLAIN, 'q3 = "a"', 'q3 = "d"'),
    ),
    Wrong("smaller W", says="for every W", check=_Q5, code=but(_PLAIN, 'q5 = "c"', 'q5 = "b"')),
    Wrong("a root", says="no root is taken", check=_Q7, code=but(_PLAIN, "q7 = 25", "q7 = 5")),
    Wrong("the larger", says="larger one", check=_Q7, code=but(_PLAIN, "q7 = 25", "q7 = 16")),
    Wrong(
        "one class without its bias",
        says="each class has its own weights, and a bias",
        check=_Q8,
        code=but(_PLAIN, "7850", "784"),
    ),
    Wrong(
        "one class",
        says="each class has its own weights",
        check=_Q8,
        code=but(_PLAIN, "7850", "785"),
    ),
    Wrong("text", says="expected a number", check=_Q1, code=but(_PLAIN, "q1 = 99", 'q1 = "99"')),
    Wrong(
        "nothing filled in",
        says="nothing was filled in",
        check=_Q8,
        code=but(_PLAIN, "7850", "None"),
    ),
]
