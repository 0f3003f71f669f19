"""Computational graphs drawn as gates and wires."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from matplotlib.patches import Circle

from course_lib.plots import Wire, computational_graph
from course_lib.plots.graph import _inputs_first, _places


def worked_example():
    """(x + y) z at (−2, 5, −4), with the gradients worked by hand."""
    x, y, z = Wire("x", -2.0, -4.0), Wire("y", 5.0, -4.0), Wire("z", -4.0, 3.0)
    return Wire("*", -12.0, 1.0, (Wire("+", 3.0, -4.0, (x, y)), z))


def test_every_wire_shows_its_value_above_and_its_gradient_below():
    axes = computational_graph(worked_example(), decimals=0)
    written = [(text.get_text(), text.get_va(), *text.get_position()) for text in axes.texts]
    names = {text: (x, y) for text, va, x, y in written if va == "center"}
    assert set(names) == {"x", "y", "z", "+", "*"}
    pairs = {}
    for name, (x, y) in names.items():
        nearby = [
            w for w in written if w[1] != "center" and 0 < w[2] - x < 2 and abs(w[3] - y) < 0.2
        ]
        pairs[name] = [w[0] for w in sorted(nearby, key=lambda w: -w[3])]
        assert [w[1] for w in sorted(nearby, key=lambda w: -w[3])] == ["bottom", "top"]
    assert pairs == {
        "x": ["-2", "-4"], "y": ["5", "-4"], "z": ["-4", "3"], "+": ["3", "-4"], "*": ["-12", "1"]
    }  # fmt: skip


def test_gates_are_circles_and_inputs_are_not():
    axes = computational_graph(worked_example())
    assert sum(isinstance(patch, Circle) for patch in axes.patches) == 2


def test_a_gradient_that_is_not_known_yet_is_left_out():
    end = Wire("exp", 1.0, inputs=(Wire("x", 0.0),))
    assert [text.get_text() for text in computational_graph(end).texts] == [
        "x",
        "0.00",
        "exp",
        "1.00",
    ]


def test_a_wire_that_is_used_twice_is_drawn_once():
    x = Wire("x", 3.0)
    axes = computational_graph(Wire("*", 9.0, inputs=(x, x)))
    assert [text.get_text() for text in axes.texts].count("x") == 1


@pytest.mark.parametrize("seed", range(8))
def test_gates_stand_right_of_what_they_take_and_never_on_each_other(seed):
    """Random graphs: the column grows along every wire, and no two gates share a place."""
    generator = np.random.default_rng(seed)
    wires = [Wire(f"x{i}", float(i)) for i in range(3)]
    for _ in range(9):
        chosen = generator.choice(len(wires), size=2)
        wires.append(Wire("+", 0.0, inputs=tuple(wires[i] for i in chosen)))
    order = _inputs_first(wires[-1])
    places = dict(zip(map(id, order), _places(order), strict=True))
    for wire in order:
        assert all(places[id(source)][0] < places[id(wire)][0] for source in wire.inputs)
    apart = [np.linalg.norm(p - q) for k, p in enumerate(places.values())
             for q in list(places.values())[:k]]  # fmt: skip
    assert min(apart, default=1.0) > 0.7


def test_any_object_with_the_four_attributes_can_be_drawn(device):
    x = SimpleNamespace(label="x", value=torch.tensor(2.0, device=device), grad=None, inputs=())
    end = SimpleNamespace(label="σ", value=torch.tensor([0.5]), grad=torch.tensor(1.0), inputs=(x,))
    texts = [text.get_text() for text in computational_graph(end, decimals=1).texts]
    assert texts == ["x", "2.0", "σ", "0.5", "1.0"]


def test_a_deep_graph_needs_no_recursion():
    wire = Wire("x", 0.0)
    for _ in range(3_000):
        wire = Wire("+", 0.0, inputs=(wire,))
    assert len(_inputs_first(wire)) == 3_001


def test_a_loop_is_refused():
    first = Wire("+", 0.0)
    first.inputs = (Wire("*", 0.0, inputs=(first,)),)
    with pytest.raises(ValueError, match=r"leads back to itself"):
        computational_graph(first)


def test_vectors_are_refused():
    with pytest.raises(ValueError, match=r"'x' must carry a single number"):
        computational_graph(Wire("+", 0.0, inputs=(Wire("x", torch.zeros(2)),)))
