"""What code in the sandbox can use up: every bomb is small enough to be harmless outside."""

from collections.abc import Callable
from typing import Any

import pytest

from autograder.sandbox.limits import MIB, SandboxLimits

pytestmark = pytest.mark.needs("sandbox")

Run = Callable[..., Any]

SMALL = {"wall_seconds": 60}


def test_a_fork_bomb_stops_at_the_limit(run: Run) -> None:
    """At most 500 attempts, of which no more than the limit succeed at a time."""
    source = """
import json, os, time
children = 0
for _ in range(500):
    try: pid = os.fork()
    except OSError: break
    if pid == 0: time.sleep(20); os._exit(0)
    children += 1
print(json.dumps(children))"""
    assert 10 < run(source, SandboxLimits(processes=40, **SMALL)).answer() < 40


def test_a_thread_bomb_stops_at_the_limit(run: Run) -> None:
    """Threads count as processes do."""
    source = """
import json, threading
stop, started = threading.Event(), 0
for _ in range(500):
    try: threading.Thread(target=stop.wait, daemon=True).start()
    except RuntimeError: break
    started += 1
stop.set()
print(json.dumps(started))"""
    assert 10 < run(source, SandboxLimits(processes=40, **SMALL)).answer() < 40


def test_growing_memory_ends_the_sandbox_and_says_so(run: Run) -> None:
    """In steps of 64 MiB, at most 6 GiB, with a cap of 512 MiB."""
    source = """
held = []
for _ in range(96):
    held.append(bytearray(b"x") * (64 * 2**20))
print("all of it")"""
    ran = run(source, SandboxLimits(memory_bytes=512 * MIB, **SMALL))
    assert ran.status != 0
    assert "all of it" not in ran.text
    assert (ran.verdict.kind, ran.verdict.amount) == ("memory", "512 MiB")


def test_memory_of_all_processes_together_counts(run: Run) -> None:
    """Six times 150 MiB, each of them within the cap of 512 MiB."""
    source = """
import os, time
for _ in range(5):
    if os.fork() == 0: break
held = bytearray(b"x") * (150 * 2**20)
time.sleep(30)"""
    assert run(source, SandboxLimits(memory_bytes=512 * MIB, **SMALL)).verdict.kind == "memory"


def test_one_huge_piece_of_memory_is_an_error_in_the_code(run: Run) -> None:
    """The student learns of it as of any other mistake; the sandbox goes on."""
    source = """
import json
try: bytearray(6 * 2**30)
except MemoryError: print(json.dumps("MemoryError"))"""
    ran = run(source, SandboxLimits(memory_bytes=512 * MIB, **SMALL))
    assert (ran.answer(), ran.verdict) == ("MemoryError", None)


def test_memory_shared_by_many_counts_once(run: Run) -> None:
    """Six processes with the same 150 MiB are within a cap of 512 MiB."""
    source = """
import json, os, time
held = bytearray(b"x") * (150 * 2**20)
children = []
for _ in range(5):
    children.append(os.fork())
    if children[-1] == 0: time.sleep(1.5); os._exit(0)
for child in children: os.waitpid(child, 0)
print(json.dumps("done"))"""
    assert run(source, SandboxLimits(memory_bytes=512 * MIB, **SMALL)).answer() == "done"


def test_nameless_files_in_memory_count_as_memory(run: Run) -> None:
    """Sixteen of 64 MiB that no process maps, with a cap of 512 MiB."""
    source = """
import os, time
for number in range(16):
    file = os.memfd_create(str(number))
    for _ in range(64): os.write(file, bytes(2**20))
time.sleep(30)"""
    assert run(source, SandboxLimits(memory_bytes=512 * MIB, **SMALL)).verdict.kind == "memory"


def test_a_file_has_a_largest_size(run: Run) -> None:
    """Writing past it fails with an error that names the reason."""
    source = """
import json, os
file, written = os.open("big", os.O_CREAT | os.O_WRONLY), 0
try:
    for _ in range(8): written += os.write(file, bytes(2**20))
except OSError as error: print(json.dumps([error.strerror, written // 2**20]))"""
    assert run(source, SandboxLimits(file_bytes=2 * MIB, **SMALL)).answer() == ["File too large", 2]


def test_the_work_folder_has_a_size(run: Run) -> None:
    """So have the other places that take files, each its own."""
    source = """
import json
written = {}
for place in ("/home/student", "/tmp", "/dev/shm", "/run/kernel"):
    written[place] = 0
    try:
        for number in range(64):
            with open(f"{place}/{number}", "wb", buffering=0) as file:
                written[place] += file.write(bytes(2**20)) / 2**20
    except OSError: pass
print(json.dumps(written))"""
    limits = SandboxLimits(work_bytes=16 * MIB, shared_bytes=8 * MIB, **SMALL)
    written = run(source, limits).answer()
    assert 14 <= written["/home/student"] <= 16
    assert 14 <= written["/tmp"] <= 16
    assert 7 <= written["/dev/shm"] <= 8
    assert written["/run/kernel"] < 1


def test_very_many_files_end_the_sandbox(run: Run) -> None:
    """Empty ones would fill no folder, but each takes memory; at most 20,000 here."""
    source = """
import time
for number in range(20_000): open(str(number), "w").close()
time.sleep(30)"""
    assert run(source, SandboxLimits(files=2000, **SMALL)).verdict.kind == "files"


def test_open_files_are_counted(run: Run) -> None:
    """Opening one more fails in the code."""
    source = """
import json
held = []
try:
    for _ in range(500): held.append(open("/dev/null"))
except OSError as error: print(json.dumps([error.strerror, len(held) < 64]))"""
    assert run(source, SandboxLimits(open_files=64, **SMALL)).answer() == [
        "Too many open files",
        True,
    ]


def test_processor_time_is_that_of_all_processes(run: Run) -> None:
    """Of two that calculate, and of children that have ended."""
    source = """
import os, time
end = time.monotonic() + 40
os.fork()
while time.monotonic() < end: pass"""
    ran = run(source, SandboxLimits(cpu_seconds=1, **SMALL))
    assert ran.verdict.kind == "cpu"
    assert ran.verdict.amount == "1 s"


def test_time_on_the_clock_is_limited(run: Run) -> None:
    """A program that only sleeps ends too."""
    ran = run("import time; time.sleep(50)", SandboxLimits(wall_seconds=1))
    assert ran.verdict.kind == "wall"


def test_a_flood_on_the_standard_streams_is_kept_short(run: Run, tmp_path: Any) -> None:
    """64 MiB are printed; the log gets the beginning, the caller the end."""
    source = """
import os
for _ in range(64): os.write(1, b"y" * 2**20)
os.write(2, b"the end")"""
    with (tmp_path / "log").open("wb") as log:
        ran = run(source, SandboxLimits(output_bytes=10_000, **SMALL), log=log.fileno())
    assert (tmp_path / "log").stat().st_size == 10_000
    assert len(ran.text) <= 8192
    assert ran.text.endswith("the end")


def test_torch_starts_within_the_default_limits(run: Run) -> None:
    """With its threads, and a backward pass."""
    source = """
import json, torch

x = torch.randn(8, 3, 32, 32, requires_grad=True)
torch.nn.Conv2d(3, 8, 3)(x).sum().backward()
print(json.dumps([list(x.grad.shape), torch.cdist(torch.ones(2, 3), torch.zeros(4, 3)).numel()]))"""
    assert run(source).answer() == [[8, 3, 32, 32], 8]
