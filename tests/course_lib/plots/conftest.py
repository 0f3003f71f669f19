"""A backend without windows, and no figure left open after a test."""

import matplotlib.pyplot as plt
import pytest
import torch

from tests.needs import DEVICES


@pytest.fixture(autouse=True)
def no_figure_before_or_after():
    """Each test starts with no figure and leaves none behind."""
    # Not through MPLBACKEND: kernels that other tests start would inherit it.
    plt.switch_backend("Agg")
    plt.close("all")
    yield
    plt.close("all")
    assert plt.get_fignums() == []


@pytest.fixture(params=DEVICES)
def device(request):
    return torch.device(request.param)


@pytest.fixture
def shown(monkeypatch):
    """The calls of plt.show, which a plot must never make."""
    calls = []
    monkeypatch.setattr(plt, "show", lambda *args, **kwargs: calls.append(args))
    return calls
