"""Matrices drawn as numbers."""

import pytest
import torch

from course_lib.plots import number_grid


def test_every_number_is_written_into_its_cell(device):
    values = torch.tensor([[1.25, -2.0], [30.0, 4.5], [5.0, 6.0]], device=device)
    axes = number_grid(values, decimals=1)
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written == {
        (0, 0): "1.2", (1, 0): "-2.0", (0, 1): "30.0", (1, 1): "4.5", (0, 2): "5.0", (1, 2): "6.0"
    }  # fmt: skip


def test_numbers_stand_out_from_their_cell():
    """Light ink on dark cells and dark ink on light ones."""
    axes = number_grid([[0, 255]])
    shades = axes.images[0].get_array()
    ink = [text.get_color() for text in axes.texts]
    assert (shades[0, 0] < shades[0, 1], ink) == (True, ["white", "black"])


@pytest.mark.parametrize("values", [torch.zeros(3), torch.zeros(0, 2), torch.zeros(30, 30)],
                         ids=["vector", "empty", "too many"])  # fmt: skip
def test_what_cannot_be_read_is_refused(values):
    with pytest.raises(ValueError, match="values must be a matrix of 1 to 600 numbers"):
        number_grid(values)
