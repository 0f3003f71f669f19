"""nbgrader's converters for one student: quiet, and with their errors let through.

nbgrader's own loop over students looks them up by glob, turns every error into one general
exception, and its API also catches Ctrl-C. Here the caller sees what happened.
"""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import rmtree
from traitlets import List, default
from traitlets.config import Config

from autograder.nbgrader.hidden import HideTests
from autograder.nbgrader.judged import Judged
from autograder.nbgrader.page import FeedbackPage


class _OneStudent(BaseConverter):
    """Convert one student's notebook of one lab."""

    def init_notebooks(self) -> None:
        lab, student = self._work()
        folder = self._format_source(lab, student)
        # By name, not by glob: a folder may be called "course [2031]".
        self.notebooks = [os.path.join(folder, f"{lab}.ipynb")]
        self.assignments = {folder: list(self.notebooks)}

    def convert_notebooks(self) -> None:
        lab, student = self._work()
        self.init_destination(lab, student)
        try:
            self.run_pre_convert_hook()
            self.init_assignment(lab, student)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(lab, student)
            self.run_post_convert_hook()
        except BaseException:
            folder = self._format_dest(lab, student)
            if os.path.isdir(folder):
                rmtree(folder)
            raise

    def _work(self) -> tuple[str, str]:
        coursedir: Any = self.coursedir
        return coursedir.assignment_id, coursedir.student_id


class _Autograde(_OneStudent, Autograde):
    pass


class _Feedback(_OneStudent, GenerateFeedback):
    # As nbgrader's, and students get these pages: next year's class has the same hidden tests.
    preprocessors = List([GetGrades, HideTests, CSSHTMLHeaderPreprocessor]).tag(config=True)

    @default("export_class")
    def _exporter_class_default(self) -> type[FeedbackPage]:
        return FeedbackPage


def autograde(config: Config, lab: str, student: str, log: Path, judged: NotebookNode) -> None:
    """Run ``nbgrader autograde`` for one student whose notebook was judged.

    Args:
        config: The course's nbgrader settings.
        lab: The lab's name.
        student: The student's id.
        log: The file that nbgrader's messages are added to.
        judged: The graded notebook; nothing of the submission is run any more.

    Raises:
        Exception: Whatever goes wrong in nbgrader or the database.
    """
    _convert(_Autograde, config, lab, student, log, judged)


def feedback(config: Config, lab: str, student: str, log: Path) -> None:
    """Run ``nbgrader generate_feedback`` for one student; arguments as :func:`autograde`."""
    _convert(_Feedback, config, lab, student, log)


def _convert(
    converter: Any,
    config: Config,
    lab: str,
    student: str,
    log: Path,
    judged: NotebookNode | None = None,
) -> None:
    with _messages_to(log) as logger:
        coursedir = CourseDirectory(config=config, log=logger)
        coursedir.assignment_id, coursedir.student_id = lab, student
        app = converter(coursedir=coursedir, config=config, log=logger)
        app.force = True
        if judged is not None:
            steps: list[Any] = [Judged(notebook=judged)]
            steps += [step for step in app.autograde_preprocessors if not _runs_cells(step)]
            app.autograde_preprocessors = steps
        app.start()


def _runs_cells(step: Any) -> bool:
    # A course's settings name the steps by class or by dotted text.
    name = (step if isinstance(step, str) else step.__name__).rpartition(".")[2]
    return name in ("Judge", "Execute")


@contextmanager
def _messages_to(log: Path) -> Iterator[logging.Logger]:
    """Send what nbgrader and the libraries below it have to say to a file, warnings included."""
    log.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log, mode="a", encoding="utf-8", errors="replace")
    handler.setFormatter(logging.Formatter("[%(levelname)s] %(message)s"))
    logger = logging.Logger("autograder.nbgrader", level=logging.INFO)
    root = logging.getLogger()
    for target in (logger, root):
        target.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            try:
                yield logger
            except Exception:
                logger.exception("this student's notebook could not be graded")
                raise
            finally:
                for warning in caught:
                    logger.warning("%s: %s", warning.category.__name__, warning.message)
    finally:
        root.removeHandler(handler)
        handler.close()
