"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong, but

ALL = """
q1 = 80
q2 = 12
q3 = "a"
q4 = "c"
q5 = 1.0
q6 = "a"
"""

RIGHT = [
    Right("plain", ALL),
    Right(
        "in one line",
        """
        q1, q2, q3, q4, q5, q6 = 80, 12, "a", "c", 1, "a"
        """,
    ),
    Right(
        "measured",
        """
        q1 = np.dtype([("name", "U16"), ("grades", "f8", (2,))]).itemsize
        q2 = (torch.zeros(4, 1) + torch.zeros(1, 3)).numel()
        q3, q4 = "a", "c"
        q5 = max([0, 0.01, 0.1, 1])
        q6 = "a"
        """,
    ),
    Right(
        "floating-point numbers",
        """
        q1, q2, q5 = 80.0, 12.0, 1.0
        q3 = q6 = "a"
        q4 = "c"
        """,
    ),
    Right(
        "letters by position",
        """
        q1 = 4 * 16 + 16
        q2 = int("12")
        q3 = "abc"[0]
        q4 = "abcd"[2]
        q5 = float(True)
        q6 = "abcd"[0]
        """,
    ),
    Right(
        "hexadecimal",
        """
        q1 = 0x50
        q2 = 0b1100
        q3, q6 = "aa"
        q4 = chr(99)
        q5 = 10**0
        """,
    ),
]

Q1 = "question 1: bytes of a record"
Q2 = "question 2: (4, 1) + (1, 3)"
Q3 = "question 3: by B, then by A"
Q4 = "question 4: the first step"
Q5 = "question 5: the largest regret"
Q6 = "question 6: one picture of Breakout"

WRONG = [
    Wrong("sixteen bits", "not 16 bits", but(ALL, "q1 = 80", "q1 = 18"), Q1, typical=True),
    Wrong("one byte a character", "a character takes four", but(ALL, "q1 = 80", "q1 = 32"), Q1),
    Wrong("one grade", "grades holds two", but(ALL, "q1 = 80", "q1 = 72"), Q1),
    Wrong("in bits", "those are bits", but(ALL, "q1 = 80", "q1 = 640"), Q1),
    Wrong("the longer side", "both are repeated", but(ALL, "q2 = 12", "q2 = 4"), Q2),
    Wrong("both together", "in both together", but(ALL, "q2 = 12", "q2 = 7"), Q2),
    Wrong("the shorter side", "the column is repeated", but(ALL, "q2 = 12", "q2 = 3"), Q2),
    Wrong("by B", "the last sort decides", but(ALL, 'q3 = "a"', 'q3 = "b"'), Q3),
    Wrong("unstable", "the sort is stable", but(ALL, 'q3 = "a"', 'q3 = "c"'), Q3),
    Wrong("append", "hides the error", but(ALL, 'q4 = "c"', 'q4 = "a"'), Q4),
    Wrong("once more", "the same wrong place", but(ALL, 'q4 = "c"', 'q4 = "b"'), Q4),
    Wrong("rename", "another message", but(ALL, 'q4 = "c"', 'q4 = "d"'), Q4),
    Wrong("greedy", "greedy gets stuck", but(ALL, "q5 = 1.0", "q5 = 0"), Q5),
    Wrong("the regret", "the ε is asked for", but(ALL, "q5 = 1.0", "q5 = 200"), Q5),
    Wrong("a tenth", "look at the figure", but(ALL, "q5 = 1.0", "q5 = 0.1"), Q5),
    Wrong("an action", "what the player does", but(ALL, 'q6 = "a"', 'q6 = "b"'), Q6),
    Wrong("a reward", "comes of an action", but(ALL, 'q6 = "a"', 'q6 = "c"'), Q6),
    Wrong("a target", "no target is told", but(ALL, 'q6 = "a"', 'q6 = "d"'), Q6),
    Wrong("nothing filled in", "nothing was filled in", but(ALL, "q2 = 12", "q2 = None"), Q2),
]
