"""What was handed in: finding a class's notebooks and reading whatever bytes they are.

Problems of one submission are told in words on that submission and never stop the class;
only what concerns the whole command is raised.
"""

from autograder.submissions.collecting import collect, ignored_files
from autograder.submissions.intake import Intake, take_in
from autograder.submissions.reading import MAX_BYTES, Reading, read_notebook
from autograder.submissions.repair import repair
from autograder.submissions.student_names import safe_student
from autograder.submissions.submission import Submission

__all__ = [
    "MAX_BYTES",
    "Intake",
    "Reading",
    "Submission",
    "collect",
    "ignored_files",
    "read_notebook",
    "repair",
    "safe_student",
    "take_in",
]
