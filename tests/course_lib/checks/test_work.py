"""Rules about how an answer works look at what it does: no way of writing it hides that."""

import contextlib
import io
import subprocess
import sys
import threading

import pytest
import torch

from course_lib.checks import CheckFailed, forbid, measure_work
from course_lib.checks.torch_work import AUTOGRAD_DOORS
from tests.course_lib.checks.honest_styles import HONEST
from tests.course_lib.checks.rule_cases import RULES, SETUP
from tests.course_lib.checks.ways_round import WAYS_ROUND

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.script:FutureWarning")


def run(code):
    """An answer's names, as a function that looks them up."""
    names = {}
    exec(compile(SETUP + code, "<answer>", "exec"), names)
    return names.__getitem__


@pytest.mark.parametrize("case", WAYS_ROUND, ids=str)
def test_no_way_round_keeps_to_the_rule_though_it_answers_rightly(case):
    _, rule, right = RULES[case.rule]
    names = run(case.code)
    with pytest.raises(CheckFailed, match=r"loop|uses|thread"):
        rule(names)
    right(names)


@pytest.mark.parametrize("case", HONEST, ids=str)
def test_every_honest_style_keeps_to_the_rule(case):
    _, rule, right = RULES[case.rule]
    names = run(case.code)
    with contextlib.redirect_stdout(io.StringIO()):
        rule(names)
        right(names)


def test_there_are_enough_of_both():
    assert len({str(case) for case in WAYS_ROUND}) == len(WAYS_ROUND) >= 76
    assert len({str(case) for case in HONEST}) == len(HONEST) >= 25


def test_rounds_and_calls_are_counted_exactly():
    def twice(x):
        return 2 * x

    def loop(n):
        for i in range(n):
            twice(i)

    def nested(n):
        for _ in range(n):
            for _ in range(n):
                pass

    work = measure_work(loop, 7)
    assert (work.jumps, work.calls) == (7, 8)
    assert measure_work(nested, 5).jumps == 5 + 25
    assert measure_work(lambda n: sorted(range(n), key=lambda i: -i), 6).calls == 1 + 6


def test_what_a_first_call_imports_is_no_step_of_the_answers(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "heavy_for_once.py").write_text("for i in range(5000):\n    str(i)\n")

    def importing():
        import heavy_for_once  # pyright: ignore[reportMissingImports]

        return heavy_for_once

    first = measure_work(importing)
    assert (first.jumps, first.calls) == (0, 1)


def test_a_fresh_process_counts_as_a_used_one_does():
    code = (
        "import torch\nfrom course_lib.checks import measure_work\n"
        "work = measure_work(lambda x: (x[:, None] - x).abs().sum(), torch.ones(4))\n"
        "print(work.jumps, work.calls, work.torch)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    work = measure_work(lambda x: (x[:, None] - x).abs().sum(), torch.ones(4))
    assert done.stdout.split() == [str(work.jumps), str(work.calls), str(work.torch)]


def test_operations_are_counted_by_name():
    work = measure_work(lambda x: torch.stack([*x.unbind()]).sum(), torch.ones(4, 2))
    assert work.operations == {"unbind": 1, "stack": 1, "sum": 1}
    assert work.torch == 6
    assert work.functions["stack"] == 1
    assert not work.autograd


def test_the_counts_are_the_same_every_time():
    a, b = torch.randn(9, 3), torch.randn(7, 3)
    names = run("def l1(a, b):\n    return torch.stack([(x - b).abs().sum(-1) for x in a])\n")
    assert len({str(measure_work(names("l1"), a, b)) for _ in range(3)}) == 1


def test_every_door_to_autograd_is_there_and_is_closed_again():
    """A torch that moved one of them must not go unnoticed."""
    before = [getattr(sys.modules[path], name) for path, name in AUTOGRAD_DOORS]
    x = torch.ones(2, requires_grad=True)
    assert measure_work(lambda: x.sum().backward()).autograd
    assert [getattr(sys.modules[path], name) for path, name in AUTOGRAD_DOORS] == before


def test_what_the_answer_raises_is_raised_and_nothing_stays_watched():
    def broken(x):
        raise KeyError("mine")

    tracing = sys.gettrace()
    with pytest.raises(KeyError, match="mine"):
        forbid(broken, loops=True, on=lambda n: (torch.ones(n),))
    assert sys.gettrace() is tracing


def test_a_thread_that_the_kernel_starts_meanwhile_is_not_the_answers():
    """ZeroMQ starts one of its own for the first large output."""
    asked, done = threading.Event(), threading.Event()

    def kernel():
        asked.wait(10)
        threading.Thread(target=done.set).start()

    def prints_much(x):
        asked.set()
        assert done.wait(10)
        return x

    other = threading.Thread(target=kernel)
    other.start()
    assert not measure_work(prints_much, torch.ones(1)).elsewhere
    other.join()
    mine = threading.Thread(target=int)
    assert measure_work(lambda x: mine.start(), torch.ones(1)).elsewhere
    mine.join()


def test_the_first_progress_bar_of_a_process_is_no_thread_of_the_answers():
    """Run in a process of its own: tqdm starts its monitor once."""
    code = (
        "import torch\nfrom tqdm import tqdm\nfrom course_lib.checks import measure_work\n"
        "work = measure_work(lambda x: [row.sum() for row in tqdm(x)], torch.ones(4, 2))\n"
        "print(work.elsewhere, tqdm.monitor is not None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_messages_say_what_was_counted():
    """Without the counts, which differ a little from one process to the next."""

    def rows(x):
        return torch.stack([row.sum() for row in x])

    with pytest.raises(CheckFailed) as told:
        forbid(rows, loops=True, on=lambda rows: (torch.ones(rows, 2),))
    assert str(told.value).startswith(
        "`rows` may have no loop, but its work grows with the input: for rows = 32 more Python"
    )
    with pytest.raises(CheckFailed, match=r"`rows` uses `torch.stack`; write it without"):
        forbid(rows, calls=("torch.stack",), on=lambda: (torch.ones(3, 2),))


def test_a_loop_of_a_fixed_length_is_no_loop_over_the_input():
    def bits(x):
        return sum(x * k for k in range(10))

    forbid(bits, loops=True, on=lambda n: (torch.ones(n),))


def test_a_rule_about_loops_needs_a_size():
    with pytest.raises(ValueError, match="needs sizes"):
        forbid(abs, loops=True, on=lambda: (1,))
