"""The doctor tries torch, torchvision and the device in a process of its own."""

from importlib import metadata

import pytest

from course_tools.doctor import check_device, check_torch, probe

WORKS = "__version__ = '1.0'\nclass version: cuda = None\n"
MISMATCH = "raise RuntimeError('operator torchvision::nms does not exist')\n"


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Puts modules of the given source before the installed ones, for new processes."""

    def write(**sources):
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(source)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return write


def test_the_installed_pair_works_and_has_the_installed_versions():
    facts = probe()
    finding = check_torch(facts)
    assert finding.status == "ok"
    assert facts["torch"].startswith(metadata.version("torch").split("+")[0])
    assert facts["torchvision"].startswith(metadata.version("torchvision").split("+")[0])
    assert check_device(facts, has_nvidia=False).status == "ok"


def test_a_torchvision_of_another_build_is_told_with_the_way_to_a_pair(packages):
    packages(torch=WORKS, torchvision=MISMATCH)
    finding = check_torch(probe())
    assert finding.status == "FAIL"
    assert finding.detail.startswith("torch 1.0 and torchvision come from different builds")
    assert "pip uninstall --yes torch torchvision" in finding.advice
    assert finding.advice.endswith("pip install torch torchvision")


@pytest.mark.parametrize(
    ("torch", "said"),
    [
        ("raise OSError('libcudart.so: cannot open')", "libcudart.so: cannot open"),
        ("import os; os._exit(1)", "the import ended Python"),
        ("import os; os.abort()", "the import ended Python"),
        ("raise SystemExit", "SystemExit"),
    ],
    ids=["library", "exit", "crash", "SystemExit"],
)
def test_a_torch_that_cannot_be_imported_is_told(packages, torch, said):
    packages(torch=torch)
    facts = probe()
    finding = check_torch(facts)
    assert finding.status == "FAIL"
    assert finding.detail.startswith("torch cannot be imported (")
    assert said in finding.detail
    assert check_device(facts).detail == "not examined, because torch cannot be imported"


def test_a_python_that_does_not_start_is_told(tmp_path):
    assert check_torch(probe(str(tmp_path / "gone"))).status == "FAIL"


def test_a_device_that_cannot_be_used_is_told_with_the_way_round(monkeypatch):
    monkeypatch.setenv("COURSE_DEVICE", "abacus")
    finding = check_device(probe())
    assert finding.status == "FAIL"
    assert "abacus" in finding.detail
    assert finding.advice.endswith("set the environment variable COURSE_DEVICE to cpu")


@pytest.mark.parametrize(
    ("facts", "has_nvidia", "status", "said"),
    [
        ({"device": "cpu", "cuda": None}, False, "ok", "cpu"),
        ({"device": "cuda (H100)", "cuda": "13.0"}, True, "ok", "cuda (H100)"),
        ({"device": "mps", "cuda": None}, False, "ok", "mps"),
        ({"device": "cpu", "cuda": "13.0"}, True, "warn", "built for CUDA 13.0"),
        ({"device": "cpu", "cuda": None}, True, "warn", "built without CUDA"),
    ],
    ids=["cpu", "cuda", "mps", "old driver", "cpu build"],
)
def test_a_gpu_that_goes_unused_is_worth_a_warning(facts, has_nvidia, status, said):
    finding = check_device(facts, has_nvidia=has_nvidia)
    assert finding.status == status
    assert said in finding.detail


def test_a_gpu_that_goes_unused_on_purpose_is_not(monkeypatch):
    monkeypatch.setenv("COURSE_DEVICE", "cpu")
    assert check_device({"device": "cpu", "cuda": "13.0"}, has_nvidia=True).status == "ok"
