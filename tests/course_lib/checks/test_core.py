"""The block ``with check``: ticks, explained failures, and recorders."""

import json

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

from course_lib.checks import (
    CheckFailed,
    JsonLinesRecorder,
    ListRecorder,
    Outcome,
    check,
    close,
    expect,
    recording,
)


def test_a_passing_check_prints_a_tick(capsys):
    with check("two is two"):
        expect(2 == 2, "unreached")
    assert capsys.readouterr().out == "✓ two is two\n"


def test_a_failing_check_says_title_reason_and_hint():
    with pytest.raises(CheckFailed) as caught, check("sum", hint="add"):
        close(torch.tensor(1.0), 2.0)
    assert str(caught.value) == "✗ sum\n  expected 2, got 1\n  hint: add"


def test_a_failure_shows_no_traceback_of_the_checks_own():
    """IPython prints what `_render_traceback_` gives; the cause is cut off too."""
    with pytest.raises(CheckFailed) as caught, check("sum"):
        close(1.0, 2.0)
    assert caught.value._render_traceback_() == ["✗ sum", "  expected 2, got 1"]
    assert caught.value.__suppress_context__


def test_in_ipython_a_failing_check_reads_as_its_message_alone(capsys):
    shell = InteractiveShell.instance()
    try:
        shell.run_cell(
            "from course_lib.checks import check, close\nwith check('sum'):\n    close(1.0, 2.0)"
        )
    finally:
        InteractiveShell.clear_instance()
    out = capsys.readouterr().out
    assert out.strip() == "✗ sum\n  expected 2, got 1"


def test_under_a_recorder_every_check_runs_and_the_cell_goes_on():
    with recording(ListRecorder()) as kept:
        for number in (1, 2, 3):
            with check(f"number {number} is even", hint="divide"):
                expect(number % 2 == 0, f"{number} is odd")
    assert kept.outcomes == [
        Outcome("number 1 is even", False, "1 is odd", "divide"),
        Outcome("number 2 is even", True, "", "divide"),
        Outcome("number 3 is even", False, "3 is odd", "divide"),
    ]


def test_the_log_named_by_the_environment_gets_one_json_line_a_check(tmp_path, monkeypatch):
    log = tmp_path / "log.jsonl"
    monkeypatch.setenv("COURSE_CHECKS", str(log))
    with check("first"):
        expect(False, "no — ever")
    with check("second"):
        pass
    rest = {"hint": None, "points": None, "form": False}
    assert [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] == [
        {"title": "first", "passed": False, "message": "no — ever", **rest},
        {"title": "second", "passed": True, "message": "", **rest},
    ]


def test_a_recorder_is_in_force_inside_its_block_only(tmp_path, capsys):
    with recording(JsonLinesRecorder(tmp_path / "log")), check("inside"):
        pass
    with check("outside"):
        pass
    assert capsys.readouterr().out == "✓ outside\n"


def _stub():
    raise NotImplementedError("predict: write your answer here")


def _typo():
    return undefined_name


def _leaves():
    raise SystemExit(0)


def _divides():
    return 1 / 0


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(_stub, "not written yet", id="stub"),
        pytest.param(_typo, "the name `undefined_name` is not defined", id="missing name"),
        pytest.param(_leaves, "your code called exit()", id="exit"),
        pytest.param(_divides, "ZeroDivisionError: division by zero (in _divides", id="crash"),
    ],
)
def test_whatever_the_answer_raises_becomes_a_sentence(answer, message):
    with recording(ListRecorder()) as kept, check("answer"):
        answer()
    (outcome,) = kept.outcomes
    assert not outcome.passed
    assert message in outcome.message
    assert "\n" not in outcome.message


def test_an_exercise_not_begun_gets_no_hint():
    with recording(ListRecorder()) as kept, check("answer", hint="the answer, nearly"):
        _stub()
    assert kept.outcomes == [Outcome("answer", False, "not written yet")]


def test_the_line_quoted_is_the_students_own():
    with recording(ListRecorder()) as kept, check("answer"):
        _divides()
    assert "`return 1 / 0`" in kept.outcomes[0].message


def test_an_interrupt_by_the_user_is_no_failed_check():
    with recording(ListRecorder()) as kept, pytest.raises(KeyboardInterrupt), check("answer"):
        raise KeyboardInterrupt
    assert kept.outcomes == []
