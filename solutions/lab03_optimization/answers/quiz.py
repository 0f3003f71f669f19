"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong

#: Every question answered rightly, as Python code.
_PLAIN = "q1, q2, q3, q4, q5, q6, q7, q8 = 1, 4, 100, 15700, 430, 'b', 10, 'c'\n"

RIGHT = [
    Right("on one line", _PLAIN),
    Right("floats", _PLAIN + "q1, q2, q3, q4, q5, q7 = 1.0, 4.0, 1e2, 157e2, 430.0, 1e1\n"),
    Right("computed", _PLAIN + "q2, q5, q7 = 128 / 32, math.ceil(55_000 / 128), 1 / (1 - 0.9)\n"),
    Right("from the notebook's own numbers", _PLAIN + "q3, q4 = 10**2, 2 * 10 * 785\n"),
    Right(
        "a table",
        """
        answers = {"q1": 1, "q2": 4, "q3": 100, "q4": 15_700, "q5": 430, "q7": 10}
        globals().update(answers)
        q6, q8 = "b", "c"
        """,
    ),
    Right("by torch", _PLAIN + "q5 = len(torch.arange(55_000).split(128))\n"),
]

WRONG = [
    Wrong(
        "q1 0.5",
        says="lands at the bottom",
        check="question 1: where w² begins to diverge",
        code=_PLAIN + "q1 = 0.5\n",
    ),
    Wrong(
        "q1 2",
        says="the border is 2/2",
        check="question 1: where w² begins to diverge",
        code=_PLAIN + "q1 = 2\n",
    ),
    Wrong(
        "q2 2",
        says="standard deviation",
        check="question 2: the variance of a larger batch",
        code=_PLAIN + "q2 = 2\n",
    ),
    Wrong(
        "q2 16",
        says="not 1/B²",
        check="question 2: the variance of a larger batch",
        code=_PLAIN + "q2 = 16\n",
    ),
    Wrong(
        "q3 10",
        says="forward difference",
        check="question 3: the error of the central difference",
        code=_PLAIN + "q3 = 10\n",
    ),
    Wrong(
        "q4 7850",
        says="two for each entry",
        check="question 4: the price of a numeric gradient",
        code=_PLAIN + "q4 = 7850\n",
    ),
    Wrong(
        "q4 7851",
        says="forward difference",
        check="question 4: the price of a numeric gradient",
        code=_PLAIN + "q4 = 7851\n",
    ),
    Wrong(
        "q5 429",
        says="last partial batch",
        check="question 5: steps in an epoch",
        code=_PLAIN + "q5 = 429\n",
    ),
    Wrong(
        "q5 429.6875",
        says="round up",
        check="question 5: steps in an epoch",
        code=_PLAIN + "q5 = 429.6875\n",
    ),
    Wrong(
        'q6 "a"',
        says="left end",
        check="question 6: a tiny h in float32",
        code=_PLAIN + 'q6 = "a"\n',
    ),
    Wrong(
        'q6 "d"',
        says="nothing is divided by 0",
        check="question 6: a tiny h in float32",
        code=_PLAIN + 'q6 = "d"\n',
    ),
    Wrong(
        "q7 1.9",
        says="go on adding",
        check="question 7: the velocity in the long run",
        code=_PLAIN + "q7 = 1.9\n",
    ),
    Wrong(
        "q7 9",
        says="starts with 1",
        check="question 7: the velocity in the long run",
        code=_PLAIN + "q7 = 9\n",
    ),
    Wrong(
        'q8 "a"',
        says="the gradient is right",
        check="question 8: a loss of 10³⁰",
        code=_PLAIN + 'q8 = "a"\n',
    ),
    Wrong(
        'q8 "b"',
        says="a matter of the check",
        check="question 8: a loss of 10³⁰",
        code=_PLAIN + 'q8 = "b"\n',
    ),
    Wrong(
        "q8 None",
        says="nothing was filled in",
        check="question 8: a loss of 10³⁰",
        code=_PLAIN + "q8 = None\n",
    ),
    Wrong(
        "q1 0.1",
        says="shrinks by a factor of 0.8",
        check="question 1: where w² begins to diverge",
        code=_PLAIN + "q1 = 0.1\n",
    ),
    Wrong(
        "q2 1",
        says="it does fall",
        check="question 2: the variance of a larger batch",
        code=_PLAIN + "q2 = 1\n",
    ),
    Wrong(
        "q2 0.25",
        says="that is what is left",
        check="question 2: the variance of a larger batch",
        code=_PLAIN + "q2 = 0.25\n",
    ),
    Wrong(
        "q3 1000",
        says="goes with h²",
        check="question 3: the error of the central difference",
        code=_PLAIN + "q3 = 1000\n",
    ),
    Wrong(
        "q3 0.01",
        says="the error falls",
        check="question 3: the error of the central difference",
        code=_PLAIN + "q3 = 0.01\n",
    ),
    Wrong(
        "q4 15701",
        says="f(W) itself is not needed",
        check="question 4: the price of a numeric gradient",
        code=_PLAIN + "q4 = 15701\n",
    ),
    Wrong(
        "q4 15680",
        says="the bias is one of them",
        check="question 4: the price of a numeric gradient",
        code=_PLAIN + "q4 = 15680\n",
    ),
    Wrong(
        'q6 "c"',
        says="it is mostly 0",
        check="question 6: a tiny h in float32",
        code=_PLAIN + 'q6 = "c"\n',
    ),
    Wrong(
        "q7 0.1",
        says="not 1 − ρ",
        check="question 7: the velocity in the long run",
        code=_PLAIN + "q7 = 0.1\n",
    ),
    Wrong(
        "q7 0.9",
        says="that is ρ itself",
        check="question 7: the velocity in the long run",
        code=_PLAIN + "q7 = 0.9\n",
    ),
    Wrong(
        'q8 "d"',
        says="only grow further",
        check="question 8: a loss of 10³⁰",
        code=_PLAIN + 'q8 = "d"\n',
    ),
]
