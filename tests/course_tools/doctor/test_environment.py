"""The doctor names a Python, kernel or package that labs could not run with, and the remedy."""

import json
import sys
import sysconfig
from pathlib import Path

import pytest

from course_tools.doctor import (
    check_jupyter,
    check_kernel,
    check_packages,
    check_python,
    environment,
)


@pytest.mark.parametrize(
    ("version", "status"),
    [((3, 9, 18), "FAIL"), ((3, 10, 14), "FAIL"), ((3, 11, 0), "ok"), ((3, 14, 1), "ok")],
    ids=["3.9", "3.10", "3.11", "3.14"],
)
def test_python_must_be_new_enough(version, status):
    finding = check_python(version)
    assert finding.status == status
    assert bool(finding.advice) == (status == "FAIL")


def test_the_packages_of_this_environment_fit():
    """What pyproject.toml asks for is installed wherever the tests run."""
    assert check_packages().status == "ok"


def test_a_missing_package_is_named_with_the_command_that_installs_it():
    finding = check_packages(["numpy", "no-such-package>=2"])
    assert (finding.status, finding.detail) == ("FAIL", "no-such-package is missing")
    assert finding.advice == f'run: "{sys.executable}" -m pip install "no-such-package>=2"'


def test_a_package_that_is_too_old_is_named_with_both_versions():
    import numpy

    finding = check_packages(["numpy>=999"])
    assert finding.detail == f"numpy is {numpy.__version__} where >=999 is needed"


@pytest.mark.parametrize(
    "requirement",
    ['no-such-package; sys_platform == "nowhere"', 'no-such-package; extra == "dev"'],
    ids=["other platform", "extra"],
)
def test_what_this_machine_does_not_need_is_not_missed(requirement):
    assert check_packages([requirement]).status == "ok"


def test_a_course_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(environment, "DISTRIBUTION", "no-such-course")
    finding = check_packages()
    assert (finding.status, finding.detail) == ("FAIL", "the course itself is not installed")
    assert "pip install -e ." in finding.advice


@pytest.fixture
def kernelspec(tmp_path, monkeypatch):
    """Puts a kernelspec named python3 where Jupyter looks first; returns its folder."""

    def install(content):
        folder = tmp_path / "jupyter" / "kernels" / "python3"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(content)
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
        return folder

    return install


def spec(program):
    return json.dumps({"argv": [program, "-m", "x"], "display_name": "P", "language": "python"})


@pytest.mark.parametrize("program", ["python", "python3", sys.executable])
def test_a_kernel_of_this_environment_is_fine(kernelspec, program):
    kernelspec(spec(program))
    assert check_kernel().status == "ok"


def test_a_kernel_of_another_environment_is_named_with_its_folder(kernelspec, tmp_path):
    other = tmp_path / "other-python"
    other.write_text("#!/bin/sh\necho /opt/other\n")
    other.chmod(0o755)
    folder = kernelspec(spec(str(other)))
    finding = check_kernel()
    assert finding.status == "FAIL"
    assert f"notebooks would run {other}, of /opt/other, not of this environment" in finding.detail
    assert finding.advice.startswith(f"delete the folder {folder}, then run: ")
    assert "-m ipykernel install --sys-prefix --name python3" in finding.advice


def test_a_kernel_whose_python_is_gone_is_named(kernelspec, tmp_path):
    kernelspec(spec(str(tmp_path / "gone")))
    finding = check_kernel()
    assert finding.status == "FAIL"
    assert f"{tmp_path / 'gone'}, which does not start" in finding.detail


@pytest.mark.parametrize("content", ["not json", '{"argv": []}'], ids=["broken", "empty"])
def test_a_kernelspec_that_cannot_be_used_is_told(kernelspec, content):
    kernelspec(content)
    finding = check_kernel()
    assert finding.status == "FAIL"
    assert finding.detail.startswith("the kernelspec python3 cannot be used")


def program_in(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    jupyter = folder / "jupyter"
    jupyter.write_text("#!/bin/sh\n")
    jupyter.chmod(0o755)
    return jupyter


def test_the_jupyter_of_this_environment_is_fine(monkeypatch):
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"))
    assert check_jupyter().status == "ok"


def test_a_jupyter_of_another_environment_is_named(monkeypatch, tmp_path):
    jupyter = program_in(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(jupyter.parent))
    finding = check_jupyter()
    assert (finding.status, finding.advice) == ("warn", "start JupyterLab with: course lab")
    assert finding.detail == f"`jupyter` is {jupyter}, of another environment"


def test_a_jupyter_that_is_not_on_the_path_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check_jupyter().detail == "`jupyter` is not on the PATH"
