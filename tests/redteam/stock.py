"""The attacks against plain ``nbgrader autograde``: no plug-in, no sandbox of ours.

`benchmarks.redteam` runs this file once per attack, inside bubblewrap, so that the machine is safe:
what an attack does there to nbgrader's own course is looked at, and then thrown away.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from tests.redteam.arena import Arena, adopt_orphans, leaks, scripts
from tests.redteam.attack import Attack, Place, answered, grade_id
from tests.redteam.labs import HONEST, WRONG
from tests.redteam.suite import ATTACKS

#: Nothing but what every course must say.
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "redteam"\n'

ATTACKER, BEFORE, AFTER = "mallory", "bob", "zoe"


def prepare(course: Path, sources: Mapping[str, nbformat.NotebookNode]) -> None:
    """Lay out a stock course: labs generated, and one honest student graded already.

    Args:
        course: An empty folder.
        sources: The instructor's notebook of each lab.
    """
    (course / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for lab, notebook in sources.items():
        folder = course / "source" / lab
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{lab}.ipynb")
        _nbgrader(course, "generate_assignment", lab, "--create")
    honest = answered(_release(course, "tiny"), HONEST.answers)
    honest.cells[1].source += "\n# canary-of-bob"
    _hand_in(course, BEFORE, "tiny", nbformat.writes(honest).encode())
    _nbgrader(course, "autograde", "tiny", "--create")


def run(attack: Attack, template: Path, work: Path) -> dict[str, Any]:
    """Grade one attack, and an honest student after it; what came of it."""
    shutil.copytree(template, work / "course", symlinks=True)
    (work / "home").mkdir()
    arena = Arena(work / "course", work / "home", f"mark{secrets.token_hex(6)}")
    arena.add_canaries()
    with arena.watched() as (place, seen):
        _hand_in_attack(attack, arena.course, place)
        solution = nbformat.read(_path(arena.course, "source", attack.lab), 4)
        _hand_in(arena.course, AFTER, attack.lab, nbformat.writes(solution).encode())
        environment = {"GRADING_SECRET": "canary-of-the-environment", "HOME": str(arena.home)}
        log = _nbgrader(arena.course, "autograde", attack.lab, "--create", env=environment)
    grades = _scores(arena.course, attack.lab)
    graded = arena.course / "autograded" / ATTACKER / attack.lab / f"{attack.lab}.ipynb"
    notebook = nbformat.read(graded, 4) if graded.is_file() else None
    own = ("/autograded/", "/submitted/mallory/", "/submitted/zoe/", "/gradebook.db", "/.")
    return {
        "points": grades.get((ATTACKER, attack.lab)),
        "after": grades.get((AFTER, attack.lab)),
        "right": grades["max"],
        "before": grades.get((BEFORE, "tiny")),
        "leaks": leaks(notebook) if notebook else [],
        "scripts": scripts(notebook) if notebook else [],
        "left": seen["left"],
        "reached": seen["reached"],
        "changed": [p for p in seen["changed"] if not any(o in f"{p}/" or o in p for o in own)],
        "log": log[-1500:],
    }


def _hand_in_attack(attack: Attack, course: Path, place: Place) -> None:
    folder = course / "submitted" / ATTACKER / attack.lab
    if attack.folder is not None:
        folder.mkdir(parents=True)
        attack.folder(folder)
        return
    release = _release(course, attack.lab)
    content = attack.notebook(release, WRONG[attack.lab], place)
    _hand_in(course, ATTACKER, attack.lab, content)
    for name, text in attack.beside.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(place.fill(text), encoding="utf-8")


def _hand_in(course: Path, student: str, lab: str, content: bytes) -> None:
    folder = course / "submitted" / student / lab
    folder.mkdir(parents=True)
    (folder / f"{lab}.ipynb").write_bytes(content)


def _path(course: Path, where: str, lab: str) -> Path:
    return course / where / lab / f"{lab}.ipynb"


def _release(course: Path, lab: str) -> nbformat.NotebookNode:
    notebook = nbformat.read(_path(course, "release", lab), 4)
    assert any(grade_id(cell) for cell in notebook.cells)
    return notebook


def _nbgrader(course: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
    """Run a plain nbgrader command; what it had to say."""
    programs = str(Path(sys.executable).parent)
    variables = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **(env or {})}
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.Popen(command, cwd=course, env=variables, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    try:
        text = done.communicate(timeout=150)[0]
    except subprocess.TimeoutExpired as error:
        done.kill()
        return f"nbgrader did not end within 150 s\n{(error.stdout or b'').decode()}"
    return text.decode("utf-8", "replace")


def _scores(course: Path, lab: str) -> dict[Any, Any]:
    """Every student's points in the gradebook, and what the lab is worth."""
    from nbgrader.api import Gradebook, MissingEntry

    found: dict[Any, Any] = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found["max"] = gradebook.find_assignment(lab).max_score
        for student, name in ((ATTACKER, lab), (AFTER, lab), (BEFORE, "tiny")):
            try:
                found[student, name] = gradebook.find_submission(name, student).score
            except MissingEntry:
                found[student, name] = None
    return found


def main(name: str, template: str, work: str) -> int:
    """Run one attack and print what came of it, as JSON."""
    adopt_orphans()
    print(json.dumps(run(ATTACKS[name], Path(template), Path(work))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
