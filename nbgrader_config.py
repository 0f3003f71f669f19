"""nbgrader's settings for this course; nbgrader reads them from the folder it is started in.

`autograder build` reads them, too, so that both release the same notebooks.
"""

import contextlib
import warnings
from pathlib import Path

from autograder.labsource.student_version import PREPROCESSORS, SETTINGS

# traitlets puts get_config here.
c = get_config()  # type: ignore[name-defined]

course = Path(__file__).resolve().parent
grading = course / "grading"

# nbgrader 0.9's own models make SQLAlchemy 2 warn at each new submission, harmlessly.
warnings.filterwarnings("ignore", message="Object of type <Submitted", module="nbgrader")

# --- Folders -------------------------------------------------------------------------------
c.CourseDirectory.course_id = "gan_classification"
c.CourseDirectory.root = str(course)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{grading / 'gradebook.db'}"

# nbgrader copies whatever else lies in a source folder into the release, and to where student
# code runs: the text source with all solutions must not be among it, nor what only those who write
# the lab look at (the bank of answers first), nor an editor's backup.
c.CourseDirectory.ignore = [
    *(".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"),  # nbgrader's defaults
    *(
        ".progress.json",
        *("answers", "measure", "pages", "tests", "lab.toml"),
        "*.py",
        "*.py.*",
        ".*.py*",
        "*~",
        "*.sw?",
        ".*.sw?",
        "*.bak",
        "*.orig",
        "*.rej",
    ),
]

# Hand-outs and collecting go through this folder where an instructor wants them to; without
# it the formgrader warns on every page. SQLite needs the gradebook's folder to be there, too.
c.Exchange.root = str(grading / "exchange")
with contextlib.suppress(OSError):  # a read-only checkout can still build and validate
    (grading / "exchange").mkdir(parents=True, exist_ok=True)

# --- Releasing a lab -----------------------------------------------------------------------
# The steps of the build, which makes the same notebooks without a course folder; their reasons
# stand there.
c.GenerateAssignment.preprocessors = list(PREPROCESSORS)
for name, values in SETTINGS.items():
    c[name].update(values)

# --- Grading with plain `nbgrader autograde` -----------------------------------------------
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.plugins.repair.ForgetCopies",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "autograder.plugins.repair.RestoreCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.plugins.judge.Judge",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.OverwriteCells.add_missing_cells = True

# What being late costs: a tenth of the points for each day begun, half of them at most.
c.AssignLatePenalties.plugin_class = "autograder.plugins.late.LateDays"

# What students' code runs in. Without bubblewrap nothing is graded, unless this says "none".
c.Judge.sandbox = "bubblewrap"

# When students validate, a cell gets two minutes, then it is interrupted and the next one runs.
c.Execute.timeout = 120
c.Execute.interrupt_on_timeout = True
# An answer that cannot be read must stop the notebook: a test without output counts as passed.
c.Execute.raise_on_iopub_timeout = True

# --- The formgrader ------------------------------------------------------------------------
# Without this it shows the whole configuration above the table of assignments.
c.FormgradeExtension.debug = False
