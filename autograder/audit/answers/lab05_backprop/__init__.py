"""The bank of Lab 5, backpropagation and two-layer networks."""

from autograder.audit.answers.lab05_backprop import (
    right_gates,
    right_layers,
    wrong_gates,
    wrong_graph,
    wrong_layers,
    wrong_net,
)

RIGHT = [*right_gates.ANSWERS, *right_layers.ANSWERS]
WRONG = [
    *wrong_gates.ANSWERS,
    *wrong_graph.ANSWERS,
    *wrong_layers.ANSWERS,
    *wrong_net.ANSWERS,
]
