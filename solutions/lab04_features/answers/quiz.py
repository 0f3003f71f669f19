"""Answers to the quiz."""

from autograder.audit.answers import Right, Wrong

RIGHT = [
    Right("a float", "q1 = 0.0"),
    Right("computed", "q1 = 1 - 1"),
    Right("below 0", "q1 = -0.0"),
    Right("of a tensor", "q1 = torch.zeros(2).sum().item()"),
    Right("a product", "q1 = 2 * 0"),
    Right("rounded", "q1 = round(0.01)"),
]

_TITLE = "question 1: the sum of the means"

WRONG = [
    Wrong("one", "does not make it 1", "q1 = 1", _TITLE),
    Wrong("two", "their means are gone", "q1 = 2", _TITLE),
    Wrong("minus one", "not gone", "q1 = -1", _TITLE),
    Wrong("a half", "is no mean", "q1 = 0.5", _TITLE),
    Wrong("three", "do not matter", "q1 = 3", _TITLE),
    Wrong("a median", "a median", "q1 = 1.5", _TITLE),
    Wrong("ten", "nothing is nothing", "q1 = 10", _TITLE),
    Wrong("a word", "", 'q1 = "zero"', _TITLE),
]
