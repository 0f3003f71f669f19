"""Data sets, loaded with one call: ``load("mnist")``.

Importing this package loads neither torchvision nor scikit-learn; loading a data set loads them
when it needs them.
"""

from course_lib.data.dataset import Dataset
from course_lib.data.errors import DataError, UnreachableError
from course_lib.data.folder import data_folder
from course_lib.data.inventory import NAMES, Status, fetch, status, verify
from course_lib.data.loading import load
from course_lib.data.npz import read_npz
from course_lib.data.photographs import photographs
from course_lib.data.verification import Finding

__all__ = [
    "NAMES",
    "DataError",
    "Dataset",
    "Finding",
    "Status",
    "UnreachableError",
    "data_folder",
    "fetch",
    "load",
    "photographs",
    "read_npz",
    "status",
    "verify",
]
