"""The reference's functions in place of those of a student's that failed: an error is charged once.

They are called in the judge, over the protocol, as functions of a test are: no line of the
reference enters the student's kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import FunctionType
from typing import Any

from autograder.labsource import Lab
from course_tools.cell_names import cell_names


class StandIns:
    """What may stand in for a lab's exercises.

    Args:
        lab: The lab's source, trusted code, run once when the first function is needed.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._exercise_of = {
            name: str(cell.id)
            for cell in lab.of("exercise")
            for name in cell_names(cell.source).defined
        }
        self._reference: Mapping[str, Any] | None = None

    def needed(
        self, exercise: str, answers: Mapping[str, str], test: str, failed: Collection[str]
    ) -> dict[str, str]:
        """The names that an answer takes from exercises that failed or are missing, with these.

        Args:
            exercise: The exercise that is judged.
            answers: What has run of the student's answers, by exercise.
            test: The test's source, which may hand on an earlier answer itself.
            failed: The exercises whose own checks did not all pass.
        """
        todo = [*self._used(answers.get(exercise, "")), *self._used(test)]
        found: dict[str, str] = {}
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            owner = self._exercise_of.get(name)
            if name in seen or owner is None or owner == exercise:
                continue
            seen.add(name)
            if owner in failed or owner not in answers:
                found[name] = owner
            else:  # which may rest on one that failed
                todo += self._used(answers.get(owner, ""))
        return found

    def functions(self, names: Collection[str]) -> dict[str, Callable[..., Any]]:
        """The reference's functions of these names; what is no function cannot stand in."""
        from autograder.labsource.reference import answered

        if self._reference is None:
            self._reference = answered(self._lab, {})
        found = {name: self._reference.get(name) for name in names}
        return {name: value for name, value in found.items() if isinstance(value, FunctionType)}

    @staticmethod
    def _used(source: str) -> set[str]:
        return set(cell_names(source).needed)
