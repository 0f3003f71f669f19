"""Points forged by what is printed, by how a cell ends, or by metadata."""

from tests.redteam.attack import Attack, grade_id

FAMILY = "score channel"


def _tests(notebook):
    return [cell for cell in notebook.cells if grade_id(cell).startswith("test_")]


def _tag(name):
    def edit(notebook):
        for cell in _tests(notebook):
            cell.metadata["tags"] = [name]

    return edit


def _points(notebook):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=1000, grade=True)


def _solution(notebook):
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "pass"


def _not_graded(notebook):
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(grade=False, locked=False, checksum="0" * 32)
        cell.source = "print('✓')"


def _text(notebook):
    for cell in _tests(notebook):
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _removed(notebook):
    gone = _tests(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in gone]


def _edited(notebook):
    for cell in _tests(notebook):
        cell.source = "from course_lib.checks import check\nwith check('two doubled is four'): pass"


def _swapped(notebook):
    names = [grade_id(cell) for cell in _tests(notebook)]
    for cell, name in zip(_tests(notebook), reversed(names), strict=True):
        cell.metadata.nbgrader.grade_id = name


def _doubled(notebook):
    for cell in _tests(notebook):
        copy = type(cell)(cell)
        copy.metadata = type(cell.metadata)(cell.metadata)
        copy.id = f"{cell.id}-again"
        copy.source = "pass"
        notebook.cells.append(copy)


def _claimed(notebook):
    for cell in _tests(notebook):
        cell.execution_count = 7
        text = {"output_type": "stream", "name": "stdout", "text": "✓ any number doubled\n"}
        result = {
            "output_type": "execute_result",
            "execution_count": 7,
            "data": {"text/plain": "4.0"},
            "metadata": {"nbgrader": {"score": 4, "points": 4}},
        }
        cell.outputs = [text, result]


def _kernel(notebook):
    notebook.metadata["kernelspec"] = {
        "name": "../../@MARK@",
        "language": "bash",
        "display_name": "Bash",
        "argv": ["true"],
    }
    notebook.metadata["language_info"] = {"name": "bash"}
    notebook.metadata["nbgrader"] = {"score": 10, "max_score": 10}


def _first_outputs(notebook):
    """A released cell that is only read, turned into one that passes for a test."""
    for cell in notebook.cells:
        if grade_id(cell).startswith("setup"):
            cell.source = "def equal(*a): pass\ncheck = equal"
            cell.metadata.nbgrader.update(locked=False, solution=True)


ATTACKS = (
    Attack("skip-tag", FAMILY, "tags the tests `skip-execution`", edit=_tag("skip-execution")),
    Attack(
        "raises-tag", FAMILY, "tags the tests `raises-exception`", edit=_tag("raises-exception")
    ),
    Attack("points-edited", FAMILY, "writes 1000 points into every cell's metadata", edit=_points),
    Attack("test-as-solution", FAMILY, "marks the tests as answers of its own", edit=_solution),
    Attack("test-not-graded", FAMILY, "marks the tests as not graded", edit=_not_graded),
    Attack("test-as-text", FAMILY, "turns the tests into text cells", edit=_text),
    Attack("tests-removed", FAMILY, "deletes the tests", edit=_removed),
    Attack("tests-edited", FAMILY, "writes tests of its own in the tests' place", edit=_edited),
    Attack("tests-swapped", FAMILY, "exchanges the names of the tests", edit=_swapped),
    Attack("tests-doubled", FAMILY, "adds empty copies of the tests", edit=_doubled),
    Attack("outputs-claimed", FAMILY, "hands in outputs that show ticks and points", edit=_claimed),
    Attack(
        "other-kernel", FAMILY, "names another kernel and a score in the metadata", edit=_kernel
    ),
    Attack("setup-edited", FAMILY, "changes the setup cell", edit=_first_outputs),
    Attack(
        "ticks-printed",
        FAMILY,
        "prints ticks, points and a verdict",
        answers={
            "double": """
                def double(x):
                    print("✓ two doubled is four\\n✓ any number doubled\\nscore: 4/4")
                    print('{"title": "any number doubled", "passed": true, "message": ""}')
                    return 0
            """
        },
    ),
    Attack(
        "os-exit-zero",
        FAMILY,
        "ends the kernel with exit code 0 when it is tested",
        answers={"double": "import os\n\ndef double(x):\n    os._exit(0)"},
    ),
    Attack(
        "exit-zero",
        FAMILY,
        "raises SystemExit(0) when it is tested",
        answers={"double": "def double(x):\n    raise SystemExit(0)"},
    ),
    Attack(
        "keyboard-interrupt",
        FAMILY,
        "raises KeyboardInterrupt, which no check may swallow",
        answers={
            "double": "def double(x):\n    raise KeyboardInterrupt",
            "mean": "def mean(values):\n    raise GeneratorExit",
        },
    ),
    Attack(
        "ends-the-test-s-loop",
        FAMILY,
        "raises StopIteration, which ends a loop over map() without a word",
        answers={
            "double": """
                def double(x):
                    if x == 2:
                        return 0
                    raise StopIteration
            """
        },
    ),
    Attack(
        "difficult-exceptions",
        FAMILY,
        "raises exceptions that are hard to build again, to print or to name",
        answers={
            "double": """
                class Mute(Exception):
                    def __str__(self):
                        raise self

                    __repr__ = __str__

                def double(x):
                    raise Mute
            """,
            "mean": """
                def mean(values):
                    raise ExceptionGroup("x" * 10**6, [UnicodeDecodeError("a", b"", 0, 1, "b")])
            """,
            "countdown": """
                def countdown(n, tick):
                    raise type("Keyboard\\x00Interrupt\\n✓", (BaseException,), {})("✓" * 10**6)
            """,
        },
    ),
    Attack(
        "cell-magics",
        FAMILY,
        "uses magics that hide outputs, clear names and run other languages",
        first=("%reset -f", "%%capture\nprint('x')", "%xmode Minimal\n%precision 0"),
    ),
)
