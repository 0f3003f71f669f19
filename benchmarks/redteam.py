"""Write docs/redteam.md: every attack of tests/redteam against stock nbgrader and against us.

    python -m benchmarks.redteam                the whole table, some twenty minutes
    python -m benchmarks.redteam NAME ...       try some attacks, and print what came of them

Both columns are measured on this machine. Stock nbgrader runs inside bubblewrap as a whole, which
changes nothing about what happens between a submission and nbgrader, but keeps the machine safe.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.labsource import read_lab, to_notebook
from autograder.sandbox import find_program
from tests.redteam.attack import Attack
from tests.redteam.field import Field
from tests.redteam.labs import TINY, TORCHY, write_course
from tests.redteam.stock import prepare
from tests.redteam.suite import ATTACKS
from tests.redteam.table import DOCUMENT, page

REPOSITORY = Path(__file__).resolve().parents[1]
REAL = REPOSITORY / "solutions" / "lab01_knn" / "lab01_knn.py"
KEPT = REPOSITORY / "build" / "redteam-stock.json"

#: Two attacks at a time: more would make the time limits say something about the machine.
WORKERS = 2


@contextmanager
def stock_template() -> Iterator[Path]:
    """A stock course with all labs generated, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="redteam-") as folder:
        ours, stock = Path(folder, "ours"), Path(folder, "stock")
        ours.mkdir()
        stock.mkdir()
        write_course(ours)
        sources = {}
        for path in sorted(ours.glob("solutions/*/*.py")):
            notebook = to_notebook(read_lab(path))
            # Stock nbgrader would run the demos, which take minutes and decide nothing.
            graded = [
                c for c in notebook.cells if c.cell_type != "code" or "nbgrader" in c.metadata
            ]
            notebook.cells = graded
            sources[path.stem] = notebook
        prepare(stock, sources)
        yield stock


def against_stock(attack: Attack, template: Path) -> dict[str, Any]:
    """Run one attack against stock nbgrader, inside bubblewrap."""
    with tempfile.TemporaryDirectory(prefix="redteam-") as work:
        command = [
            *(find_program().path, "--unshare-all", "--die-with-parent", "--new-session"),
            *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"),
            *("--ro-bind", str(template), str(template), "--bind", work, work),
            *("--chdir", str(REPOSITORY), "--setenv", "TMPDIR", "/tmp"),
            *("--setenv", "COURSE_OFFLINE", "1"),
            *(sys.executable, "-m", "tests.redteam.stock", attack.name, str(template), work),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise SystemExit(f"{attack.name} against stock nbgrader: {done.stderr[-2000:]}")
    return json.loads(lines[-1])


def all_against_stock(attacks: Iterable[Attack]) -> dict[str, dict[str, Any]]:
    """The results of every attack that is neither too harmful for it nor only about us, by name.

    They are kept in build/, so that a run that was broken off goes on where it was.
    """
    todo = [attack for attack in attacks if not attack.harmful and not attack.ours_only]
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    missing = [attack for attack in todo if _key(attack) not in kept]
    with stock_template() as template, ThreadPoolExecutor(WORKERS) as pool:
        runs = {pool.submit(against_stock, attack, template): attack for attack in missing}
        for run in as_completed(runs):
            result = kept[_key(runs[run])] = run.result()
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            print(f"stock  {runs[run].name:36} {result['points']}", file=sys.stderr, flush=True)
    return {attack.name: kept[_key(attack)] for attack in todo}


def _key(attack: Attack) -> str:
    """What a kept result is known by: the attack and the labs, whatever the time."""
    plain = {k: str(v) for k, v in vars(attack).items() if not callable(v) and k != "content"}
    text = json.dumps([plain, len(attack.content or b""), TINY, TORCHY])
    return f"{attack.name} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def all_against_us(attacks: Iterable[Attack]) -> dict[str, dict[str, Any]]:
    """The results of every attack against our grader, by name."""
    todo = list(attacks)
    with Field(todo, WORKERS) as field:
        results = {}
        for attack in todo:
            results[attack.name] = field.result(attack.name)
            points = results[attack.name].get("points")
            print(f"ours   {attack.name:36} {points}", file=sys.stderr, flush=True)
        return results


def main(words: list[str]) -> int:
    """Run the attacks named, or all of them and write the table; 2 for an unknown name."""
    sides = {"--stock": all_against_stock, "--ours": all_against_us}
    chosen = [word for word in words if word in sides] or list(sides)
    names = [word for word in words if word not in sides]
    unknown = [name for name in names if name not in ATTACKS]
    if unknown:
        print(f"error: no attack {unknown[0]!r}; tests/redteam/attacks has them", file=sys.stderr)
        return 2
    attacks = [ATTACKS[name] for name in names or ATTACKS]
    found = {side: sides[side](attacks) for side in chosen}
    if names or len(chosen) < len(sides):
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return 0
    worth = sum(cell.points for cell in read_lab(REAL).of("test"))
    text = page(found["--stock"], found["--ours"], version("nbgrader"), worth)
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"written to {DOCUMENT.relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
