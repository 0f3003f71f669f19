"""Texts are parsed one at a time, and once more where a library's own parsing came in between."""

import ast

import pytest

from course_tools.parsing import parse


def test_a_tree_that_was_interrupted_is_built_again(monkeypatch):
    built = ast.parse("x = 1")
    answers = [SystemError("AST constructor recursion depth mismatch"), built]

    def interrupted(source):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(ast, "parse", interrupted)
    assert parse("x = 1") is built


def test_what_is_no_python_is_said_at_once_and_bars_nobody():
    for _ in range(2):
        with pytest.raises(SyntaxError):
            parse("x = ")
    assert ast.dump(parse("x")) == ast.dump(ast.parse("x"))
