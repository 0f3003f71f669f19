"""The table of labs in a course's README, made from what lies in the labs' folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.labsource.errors import BuildError
from autograder.labsource.lab_settings import NAME, read_settings
from course_lib.atomic_write import write_whole

BEGIN, END = "<!-- labs: written by autograder build -->", "<!-- end of labs -->"


def update_readme(course: Path, *, write: bool = True) -> Path | None:
    """Bring the table in a course's README up to date.

    Args:
        course: The course's root.
        write: Write it; otherwise only compare.

    Returns:
        The README, where its table was another one; None where there was nothing to do, as where
        there is no README, or none with the two marks.

    Raises:
        BuildError: A lab's settings cannot be read, or the README cannot be written.
    """
    path = course / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if BEGIN not in text:
        return None
    labs = sorted(settings.parent for settings in course.glob(f"solutions/*/{NAME}"))
    new = with_table(text, lab_table(labs))
    if new == text:
        return None
    if write:
        try:
            write_whole(path, new.encode())
        except OSError as error:
            raise BuildError(f"{path} cannot be written ({error}); allow it") from error
    return path


def lab_table(labs: Iterable[Path]) -> str:
    """A Markdown table of labs, a row each.

    Args:
        labs: The labs' folders.

    Raises:
        BuildError: A lab's settings cannot be read.
    """
    rows = [f"| `{lab.name}` | {read_settings(lab).teaches} |" for lab in labs]
    return "\n".join(["| lab | what it teaches |", "|---|---|", *rows])


def with_table(text: str, table: str) -> str:
    r"""A README with the table between its two marks; a text without them stays as it is.

    Example:
        >>> with_table(f"Labs:\n{BEGIN}\nold\n{END}\n.", "new").splitlines()[2:]
        ['new', '<!-- end of labs -->', '.']
    """
    before, opening, rest = text.partition(BEGIN)
    _, closing, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}" if opening and closing else text
