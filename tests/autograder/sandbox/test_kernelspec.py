"""The kernelspec, as programs that know nothing of this package use it."""

import json
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

from autograder.sandbox.kernelspec import NAME, SandboxSpecs, install_kernelspec
from autograder.sandbox.limits import MIB, SandboxLimits


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    return install_kernelspec(tmp_path, SandboxLimits(memory_bytes=777 * MIB, wall_seconds=120))


@pytest.mark.needs("sandbox")
def test_plain_nbclient_runs_a_notebook_in_the_sandbox(installed: Path, tmp_path: Path) -> None:
    """By the kernel's name alone, whatever folder the notebook is in; nothing is left running."""
    source = "import os\nprint(os.getcwd(), os.path.exists('/run/course/kernel.json'), 6 * 7)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    before = set(psutil.Process().children(recursive=True))
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name=NAME, timeout=60, resources=resources).execute()
    assert notebook.cells[0].outputs[0].text == "/home/student True 42\n"
    assert set(psutil.Process().children(recursive=True)) <= before


def test_jupyter_finds_it_and_its_limits(installed: Path) -> None:
    """As any other kernel; interrupts go by message, since a signal would hit bubblewrap."""
    found = KernelSpecManager().get_kernel_spec(NAME)
    assert found.resource_dir == str(installed)
    assert found.interrupt_mode == "message"
    config = found.metadata["kernel_provisioner"]["config"]
    assert config["limits"]["memory_bytes"] == 777 * MIB


def test_installing_again_replaces_it(installed: Path, tmp_path: Path) -> None:
    """With the defaults this time, of which the file says nothing."""
    assert install_kernelspec(tmp_path) == installed
    told = json.loads((installed / "kernel.json").read_text())
    assert told["metadata"]["kernel_provisioner"]["config"] == {}


@pytest.mark.parametrize("name", ["python3", "../../evil", "", NAME])
def test_a_submission_does_not_choose_its_kernel(name: str) -> None:
    """Whatever kernel a notebook names, this one is started."""
    found = SandboxSpecs(SandboxLimits(open_files=99)).get_kernel_spec(name)
    config = found.metadata["kernel_provisioner"]
    assert config["provisioner_name"] == "bubblewrap-provisioner"
    assert config["config"]["limits"]["open_files"] == 99
