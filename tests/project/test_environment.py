"""environment.yml installs by conda what pyproject.toml installs by pip."""

import pytest
import yaml
from packaging.requirements import Requirement

# What conda-forge calls a package where its name differs.
CONDA = {"playwright": "playwright-python", "torch": "pytorch"}


@pytest.fixture(scope="module")
def environment(root):
    """environment.yml, parsed."""
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def packages(environment):
    """The conda packages with their version bounds, python and pip aside."""
    listed = [Requirement(line) for line in environment["dependencies"] if isinstance(line, str)]
    return {one.name: str(one.specifier) for one in listed if one.name not in ("python", "pip")}


def test_the_packages_and_their_bounds_are_the_same(packages, stated):
    expected = {}
    for one in map(Requirement, stated):
        if one.marker is None:
            expected[CONDA.get(one.name, one.name)] = str(one.specifier)
    assert packages == expected


def test_no_package_is_listed_twice(environment):
    listed = [line for line in environment["dependencies"] if isinstance(line, str)]
    assert len({Requirement(line).name for line in listed}) == len(listed)


def test_the_oldest_python_is_the_same(environment, project):
    assert f"python{project['requires-python']}" in environment["dependencies"]


def test_pip_adds_the_course_itself_and_what_only_some_systems_have(environment, stated):
    """Conda's list cannot ask for a package on one system alone, pip's can."""
    some = [str(Requirement(line)) for line in stated if Requirement(line).marker]
    (by_pip,) = [one["pip"] for one in environment["dependencies"] if isinstance(one, dict)]
    assert by_pip[0] == "-e ."
    assert [str(Requirement(line)) for line in by_pip[1:]] == some
    assert some


def test_everything_comes_from_conda_forge(environment):
    """Mixing conda-forge with another channel gives builds that do not go together."""
    assert environment["channels"] == ["conda-forge", "nodefaults"]
