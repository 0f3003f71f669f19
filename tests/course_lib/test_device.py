"""The choice of the device, on this machine and on pretended ones."""

import warnings

import pytest
import torch

from course_lib.device import default_device


@pytest.fixture
def machine(monkeypatch):
    """Pretend that the machine has so many CUDA devices and, perhaps, MPS."""

    def pretend(cuda=0, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    monkeypatch.delenv("COURSE_DEVICE", raising=False)
    return pretend


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"),
    [(0, False, "cpu"), (0, True, "mps"), (1, False, "cuda"), (2, True, "cuda")],
)
def test_the_fastest_device_is_the_default(machine, cuda, mps, expected):
    machine(cuda, mps)
    assert default_device() == torch.device(expected)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("cpu", "cpu"), ("cuda", "cuda"), ("cuda:1", "cuda:1"), ("mps", "mps"), (" CPU ", "cpu")],
)
def test_the_environment_decides(machine, monkeypatch, asked, expected):
    machine(cuda=2, mps=True)
    monkeypatch.setenv("COURSE_DEVICE", asked)
    assert default_device() == torch.device(expected)


def test_an_empty_variable_decides_nothing(machine, monkeypatch):
    machine(cuda=1)
    monkeypatch.setenv("COURSE_DEVICE", "")
    assert default_device() == torch.device("cuda")


@pytest.mark.parametrize("asked", ["gpu", "cuda:x", "meta", "xpu", "cpu cpu"])
def test_a_name_that_is_no_device_is_told(machine, monkeypatch, asked):
    machine(cuda=1)
    monkeypatch.setenv("COURSE_DEVICE", asked)
    with pytest.raises(ValueError, match=rf'COURSE_DEVICE is "{asked}"; expected "cpu"'):
        default_device()


@pytest.mark.parametrize(
    ("cuda", "asked", "told"),
    [(0, "cuda", "finds 0 CUDA"), (2, "cuda:2", "finds 2 CUDA"), (0, "mps", "finds no MPS")],
)
def test_a_device_that_is_not_here_is_told(machine, monkeypatch, cuda, asked, told):
    machine(cuda)
    monkeypatch.setenv("COURSE_DEVICE", asked)
    with pytest.raises(ValueError, match=told):
        default_device()


def test_an_old_driver_warning_does_not_reach_the_student(machine, monkeypatch):
    machine()

    def warn():
        warnings.warn("The NVIDIA driver on your system is too old", stacklevel=2)
        return False

    monkeypatch.setattr(torch.cuda, "is_available", warn)
    assert default_device() == torch.device("cpu")


def test_a_tensor_can_be_made_on_the_default_device():
    assert torch.zeros(1, device=default_device()).item() == 0
