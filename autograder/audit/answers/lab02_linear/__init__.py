"""The bank of Lab 2, linear classifiers and their losses: one module an exercise."""

from autograder.audit.answers.lab02_linear import (
    classifier_loss,
    elastic_net,
    l1_penalty,
    l2_penalty,
    linear_gradients,
    loss_with_bias_column,
    margins,
    quiz,
    scores,
    softmax,
    softmax_loss,
    squared_hinge_loss,
    svm_loss,
    svm_loss_naive,
)

_PARTS = (
    scores,
    svm_loss_naive,
    svm_loss,
    margins,
    squared_hinge_loss,
    softmax,
    softmax_loss,
    l2_penalty,
    l1_penalty,
    elastic_net,
    linear_gradients,
    classifier_loss,
    loss_with_bias_column,
    quiz,
)

RIGHT = [answer for part in _PARTS for answer in part.RIGHT]
WRONG = [answer for part in _PARTS for answer in part.WRONG]
