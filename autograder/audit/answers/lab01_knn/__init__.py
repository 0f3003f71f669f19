"""The bank of Lab 1, k-nearest neighbours."""

from autograder.audit.answers.lab01_knn import (
    right_end,
    right_judging,
    right_l1,
    right_l2,
    right_votes,
    wrong_end,
    wrong_folds,
    wrong_judging,
    wrong_l1,
    wrong_l1_blocks,
    wrong_l2,
    wrong_votes,
)

RIGHT = [
    *right_l1.ANSWERS,
    *right_l2.ANSWERS,
    *right_votes.ANSWERS,
    *right_judging.ANSWERS,
    *right_end.ANSWERS,
]
WRONG = [
    *wrong_l1.ANSWERS,
    *wrong_l1_blocks.ANSWERS,
    *wrong_l2.ANSWERS,
    *wrong_votes.ANSWERS,
    *wrong_judging.ANSWERS,
    *wrong_folds.ANSWERS,
    *wrong_end.ANSWERS,
]
