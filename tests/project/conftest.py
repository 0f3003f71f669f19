"""Where the project's own files are."""

import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root():
    """The root of the working tree."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project(root):
    """The ``[project]`` table of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="session")
def stated(project):
    """Every requirement that pyproject.toml states, those of the extras included."""
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(line for extra in extras for line in extra)]
