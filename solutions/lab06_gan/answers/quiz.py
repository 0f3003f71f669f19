"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong, but

#: Every question answered rightly, as Python code.
_PLAIN = '''
q1 = 6
q2 = 2 * math.log(2)
q3 = -100
q4 = 0.75
q5 = "b"
q6 = "c"'''

RIGHT = [
    Right(
        "floats", but(_PLAIN, "q1 = 6", "q1 = 6.0", "2 * math.log(2)", "1.386", "-100", "-100.0")
    ),
    Right("log 4", but(_PLAIN, "2 * math.log(2)", "math.log(4)", "0.75", "3 / 4")),
    Right(
        "computed",
        """
        q1 = 2 * 3
        q2 = -2 * math.log(0.5)
        q3 = round(-100.2)
        q4 = 0.3 / 0.4
        q5 = 'b'
        q6 = 'c'""",
    ),
    Right("two digits", but(_PLAIN, "2 * math.log(2)", "1.39")),
    Right(
        "from torch",
        """
        q1 = 6
        q2 = 2 * F.softplus(torch.tensor(0.0)).item()
        q3 = F.logsigmoid(torch.tensor(-100.0)).item()
        q4 = torch.tensor([0.3, 0.1]).softmax(0).numel() * 0.375
        q5 = "abcd"[1]
        q6 = "abcd"[2]""",
    ),
    Right(
        "sums",
        '''
        q1 = 1 + 5
        q2 = math.log(2) + math.log(2)
        q3 = -(10**2)
        q4 = 1 - 0.25
        q5 = "b"
        q6 = "c"''',
    ),
    Right(
        "as they are said",
        '''
q1 = len([1, 2, 3, 4, 5, 6])
q2 = 1.3863
q3 = -100.0
q4 = 0.3 / (0.3 + 0.1)
q5 = "b"
q6 = "c"''',
    ),
    Right(
        "from the lab's own functions",
        '''
q1 = 6
q2 = float(torch.log(torch.tensor(4.0)))
q3 = -int(F.softplus(torch.tensor(100.0)))
q4 = 1 / (1 + 0.1 / 0.3)
q5, q6 = "bc"''',
    ),
]

WRONG = [
    Wrong(
        "1 is 3",
        says="half the way round",
        check="question 1: back at the start",
        code=but(_PLAIN, "q1 = 6", "q1 = 3"),
    ),
    Wrong(
        "1 is 7",
        says="count the steps",
        check="question 1: back at the start",
        code=but(_PLAIN, "q1 = 6", "q1 = 7"),
    ),
    Wrong(
        "2 is -2 * math.log(2)",
        says="that is V",
        check="question 2: the loss of a D that knows nothing",
        code=but(_PLAIN, "2 * math.log(2)", "-2 * math.log(2)"),
    ),
    Wrong(
        "2 is math.log(2)",
        says="there are two means",
        check="question 2: the loss of a D that knows nothing",
        code=but(_PLAIN, "2 * math.log(2)", "math.log(2)"),
    ),
    Wrong(
        "3 is 100",
        says="the sign is wrong",
        check="question 3: the log of a very small number",
        code=but(_PLAIN, "-100", "100"),
    ),
    Wrong(
        "3 is 0",
        says="that is log σ(100)",
        check="question 3: the log of a very small number",
        code=but(_PLAIN, "-100", "0"),
    ),
    Wrong(
        "4 is 0.25",
        says="q / (p + q)",
        check="question 4: the best discriminator",
        code=but(_PLAIN, "0.75", "0.25"),
    ),
    Wrong(
        "4 is 3.0",
        says="p / q",
        check="question 4: the best discriminator",
        code=but(_PLAIN, "0.75", "3.0"),
    ),
    Wrong(
        '5 is "a"',
        says="σ(-10)",
        check="question 5: where D is sure of a fake",
        code=but(_PLAIN, 'q5 = "b"', 'q5 = "a"'),
    ),
    Wrong(
        '5 is "c"',
        says="the minimax form has",
        check="question 5: where D is sure of a fake",
        code=but(_PLAIN, 'q5 = "b"', 'q5 = "c"'),
    ),
    Wrong(
        '5 is "d"',
        says="nearly -1",
        check="question 5: where D is sure of a fake",
        code=but(_PLAIN, 'q5 = "b"', 'q5 = "d"'),
    ),
    Wrong(
        '6 is "a"',
        says="as varied as the data",
        check="question 6: the picture of an illness",
        code=but(_PLAIN, 'q6 = "c"', 'q6 = "a"'),
    ),
    Wrong(
        '6 is "b"',
        says="near 1",
        check="question 6: the picture of an illness",
        code=but(_PLAIN, 'q6 = "c"', 'q6 = "b"'),
    ),
    Wrong(
        '6 is "d"',
        says="above 1.006",
        check="question 6: the picture of an illness",
        code=but(_PLAIN, 'q6 = "c"', 'q6 = "d"'),
    ),
    Wrong(
        "6 is None",
        says="nothing was filled in",
        check="question 6: the picture of an illness",
        code=but(_PLAIN, 'q6 = "c"', "q6 = None"),
    ),
    Wrong(
        "1 is None",
        says="nothing was filled in",
        check="question 1: back at the start",
        code=but(_PLAIN, "q1 = 6", "q1 = None"),
    ),
    Wrong(
        "2 as text",
        says="expected a number",
        check="question 2: the loss of a D that knows nothing",
        code=but(_PLAIN, "q2 = 2 * math.log(2)", 'q2 = "2 log 2"'),
    ),
    Wrong(
        "6 in capitals",
        says="expected one of",
        check="question 6: the picture of an illness",
        code=but(_PLAIN, 'q6 = "c"', 'q6 = "C"'),
    ),
]
