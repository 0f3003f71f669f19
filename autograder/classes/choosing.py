"""Which of a class's submissions are meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from autograder.errors import AutograderError
from autograder.submissions import Submission, safe_student
from autograder.submissions.student_names import same


def chosen(submissions: Sequence[Submission], students: Sequence[str]) -> list[Submission]:
    """The submissions of some students; all of them where none is named.

    Args:
        submissions: Of a class.
        students: Their ids; capitals do not matter.

    Raises:
        AutograderError: One of them handed nothing in; the sentence names the nearest one.

    Example:
        >>> work = Submission("ada", "ada.ipynb", problem="the file is empty")
        >>> [one.student for one in chosen([work], ["Ada"])]
        ['ada']
    """
    if not students:
        return list(submissions)
    found = {same(one.student): one for one in submissions}
    wanted = [same(safe_student(name)) for name in students]
    for name, key in zip(students, wanted, strict=True):
        if key not in found:
            close = get_close_matches(key, found, n=1, cutoff=0.5)
            hint = f": did you mean {found[close[0]].student}?" if close else ""
            raise AutograderError(f"{name!r} handed nothing in{hint}")
    return [found[key] for key in dict.fromkeys(wanted)]
