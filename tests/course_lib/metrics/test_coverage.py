"""Coverage counts the classes that are there, by hand."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.metrics import class_shares, digit_coverage


def sure_of(labels, p=0.99):
    """Probabilities with p on the given labels and the rest shared out."""
    table = torch.full((len(labels), 10), (1 - p) / 9)
    table[torch.arange(len(labels)), torch.tensor(labels)] = p
    return table


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
@settings(deadline=None)
def test_every_class_with_two_percent_counts(labels):
    # One of forty is 2.5 %: whatever occurs at all is covered.
    assert digit_coverage(sure_of(labels)) == len(set(labels))


def test_a_class_with_too_small_a_share_does_not_count():
    probabilities = sure_of([0] * 99 + [1])
    assert digit_coverage(probabilities) == 1
    assert digit_coverage(probabilities, least=0.01) == 2


def test_what_the_classifier_is_not_sure_of_counts_for_no_class():
    assert digit_coverage(sure_of([0, 1, 2], p=0.8)) == 0
    assert class_shares(sure_of([0, 1, 2], p=0.8)).sum() == 0


@pytest.mark.parametrize("confidence", [0.5, 0.0, 1.5])
def test_a_confidence_that_two_classes_could_reach_is_refused(confidence):
    with pytest.raises(ValueError, match=r"more than 0\.5"):
        class_shares(torch.zeros(2, 10), confidence)


def test_no_pictures_are_refused():
    with pytest.raises(ValueError, match="one row for each picture"):
        class_shares(torch.zeros(0, 10))
