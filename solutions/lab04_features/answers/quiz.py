"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong, but

_PLAIN = """
q1, q2, q3, q4 = 324, 10, 0, 576
q5, q6, q7 = "b", "a", 3
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("floats", "q1, q2, q3, q4, q7 = 324.0, 10.0, 0.0, 576.0, 3.0\nq5 = 'b'\nq6 = 'a'"),
    Right("computed", but(_PLAIN, "324", "3 * 3 * 36", "576", "(28 - 5 + 1) ** 2")),
    Right("modulo", but(_PLAIN, "= 324, 10", "= 324, (5 - 175) % 180")),
    Right("a sum", but(_PLAIN, '"a", 3', '"a", sum(max(0, 4 - z) for z in (2, 3, 7))')),
    Right("one by one", "q1 = 324\nq2 = 10\nq3 = 0\nq4 = 576\nq5, q6 = 'ba'\nq7 = 3"),
]

WRONG = [
    Wrong(
        "blocks apart",
        "blocks overlap",
        but(_PLAIN, "324", "144"),
        "question 1: HOG of 32 × 32 pixels",
    ),
    Wrong(
        "one cell a block",
        "the histograms of four cells",
        but(_PLAIN, "324", "81"),
        "question 1: HOG of 32 × 32 pixels",
    ),
    Wrong(
        "not round the end",
        "round the end it is shorter",
        but(_PLAIN, "10, 0", "170, 0"),
        "question 2: 5° and 175°",
        typical=True,
    ),
    Wrong(
        "grey votes",
        "grey pixels have no vote",
        but(_PLAIN, "10, 0", "10, 1"),
        "question 3: a grey picture",
    ),
    Wrong(
        "one too few",
        "the last patch begins at",
        but(_PLAIN, "576", "529"),
        "question 4: how many patches",
    ),
    Wrong(
        "one per pixel",
        "must fit into the picture",
        but(_PLAIN, "576", "784"),
        "question 4: how many patches",
    ),
    Wrong(
        "HOG", "only the colour histogram", but(_PLAIN, '"b"', '"c"'), "question 5: shuffled blocks"
    ),
    Wrong(
        "the words",
        "only the colour histogram",
        but(_PLAIN, '"b"', '"d"'),
        "question 5: shuffled blocks",
    ),
    Wrong(
        "test statistics",
        "the training pictures alone",
        but(_PLAIN, '"a"', '"b"'),
        "question 6: μ and σ",
    ),
    Wrong("both", "the training pictures alone", but(_PLAIN, '"a"', '"c"'), "question 6: μ and σ"),
    Wrong("not cut", "counts 0", but(_PLAIN, '"a", 3', '"a", 0'), "question 7: a triangle code"),
    Wrong("in words", "", but(_PLAIN, "576", '"576"'), "question 4: how many patches"),
]
