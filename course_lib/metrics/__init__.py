"""Measures of generated pictures, with the small classifier behind them.

Importing this package trains and reads nothing; `digit_classifier` does when it is called.
"""

from course_lib.metrics.cache import digit_classifier
from course_lib.metrics.classifier import DigitClassifier, to_unit_range, train_classifier
from course_lib.metrics.coverage import class_shares, digit_coverage
from course_lib.metrics.frechet import frechet_distance
from course_lib.metrics.neighbors import nearest_images, two_sample_accuracy

__all__ = [
    "DigitClassifier",
    "class_shares",
    "digit_classifier",
    "digit_coverage",
    "frechet_distance",
    "nearest_images",
    "to_unit_range",
    "train_classifier",
    "two_sample_accuracy",
]
