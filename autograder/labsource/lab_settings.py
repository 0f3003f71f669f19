"""What a lab's folder says of the lab besides its text: ``lab.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from autograder.labsource.errors import BuildError

NAME = "lab.toml"


@dataclass(frozen=True)
class LabSettings:
    """A lab's row in the README, and what the lab may cost.

    Attributes:
        teaches: What it teaches, in half a sentence.
        points: All its points: of the code, the quiz and the written answers.
        seconds: How long the notebook may run, on two cores without a GPU.
        figures: How many figures it draws.
        data: The data sets that it is run on; none where it needs no data.
        prints: What its text says that it prints, on whatever data.
    """

    teaches: str
    points: float
    seconds: int
    figures: int
    data: tuple[str, ...] = ("digits", "mnist")
    prints: tuple[str, ...] = ()


def read_settings(lab: Path) -> LabSettings:
    """The settings in a lab's folder.

    Args:
        lab: The lab's folder, such as ``solutions/lab01_knn``.

    Raises:
        BuildError: There is no such file, or it does not hold what it should.
    """
    path = lab / NAME
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(f"{path} is missing: `autograder new` writes one") from None
    except (OSError, ValueError) as error:
        raise BuildError(f"{path} cannot be read ({error}); correct it") from error
    known = {field.name: str(field.type) for field in fields(LabSettings)}
    for name, value in content.items():
        if name not in known:
            raise BuildError(f"{path}: {name!r} is not known; known are {', '.join(known)}")
        if not _fits(value, known[name]):
            raise BuildError(f"{path}: {name} is {value!r}, but it must be {_WORDS[known[name]]}")
    if missing := [n for n in ("teaches", "points", "seconds", "figures") if n not in content]:
        raise BuildError(f"{path}: {missing[0]} is missing")
    lists = {name: tuple(v) for name, v in content.items() if isinstance(v, list)}
    return LabSettings(**{**content, **lists})


_WORDS = {
    "str": "a text",
    "float": "a number of at least 0",
    "int": "a whole number of at least 0",
    "tuple[str, ...]": "a list of texts",
}


def _fits(value: Any, kind: str) -> bool:
    if kind == "str":
        return isinstance(value, str) and bool(value.strip())
    if kind.startswith("tuple"):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    numbers = (int,) if kind == "int" else (int, float)
    return isinstance(value, numbers) and not isinstance(value, bool) and value >= 0
