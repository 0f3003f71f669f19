"""Each mistake in a lab's source is found, on its line, with what to write instead."""

from pathlib import Path

import pytest

from autograder.labsource import problems, read_lab

EXERCISE = '# %% role="exercise" id="f"\n### BEGIN SOLUTION\nf = 1\n### END SOLUTION\n'
TEST = '# %% role="test" id="f" points=1\nassert f\n'
PAIR = f"{EXERCISE}\n{TEST}\n"  # what follows it starts on line 9


def found(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "solutions" / "lab" / "lab.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in problems(read_lab(path))]


def test_a_right_lab_has_no_problems(tmp_path: Path, tiny_lab: str):
    """One cell of every role, written as it should be, passes."""
    assert found(tmp_path, tiny_lab) == []


def test_a_problem_reads_like_a_compiler_message(tmp_path: Path):
    """Path from the course's root, line, what is wrong, what to write."""
    path = tmp_path / "solutions" / "lab" / "lab.py"
    path.parent.mkdir(parents=True)
    path.write_text("# %%\nx = 1\n", encoding="utf-8")
    assert [str(problem) for problem in problems(read_lab(path))] == [
        "solutions/lab/lab.py:1: a code cell without a role; "
        "write role= one of setup, given, demo, exercise, test, quiz"
    ]


CHECKED = EXERCISE + '# %% role="test" id="f" points=2\n'  # the test cell is on line 5
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS\n"

MISTAKES = {
    "points that do not add up": (
        CHECKED + 'with check("a", points=1):\n    equal(f, 1)\n',
        5,
        "the checks are worth 1 points, the cell is worth 2; let them add up to 2",
    ),
    "form is a tenth": (
        CHECKED
        + 'with check("a", form=True):\n    shape(f, ())\n'
        + 'with check("b", points=2):\n    equal(f, 1)\n',
        5,
        "let them add up to 1.8, as form is a tenth",
    ),
    "points on some": (
        CHECKED
        + 'with check("a", points=2):\n    equal(f, 1)\n'
        + 'with check("b"):\n    equal(f, 1)\n',
        8,
        "no points, but other checks have some",
    ),
    "points below zero": (
        CHECKED + 'with check("a", points=-2):\n    equal(f, 1)\n',
        6,
        "points=-2 is not positive",
    ),
    "points on form": (
        CHECKED + 'with check("a", form=True, points=1):\n    shape(f, ())\n',
        6,
        "points on a check of form; remove them",
    ),
    "form that is not marked": (
        CHECKED + 'with check("a"):\n    contract(f, g, h, values=False)\n',
        6,
        "any value of the right form passes; write form=True",
    ),
    "form alone": (
        CHECKED + 'with check("a", form=True):\n    shape(f, ())\n',
        5,
        "every check is about form",
    ),
    "hidden and not said": (
        CHECKED + HIDDEN.format('with check("a"):\n    equal(f, 1)'),
        7,
        "a hidden check that does not say what it tests",
    ),
    "said too short": (
        CHECKED + HIDDEN.format('with check("a", says="f"):\n    equal(f, 1)'),
        7,
        "is too short; quote a sentence",
    ),
    "said nowhere": (
        "# %% [markdown]\n# f is two.\n\n"
        + CHECKED
        + HIDDEN.format('with check("a", says="f is one."):\n    equal(f, 1)'),
        10,
        'says="f is one.", which the text above does not',
    ),
    "empty file": ("", 1, "no cells; start with"),
    "no role": ("# %%\nx = 1\n", 1, "a code cell without a role"),
    "unknown role": ('# %% role="exersise"\nx = 1\n', 1, 'did you mean role="exercise"?'),
    "strange role": ('# %% role="zzz"\nx = 1\n', 1, "use one of setup, given"),
    "code role on text": ('# %% [markdown] role="given"\n# x\n', 1, "on markdown"),
    "written on code": (
        '# %% role="written" id="w" points=1\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n',
        1,
        'role="written" on a code cell; write `# %% [markdown] role="written"`',
    ),
    "raw cell": ("# %% [raw]\n# x\n", 1, "a raw cell"),
    "unquoted key": ("# %% role=demo\nx = 1\n", 1, "keys that cannot be read: role=demo"),
    "unquoted points": (
        EXERCISE + '# %% role="test" id="f" points=three\nassert f\n',
        5,
        "keys that cannot be read",
    ),
    "misspelt key": (
        EXERCISE + '# %% role="test" id="f" ponits=3\nassert f\n',
        5,
        'unknown key "ponits"; did you mean "points"?',
    ),
    "test without exercise": (PAIR + TEST.replace('"f"', '"g"'), 9, 'a test of "g"'),
    "near miss in a test's id": (
        PAIR.replace('"f"', '"distances"') + TEST.replace('"f"', '"distance"'),
        9,
        'did you mean id="distances"?',
    ),
    "exercise without test": (EXERCISE, 1, 'exercise "f" has no test; write `# %% role="test"'),
    "quiz without test": (EXERCISE.replace("exercise", "quiz"), 1, 'quiz "f" has no test'),
    "exercise after its test": (TEST + EXERCISE, 3, '"f" comes after its test (line 1)'),
    "no solution": (
        '# %% role="exercise" id="f"\nf = 1\n\n' + TEST,
        1,
        'exercise "f" has no solution; write it between `### BEGIN SOLUTION`',
    ),
    "solution not ended": (
        '# %% role="exercise" id="f"\nx = 0\n### BEGIN SOLUTION\nf = 1\n\n' + TEST,
        3,
        "`### BEGIN SOLUTION` is never ended; write `### END SOLUTION`",
    ),
    "solution not begun": (
        '# %% role="exercise" id="f"\nf = 1\n### END SOLUTION\n\n' + TEST,
        3,
        "`### END SOLUTION` ends nothing; write `### BEGIN SOLUTION`",
    ),
    "solution begun twice": (
        '# %% role="exercise" id="f"\n### BEGIN SOLUTION\n### BEGIN SOLUTION\nf = 1\n'
        "### END SOLUTION\n\n" + TEST,
        2,
        "is never ended",
    ),
    "hidden tests not ended": (
        EXERCISE + TEST + "### BEGIN HIDDEN TESTS\nassert f == 1\n",
        7,
        "`### BEGIN HIDDEN TESTS` is never ended",
    ),
    "solution in a given cell": (
        '# %% role="given"\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n',
        2,
        "in a cell that is not exercise or quiz or written",
    ),
    "hidden tests in a demo": (
        '# %% role="demo"\n### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS\n',
        2,
        "in a cell that is not test",
    ),
    "a marker in prose": (
        "# %% [markdown]\n# Write between BEGIN SOLUTION and the end.\n",
        2,
        "nbgrader takes this line for a marker",
    ),
    "written without solution": (
        '# %% [markdown] role="written" id="w" points=1\n# Why?\n',
        1,
        'written "w" has no solution',
    ),
    "duplicate id": (PAIR + EXERCISE, 9, 'a second cell called "f" (the first: line 1)'),
    "duplicate test": (PAIR + TEST, 9, 'a second cell called "test_f"'),
    "an id that collides with a test's": (
        PAIR + PAIR.replace('"f"', '"test_f"'),
        9,
        'a second cell called "test_f" (the first: line 6)',
    ),
    "no id": (TEST.replace('id="f" ', ""), 1, 'role="test" without an id'),
    "capital id": (EXERCISE.replace('"f"', '"F"'), 1, "id 'F' is not of a-z, 0-9 and _"),
    "id on text": ('# %% [markdown] id="w"\n# x\n', 1, 'id="w" on text'),
    "no points": (EXERCISE + TEST.replace(" points=1", ""), 5, "without points; write points=3"),
    "zero points": (EXERCISE + TEST.replace("=1", "=0"), 5, "points=0 is not a positive number"),
    "true points": (EXERCISE + TEST.replace("=1", "=true"), 5, "is not a positive number"),
    "quoted points": (EXERCISE + TEST.replace("=1", '="1"'), 5, "points='1' is not a positive"),
    "points on an exercise": (
        PAIR.replace('id="f"\n', 'id="f" points=2\n', 1),
        1,
        'points on role="exercise"; only test and written',
    ),
    "points on text": ("# %% [markdown] points=1\n# x\n", 1, "points on a cell without a role"),
    "test uses a demo's name": (
        '# %% role="demo"\nscores = 1\n\n' + EXERCISE + TEST + "assert scores == f\n",
        10,
        'this test cell uses "scores", which only a demo defines (line 1)',
    ),
    "exercise uses a demo's name": (
        '# %% role="demo"\nscores = 1\n\n' + PAIR.replace("f = 1", "f = lambda: scores"),
        6,
        'this exercise cell uses "scores", which only a demo defines',
    ),
    "exercise uses a test's name": (
        PAIR.replace("f = 1", "f = helper") + "helper = 2\n",
        3,
        'this exercise cell uses "helper", which only a test defines',
    ),
    "syntax error": (
        '# %% role="given"\nx = 1\ny = = 2\n',
        3,
        "not Python: invalid syntax",
    ),
    "starts as outside a solution": (
        PAIR + '# %% role="given"\n### STARTS AS\n# x = 1\n',
        10,
        "`### STARTS AS` outside a solution",
    ),
    "starts as twice": (
        PAIR.replace("f = 1\n", "f = 1\n### STARTS AS\n# f = 0\n### STARTS AS\n"),
        6,
        "a second `### STARTS AS`",
    ),
    "code after starts as": (
        PAIR.replace("f = 1\n", "f = 1\n### STARTS AS\nf = 0\n"),
        5,
        "code after `### STARTS AS`; comment the line out",
    ),
    "text after starts as": (
        PAIR.replace("f = 1\n", "f = 1\n### STARTS AS f = 0\n"),
        4,
        "text after `### STARTS AS`",
    ),
    "starts as in text": (
        '# %% [markdown] role="written" id="w" points=1\n# ### BEGIN SOLUTION\n# x\n'
        "# ### STARTS AS\n# ### END SOLUTION\n",
        4,
        "`### STARTS AS` in text",
    ),
    "stub at the wrong depth": (
        '# %% role="exercise" id="f"\ndef f():\n### BEGIN SOLUTION\n    return 1\n'
        "### END SOLUTION\n\n" + TEST,
        3,
        "without the solution the cell is not Python",
    ),
    "import of the grader": (
        '# %% role="setup"\nimport math\nfrom autograder.labsource import Lab\n',
        3,
        "imports autograder",
    ),
    "hidden import of the grader": (
        '# %% role="demo"\ndef f():\n    import autograder.cli as c\n',
        3,
        "imports autograder",
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_found_on_its_line(tmp_path: Path, text: str, line: int, message: str):
    """The mistake is among the problems of the file, with its line and the advice."""
    matching = [problem for problem in found(tmp_path, text) if message in problem[1]]
    assert [number for number, _ in matching] == [line], found(tmp_path, text)


def test_all_mistakes_are_reported_at_once(tmp_path: Path):
    """Three mistakes in three cells give three problems, in the order of the file."""
    text = '# %%\nx = 1\n\n# %% role="demmo"\ny = 2\n\n# %% role="given"\nz = (\n'
    assert [line for line, _ in found(tmp_path, text)] == [1, 4, 8]


RIGHT = {
    "a demo's name that a given cell defines as well": (
        '# %% role="demo"\nn = 1\n\n# %% role="given"\nn = 2\n\n'
        + PAIR.replace("assert f", "assert f == n")
    ),
    "a demo's loop variable used again in a test": (
        '# %% role="demo"\nfor i in range(3):\n    print(i)\n\n'
        + PAIR.replace("assert f", "for i in range(2):\n    assert f + i")
    ),
    "a name from an earlier test, used in a test": (
        PAIR + "seen = 1\n" + PAIR.replace('"f"', '"g"').replace("assert f", "assert seen")
    ),
    "a demo that uses another demo's name": '# %% role="demo"\na = 1\n\n# %% role="demo"\nb = a\n',
    "a magic in a demo": '# %% role="demo"\n# %matplotlib inline\na = 1\n',
    "two solutions in one class": (
        '# %% role="exercise" id="f"\nclass f:\n    def a(self):\n        ### BEGIN SOLUTION\n'
        "        return 1\n        ### END SOLUTION\n\n    def b(self):\n"
        "        ### BEGIN SOLUTION\n        return 2\n        ### STARTS AS\n"
        "        # return 0  # one bug\n        ### END SOLUTION\n\n" + TEST
    ),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_not_reported(tmp_path: Path, text: str):
    """Code that resembles a mistake but is none gives no problem."""
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# %% [markdown]\n# So **f\n# is** `one`.\n\n" + EXERCISE, id="markdown"),
        pytest.param(EXERCISE.replace("### BEGIN", "# f is one.\n### BEGIN"), id="stub"),
    ],
)
def test_a_hidden_check_may_quote_what_students_read(tmp_path: Path, text: str):
    """Emphasis and line breaks do not matter; the solution itself is not read."""
    test = '# %% role="test" id="f" points=1\n' + HIDDEN.format(
        'with check("a", says="f is one."):\n    equal(f, 1)'
    )
    assert found(tmp_path, f"{text}\n{test}") == []
    secret = EXERCISE.replace("f = 1", "f = 1  # f is one.")
    assert "the text above does not" in found(tmp_path, f"{secret}\n{test}")[0][1]
