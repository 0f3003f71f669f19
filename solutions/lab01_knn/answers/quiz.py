"""Answers to the quiz."""

from autograder.audit.answers import Equivalent, Right, Wrong

RIGHT = [
    Right(
        "rounded",
        """
        q1, q2, q3, q4, q5, q6 = 1882, 246, 1, "a", 10.0, "c"
        """,
    ),
    Right(
        "as computed",
        """
        q1 = 10_000 * 60_000 * 784 * 4 / 10**9
        q2 = (10 - 20) % 256
        q3 = 100 / 100
        q4, q5, q6 = "a", 20 / 2, "c"
        """,
    ),
    Right(
        "whole numbers",
        """
        q1, q2, q3 = 1881, 246, 1
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Right(
        "two digits",
        """
        q1 = 1.9e3
        q2 = 246.0
        q3 = 1.0
        q4 = "a"
        q5 = 1e1
        q6 = "c"
        """,
    ),
    Right(
        "from tensors",
        """
        q1 = torch.tensor([1e4, 6e4, 784, 4, 1e-9], dtype=torch.float64).prod().item()
        q2 = (torch.tensor([10], dtype=torch.uint8) - 20).item()
        q3 = torch.ones(3).mean().item()
        q4, q5, q6 = "a", 10, "c"
        """,
    ),
    Right(
        "letters by position",
        """
        q1 = 1882.0
        q2 = 256 - 10
        q3 = float(True)
        q4 = "abcd"[0]
        q5 = int("10")
        q6 = "abcd"[2]
        """,
    ),
    Right(
        "by a rough estimate",
        """
        q1 = 1800
        q2 = 0xF6
        q3 = 1.0
        q4 = "a"
        q5 = 10.0
        q6 = "c"
        """,
    ),
]

WRONG = [
    Wrong(
        "one byte a number",
        says="each number takes four bytes",
        check="question 1: gigabytes",
        code="""
        q1 = 470.4
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "terabytes",
        says="that is in terabytes",
        check="question 1: gigabytes",
        code="""
        q1 = 1.8816
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "negative",
        says="uint8 has no negative numbers",
        check="question 2: 10 − 20 in uint8",
        code="""
        q1 = 1881.6
        q2 = -10
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "stops at zero",
        says="uint8 does not stop at 0",
        check="question 2: 10 − 20 in uint8",
        code="""
        q1 = 1881.6
        q2 = 0
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "percent",
        says="give a share between 0 and 1",
        check="question 3: k = 1 on its own training set",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 100
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "L2 turns",
        says="L2 does not depend on the axes",
        check="question 4: turning all points",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "b"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "both",
        says="L2 does not change",
        check="question 4: turning all points",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "c"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "neither",
        says="L1 depends on the axes",
        check="question 4: turning all points",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "d"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        "as fast as before",
        says="memorising costs the same",
        check="question 5: ten times the training pictures",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 1
        q6 = "c"
        """,
    ),
    Wrong(
        "squared",
        says="O(N), not O(N²)",
        check="question 5: ten times the training pictures",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 100
        q6 = "c"
        """,
    ),
    Wrong(
        "nearest",
        says="the nearest has one vote among all",
        check="question 6: k as large as the training set",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "a"
        """,
    ),
    Wrong(
        "random",
        says="nothing in k-NN is random",
        check="question 6: k as large as the training set",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "b"
        """,
    ),
    Wrong(
        "always 0",
        says="this is rarely a tie",
        check="question 6: k as large as the training set",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "d"
        """,
    ),
    Wrong(
        "nothing filled in",
        says="nothing was filled in",
        check="question 1: gigabytes",
        code="""
        q1 = None
        q2 = None
        q3 = None
        q4 = None
        q5 = None
        q6 = None
        """,
    ),
]

_ROUNDED = "The question asks for about 1,900; answers within 6 % are right, so that rounding is."
_GIGABYTES = "q1 = 10000 * 60000 * 784 * 4 / 1000000000.0"

EQUIVALENT = [
    Equivalent(_GIGABYTES, after, _ROUNDED)
    for after in (
        "q1 = 10001 * 60000 * 784 * 4 / 1000000000.0",
        "q1 = 9999 * 60000 * 784 * 4 / 1000000000.0",
        "q1 = 10000 * 60001 * 784 * 4 / 1000000000.0",
        "q1 = 10000 * 59999 * 784 * 4 / 1000000000.0",
        "q1 = 10000 * 60000 * 785 * 4 / 1000000000.0",
        "q1 = 10000 * 60000 * 783 * 4 / 1000000000.0",
        "q1 = 10000 * 60000 * 784 * 4 / 1000000001.0",
        "q1 = 10000 * 60000 * 784 * 4 / 999999999.0",
    )
]
