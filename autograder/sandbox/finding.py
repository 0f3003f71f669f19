"""What `course doctor` says about the sandbox, where grading is installed."""

from autograder.sandbox.bubblewrap import available
from autograder.sandbox.program import find_program
from course_tools.doctor import Finding


def check_sandbox() -> Finding:
    """Whether students' code can be kept in here, found out by starting a sandbox.

    Returns:
        A ``"warn"`` where it cannot: labs run without one, only grading others' work stops.
    """
    if reason := available():
        said, _, advice = reason.partition(": ")
        return Finding("sandbox", "warn", f"cannot grade others' work: {said}", advice)
    program = find_program()
    return Finding("sandbox", "ok", f"{program} ({program.path}) keeps students' code in")
