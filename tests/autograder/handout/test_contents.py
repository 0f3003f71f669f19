"""Students get the labs and what runs them, and nothing that an answer could be read from."""

import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from autograder.errors import AutograderError
from autograder.handout import contents, write
from autograder.labsource import read_lab
from autograder.labsource.regions import FORBIDDEN, secret_lines, visible_lines
from course_tools.notebook_cells import read_cells

REPOSITORY = Path(__file__).resolve().parents[3]
SOURCES = sorted(REPOSITORY.glob("solutions/*/*.py"))


def test_every_lab_is_there_as_it_was_built(files: dict[str, bytes]) -> None:
    """The notebooks and figures are those of labs/, to the byte."""
    for source in SOURCES:
        folder = REPOSITORY / "labs" / source.stem
        built = {p.relative_to(REPOSITORY).as_posix(): p.read_bytes()
                 for p in folder.rglob("*") if p.suffix in (".ipynb", ".png")
                 and ".ipynb_checkpoints" not in p.parts}  # fmt: skip
        assert built.items() <= files.items()


def test_nothing_else_is_there(files: dict[str, bytes]) -> None:
    """Labs, library, tools, and files to set them up with: no tests, no solutions, no grader."""
    assert {name.split("/")[0] for name in files} == {
        "LICENSE", "Makefile", "README.md", "constraints.txt", "course_lib", "course_tools",
        "environment.yml", "labs", "pyproject.toml", "scripts",
    }  # fmt: skip
    assert {Path(name).suffix for name in files if name.startswith("labs/")} <= {".ipynb", ".png"}
    assert [name for name in files if "__pycache__" in name] == []


def test_no_file_holds_a_solution_a_hidden_test_or_the_grader(files: dict[str, bytes]) -> None:
    """Searched for markers, for the grader's package, and for the hidden lines themselves."""
    text = b"\n".join(files.values()).decode("utf-8", "replace")
    words = [*FORBIDDEN, "autograder", "answer bank", "MARK SCHEME", "BEGIN HIDDEN"]
    assert [word for word in words if word in text] == []
    cells = [cell for source in SOURCES for cell in read_lab(source).cells]
    shown = {line for cell in cells for line in visible_lines(cell.source)}
    # Short lines, such as "return distances", are anybody's.
    secrets = {line for cell in cells for line in secret_lines(cell.source) if len(line) >= 45}
    assert len(secrets) > 20 * len(SOURCES)
    # Notebooks hold their text as JSON.
    plain = text.replace('\\"', '"')
    leaked = [line for line in secrets if line in plain]
    assert [line for line in leaked if not any(line in other for other in shown)] == []


def test_the_search_would_find_a_solution() -> None:
    """The solutions notebook, searched in the same way, is full of them."""
    source = SOURCES[0]
    plain = source.with_suffix(".ipynb").read_text(encoding="utf-8").replace('\\"', '"')
    cells = read_lab(source).cells
    secrets = {line for cell in cells for line in secret_lines(cell.source) if len(line) >= 45}
    assert sum(line in plain for line in secrets) > 0.8 * len(secrets)


def test_it_needs_the_packages_of_the_course_and_no_more(files: dict[str, bytes]) -> None:
    """pyproject.toml and environment.yml, for pip and for conda, keep those for the labs."""
    ours = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    theirs = tomllib.loads(files["pyproject.toml"].decode())["project"]
    assert theirs["dependencies"] == ours["dependencies"]
    assert theirs["requires-python"] == ours["requires-python"]
    assert theirs["scripts"] == {"course": ours["scripts"]["course"]}
    conda = yaml.safe_load(files["environment.yml"])["dependencies"]
    listed = {name for name in conda if isinstance(name, str)}
    renamed = {"torch": "pytorch"}
    wanted = {renamed.get(name, name) for name in ours["dependencies"]}
    assert listed == wanted | {f"python{ours['requires-python']}", "pip"}
    assert conda[-1] == {"pip": ["-e ."]}


def test_the_readme_names_every_lab_with_its_time(files: dict[str, bytes]) -> None:
    readme = files["README.md"].decode()
    for source in SOURCES:
        row = next(line for line in readme.splitlines() if f"`{source.stem}`" in line)
        assert "hours" in row.split("|")[3]
    assert "$" not in readme


def test_only_the_named_labs_are_handed_out() -> None:
    """Week by week, a class is not shown what comes later."""
    name = SOURCES[0].stem
    files = contents(REPOSITORY, [name])
    assert {path.split("/")[1] for path in files if path.startswith("labs/")} == {name}
    assert files["README.md"].decode().count("| `lab") == 1


def test_a_lab_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(AutograderError, match="no lab is called 'lab99'"):
        contents(REPOSITORY, ["lab99"])


@pytest.mark.slow
def test_the_library_works_without_the_rest_of_the_course(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    """In the hand-out's folder, the packages are imported from there and finds the labs."""
    write(files, tmp_path / "course")
    code = "import course_tools.cli as c, sys; print(c.__file__); sys.argv = ['course', 'check', "
    code += f"'labs/{SOURCES[0].stem}x']; c.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "course", text=True,
                          capture_output=True, timeout=120, check=False)  # fmt: skip
    assert done.stdout.startswith(str(tmp_path / "course" / "course_tools"))
    assert f"did you mean labs/{SOURCES[0].stem}?" in done.stderr


def test_the_notebooks_can_be_opened(files: dict[str, bytes], tmp_path: Path) -> None:
    """Each is a valid notebook with exercises and tests, and without outputs."""
    write({name: files[name] for name in files if name.endswith(".ipynb")}, tmp_path / "labs")
    for path in (tmp_path / "labs").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        assert {"setup", "exercise", "test"} <= {cell.role for cell in read_cells(path)}
