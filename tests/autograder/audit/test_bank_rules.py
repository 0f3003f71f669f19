"""An exercise without enough known answers is told of, with what to write."""

import dataclasses

from autograder.audit import bank_problems
from autograder.audit.answers import Bank, Right, Wrong
from tests.autograder.audit.tiny import SHARP, tiny

RIGHT = tuple(Right(f"right {i}", f"x = {i}", "mean_square") for i in range(6))
WRONG = tuple(
    Wrong(exercise="mean_square", name=f"wrong {i}", says="", code=f"x = {i}", check="by hand")
    for i in range(8)
)


def test_a_bank_that_is_large_enough_has_no_problem():
    assert bank_problems(tiny(SHARP), Bank(RIGHT, WRONG)) == []


def test_an_exercise_without_answers_is_told_what_to_write():
    [problem] = bank_problems(tiny(SHARP), Bank())
    assert (
        "mean_square: write solutions/tiny/answers/mean_square.py with at least 6 Right(...)"
        in problem
    )
    assert "8 Wrong(...)" in problem


def test_a_bank_that_is_too_small_is_told_by_how_much():
    few, fewer = bank_problems(tiny(SHARP), Bank(RIGHT[:5], WRONG[:3]))
    assert "has 5 right answers, at least 6 are needed" in few
    assert "has 3 wrong answers, at least 8 are needed" in fewer


def test_a_wrong_answer_names_a_check_that_there_is():
    unnamed = dataclasses.replace(WRONG[0], check="")
    mistyped = dataclasses.replace(WRONG[1], check="by foot")
    first, second = bank_problems(tiny(SHARP), Bank(RIGHT, (unnamed, mistyped, *WRONG[2:])))
    assert "no check named: write check= one of by hand; random numbers; a tensor" in first
    assert "no check 'by foot'" in second


def test_answers_have_names_and_codes_of_their_own_and_exercises_that_there_are():
    again = dataclasses.replace(RIGHT[1], name="again")
    astray = dataclasses.replace(RIGHT[0], exercise="median")
    twin = dataclasses.replace(RIGHT[0], code="x = 9")
    problems = " ".join(bank_problems(tiny(SHARP), Bank((*RIGHT, again, astray, twin), WRONG)))
    assert "'right 1' and 'again' to mean_square are the same" in problems
    assert "no exercise 'median'" in problems
    assert "2 answers to mean_square are called 'right 0'" in problems
