"""Answers to the quiz."""

from autograder.audit.answers.answer import Right, Wrong

#: Every question answered rightly, as Python code.
_ANSWERS = {
    "q1": "99",
    "q2": "4.605",
    "q3": '"a"',
    "q4": '"c"',
    "q5": '"c"',
    "q6": '"b"',
    "q7": "25",
    "q8": "7850",
}


def _quiz(**other: str) -> str:
    return "".join(f"{name} = {value}\n" for name, value in {**_ANSWERS, **other}.items())


def _wrong(name: str, check: str, says: str, **other: str) -> Wrong:
    return Wrong(exercise="quiz", name=name, check=check, says=says, code=_quiz(**other))


RIGHT = [
    Right(exercise="quiz", name="computed", code=_quiz(q2="math.log(100)", q8="10 * (784 + 1)")),
    Right(exercise="quiz", name="floats", code=_quiz(q1="99.0", q7="25.0", q8="7850.0")),
    Right(exercise="quiz", name="rounded to three digits", code=_quiz(q2="4.61")),
    Right(exercise="quiz", name="rounded down", code=_quiz(q2="4.60")),
    Right(exercise="quiz", name="by a sum", code=_quiz(q7="3**2 + 4**2", q1="100 - 1")),
    Right(exercise="quiz", name="many digits", code=_quiz(q2="4.605170185988092")),
]

Q1 = "question 1: the hinge loss at the start"
Q2 = "question 2: the cross-entropy at the start"
Q3 = "question 3: twice the weights"
Q4 = "question 4: the smaller L1 norm"
Q5 = "question 5: j = y among the sum"
Q6 = "question 6: who still pushes"
Q7 = "question 7: 3 and 4"
Q8 = "question 8: how many numbers"

WRONG = [
    _wrong("C", Q1, "the right class itself does not count", q1="100"),
    _wrong("0 at the start", Q1, "no margin of 1 is met", q1="0"),
    _wrong("for ten classes", Q1, "that is for 10 classes", q1="9"),
    _wrong("base 10", Q2, "logarithm to base 10", q2="2"),
    _wrong("log 10", Q2, "the loss for 10 classes", q2="2.303"),
    _wrong("probability", Q2, "that is the probability", q2="0.01"),
    _wrong("twice", Q3, "every margin is still met", q3='"b"'),
    _wrong("four times", Q3, "does not depend on the square", q3='"c"'),
    _wrong("sparse is smaller", Q4, "sparsity does not come from here", q4='"a"'),
    _wrong("L2", Q4, "that is L2", q4='"b"'),
    _wrong("larger W", Q5, "moves no minimum", q5='"a"'),
    _wrong("hinge", Q6, "a lead of 1 is all", q6='"a"'),
    _wrong("both push", Q6, "content with a lead of 1", q6='"c"'),
    _wrong("neither pushes", Q6, "never content", q6='"d"'),
    _wrong("squared sum", Q7, "square each margin", q7="49"),
    _wrong("hinge in place of squared", Q7, "that is the hinge loss", q7="7"),
    _wrong("no biases", Q8, "the biases are learned too", q8="7840"),
    _wrong("one class", Q8, "each class has its own weights", q8="785"),
    _wrong("text", Q1, "expected a number", q1='"99"'),
    _wrong("nothing filled in", Q8, "nothing was filled in", q8="None"),
]
