"""One submission into a graded notebook and scores: the one place that runs student code."""

import tempfile

from autograder.errors import AutograderError, is_disk_full
from autograder.grading.nbgrading import autograde
from autograder.grading.workplace import Workplace


class NotGraded(Exception):
    """One submission could not be graded; the message says why, for a person."""


def run_submission(place: Workplace, student: str) -> None:
    """Grade what lies in ``grading/submitted`` for a student.

    Afterwards the graded notebook lies in ``grading/autograded`` and the scores in the gradebook.

    Args:
        place: The lab's workplace.
        student: The student's id.

    Raises:
        NotGraded: This submission cannot be graded.
        AutograderError: No kernel starts on this machine at all.
        OSError: The disk is full.
    """
    try:
        autograde(place.config, place.lab, student, place.log(student))
    # Student code, its kernel and nbgrader's checks fail in every way there is; one
    # submission must not stop the class.
    except Exception as error:
        if is_disk_full(error) or is_gradebook_error(error):
            raise
        if _did_not_start(error):
            _check_kernels(place)
        raise NotGraded(_in_words(error)) from error


def is_gradebook_error(error: BaseException) -> bool:
    """Whether the database failed, which concerns the whole class."""
    from sqlalchemy.exc import OperationalError

    return isinstance(error, OperationalError)


def _in_words(error: Exception) -> str:
    from nbclient.exceptions import DeadKernelError

    if isinstance(error, DeadKernelError):
        return "its kernel died while it ran, as from too little memory or a crash"
    if _did_not_start(error):
        return "its kernel did not start; grade it once more"
    lines = str(error).strip().splitlines()
    return f"it could not be run ({type(error).__name__}: {lines[0] if lines else 'no message'})"


def _did_not_start(error: Exception) -> bool:
    from jupyter_client.kernelspec import NoSuchKernel

    early = str(error).startswith(("Kernel didn't respond", "Kernel died before replying"))
    return early or isinstance(error, NoSuchKernel)


def _check_kernels(place: Workplace) -> None:
    """Tell a machine on which no kernel starts from a submission that stops its own.

    Raises:
        AutograderError: Not even a kernel without a submission starts.
    """
    from jupyter_client.manager import start_new_kernel

    from autograder.grading.nbgrading import private_channels

    name = place.release.metadata.get("kernelspec", {}).get("name", "python3")
    with (
        private_channels(place.config) as config,
        tempfile.TemporaryDirectory() as empty,
    ):
        try:
            manager, client = start_new_kernel(kernel_name=name, config=config, cwd=empty)
        except Exception as error:
            raise AutograderError(
                f"no kernel {name!r} starts on this machine ({error}), so nothing can be graded: "
                "try `jupyter run` on a small script"
            ) from error
        client.stop_channels()
        manager.shutdown_kernel(now=True)
