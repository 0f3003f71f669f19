"""A real kernel, in the sandbox and without: cells, sessions, and all ways to go wrong."""

import gc
import logging
import tempfile
import time
from pathlib import Path

import psutil
import pytest
import torch

from autograder.judging.cells import Namespace, judge_cell, run_setup
from autograder.kernels.kernel import KernelFailed, StudentKernel
from autograder.labsource import read_lab
from autograder.labsource.reference import outcomes
from autograder.protocol.client import ProtocolError
from autograder.sandbox.limits import MIB, SandboxLimits
from course_lib.checks import ListRecorder

ISOLATIONS = ["none", pytest.param("bubblewrap", marks=pytest.mark.needs("sandbox"))]
SMALL = SandboxLimits(output_bytes=MIB)

CELL = """
import time
def double(x): return x * 2
def spin():
    while True: pass
def stubborn():
    while True:
        try: time.sleep(60)
        except KeyboardInterrupt: pass
def die():
    import os
    os._exit(1)
def shout():
    for i in range(100): print("x" * 100_000)
    time.sleep(30)
"""


@pytest.fixture(params=ISOLATIONS)
def kernel(request):
    """A started kernel in which `CELL` has run."""
    with (
        tempfile.TemporaryDirectory(prefix="judge-") as folder,
        StudentKernel(request.param, Path(folder), SMALL) as kernel,
    ):
        assert kernel.run(CELL).status == "ok"
        yield kernel


def texts(run):
    """What a cell printed."""
    return "".join(output["text"] for output in run.outputs if output["output_type"] == "stream")


def test_cells_run_in_order_and_keep_their_outputs(kernel):
    run = kernel.run("%time x = 40\nprint('hello')\nx + 2")
    assert (run.status, run.reason) == ("ok", "")
    assert "hello" in texts(run)
    assert run.outputs[-1]["data"]["text/plain"] == "42"
    run = kernel.run("print(x)\n1 / 0")
    assert run.status == "error"
    assert run.reason == "it stopped with ZeroDivisionError: division by zero"
    assert texts(run) == "40\n"
    assert kernel.run("").status == "ok"
    assert kernel.run("def f(:").reason.startswith("it stopped with SyntaxError: ")
    assert kernel.usable


def test_an_error_that_hides_its_output_is_one_all_the_same(kernel):
    source = "class Quiet(Exception):\n    def _render_traceback_(self): return []\nraise Quiet"
    assert kernel.run(source).status == "error"


def test_the_judge_asks_in_sessions_between_cells(kernel):
    with kernel.session() as student:
        assert student.value("double")(21) == 42
        assert student.value("double")(torch.ones(2)).tolist() == [2, 2]
        with pytest.raises(NameError):
            student.value("late")
    assert kernel.run("late = double(4)").status == "ok"
    with kernel.session() as student:
        assert student.value("late") == 8
    assert kernel.usable


def test_a_call_without_end_costs_its_session_only(kernel):
    began = time.monotonic()
    with kernel.session(call_seconds=0.5) as student:
        with pytest.raises(ProtocolError, match="in time"):
            student.value("spin")()
        assert student.stop
    assert time.monotonic() - began < 10
    assert kernel.usable
    with kernel.session() as student:
        assert student.value("double")(1) == 2


def test_a_cell_without_end_is_interrupted_and_the_kernel_lives(kernel):
    run = kernel.run("print('begun', flush=True)\nspin()", timeout=0.7)
    assert (run.status, texts(run)) == ("timeout", "begun\n")
    assert run.reason == "it ran longer than 0.7 s: look for a loop that never ends"
    assert kernel.usable
    assert kernel.run("1").status == "ok"


def test_a_kernel_that_ends_is_told_and_another_takes_its_place(kernel):
    with kernel.session() as student, pytest.raises(ProtocolError, match="kernel ended while"):
        student.value("die")()
    assert not kernel.usable
    assert kernel.run("1").status == "died"
    with kernel.session() as student:
        assert str(student.stop) == "your code's kernel had ended before"
    kernel.restart()
    assert kernel.run("double").reason.startswith("it stopped with NameError")
    run = kernel.run("import os; os._exit(0)")
    assert (run.status, kernel.usable) == ("died", False)


def test_a_flood_is_stopped_wherever_it_comes_from(kernel):
    run = kernel.run("for i in range(100): print('x' * 100_000)\nspin()", timeout=30)
    assert (run.status, kernel.usable) == ("flooded", False)
    assert run.reason == "it printed more than 1 MiB and was stopped"
    assert run.seconds < 20
    assert len(texts(run)) <= MIB
    kernel.restart()
    run = kernel.run("print('x' * 20_000_000)")
    assert run.status == "flooded"
    kernel.restart()
    kernel.run(CELL)
    with kernel.session() as student, pytest.raises(ProtocolError, match="printed more than 1 MiB"):
        student.value("shout")()


@pytest.mark.slow
def test_a_kernel_that_is_ended_in_the_middle_of_a_cell_says_nothing(kernel, caplog, monkeypatch):
    """Nbclient asks once a second whether it is alive, and a person would see what it says."""
    monkeypatch.setattr(logging.getLogger("asyncio"), "level", logging.NOTSET)
    running = kernel._loop.submit(kernel._driver.execute("time.sleep(60)", 60))
    time.sleep(0.5)
    kernel.restart()
    time.sleep(1.2)
    assert running.result(timeout=10).status == "died"
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


@pytest.mark.slow
def test_what_does_not_react_is_ended(kernel):
    run = kernel.run("stubborn()", timeout=0.5)
    assert (run.status, kernel.usable) == ("timeout", False)
    kernel.restart()
    kernel.run(CELL)
    with kernel.session(call_seconds=0.5) as student, pytest.raises(ProtocolError):
        student.value("stubborn")()
    assert not kernel.usable


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_no_process_and_no_thread_is_left_behind(isolation):
    import threading

    def descendants():
        return set(psutil.Process().children(recursive=True))

    before, threads = descendants(), threading.active_count()
    with (
        tempfile.TemporaryDirectory(prefix="judge-") as folder,
        StudentKernel(isolation, Path(folder)) as kernel,
    ):
        source = "import subprocess; p = subprocess.Popen(['sleep', '60'], start_new_session=True)"
        assert kernel.run(source).status == "ok"
        started = descendants() - before
        assert len(started) >= 2
    _, alive = psutil.wait_procs(started, timeout=5)
    assert not alive
    assert threading.active_count() <= threads


def test_the_kernels_environment_holds_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("COURSE_SECRET", "s3cret")
    with (
        tempfile.TemporaryDirectory(prefix="judge-") as folder,
        StudentKernel("none", Path(folder), env={"COURSE_DEVICE": "cpu"}) as kernel,
    ):
        run = kernel.run(
            "import os, course_protocol\n"
            "print('s3cret' in repr(os.environ), os.environ['COURSE_DEVICE'], "
            "course_protocol.__name__)"
        )
    assert texts(run) == "False cpu course_protocol\n"


def test_where_no_kernel_starts_the_reason_is_said(monkeypatch):
    from autograder.kernels import managers

    broken = ["-c", "import sys; sys.exit('no such thing')"]
    monkeypatch.setattr(managers, "_ARGUMENTS", [])
    monkeypatch.setattr(
        managers, "get_kernel_dict", lambda _: {"argv": ["false", *broken], "display_name": "x"}
    )
    with (
        tempfile.TemporaryDirectory(prefix="judge-") as folder,
        pytest.raises(KernelFailed, match="no kernel starts here"),
        StudentKernel("none", Path(folder)),
    ):
        pass


@pytest.mark.parametrize("folder", [Path("relative"), Path("/long" * 20)], ids=str)
def test_a_folder_that_holds_no_sockets_is_refused(folder):
    with pytest.raises(ValueError, match="expected an absolute folder of at most 80 bytes"):
        StudentKernel("none", folder)


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_the_reference_solution_of_lab_1_passes_every_check_in_a_kernel(isolation):
    lab = read_lab(Path(__file__).parents[3] / "solutions/lab01_knn/lab01_knn.py")
    namespace, found = Namespace(), {}
    with (
        tempfile.TemporaryDirectory(prefix="judge-") as folder,
        StudentKernel(isolation, Path(folder)) as kernel,
    ):
        for cell in lab.of("setup", "given", "exercise", "quiz", "test"):
            if cell.role == "setup":
                run_setup(cell.source, namespace)
            if cell.role != "test":
                assert kernel.run(cell.source).status == "ok"
                continue
            with kernel.session() as student:
                recorder = ListRecorder(seed="a kernel's")
                found[cell.id] = judge_cell(cell.source, namespace, student, recorder)
    assert found == outcomes(lab, seed="a kernel's")
    assert all(outcome.passed for kept in found.values() for outcome in kept)
