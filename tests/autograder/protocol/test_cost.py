"""What a crossing costs, well within what the judge was designed for."""

import torch

from benchmarks.protocol import COPIES, SMALL_SECONDS, copies_in_a_fresh_process, median_call


def test_a_call_with_small_data_takes_less_than_five_milliseconds(student_process):
    with student_process.running("def same(x): return x") as student:
        assert median_call(student.value("same"), torch.ones(4, 6), 200) < SMALL_SECONDS


def test_a_large_tensor_costs_the_judge_at_most_three_copies():
    copies = copies_in_a_fresh_process(100)
    assert 1.9 < copies <= COPIES  # what is sent and what comes back are two
