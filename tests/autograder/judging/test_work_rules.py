"""Rules about how an answer works, over the judge: cut out, read, and measured in its process."""

import pytest

from autograder.protocol.client import StudentError
from autograder.static.allowlist import UnverifiableCode
from autograder.static.slicing import slice_program
from course_lib.checks import CheckFailed
from tests.course_lib.checks.honest_styles import HONEST
from tests.course_lib.checks.rule_cases import RULES, SETUP
from tests.course_lib.checks.ways_round import WAYS_ROUND


def judged(student_process, case):
    """Check the rule as the judge does: on the statements that the answer rests on."""
    names, rule, _ = RULES[case.rule]
    kept = slice_program([case.code], names, [SETUP])
    with student_process.running(SETUP, *kept) as student:
        rule(student.value)


@pytest.mark.parametrize("case", WAYS_ROUND, ids=str)
def test_no_way_round_keeps_to_the_rule(student_process, case):
    # A graph that is kept from forward to backward does not survive the way through the judge.
    kinds = (CheckFailed, UnverifiableCode, StudentError)
    with pytest.raises(kinds, match=r"loop|uses|thread|plainly read|used in the graph"):
        judged(student_process, case)


@pytest.mark.parametrize("case", HONEST, ids=str)
def test_every_honest_style_keeps_to_the_rule(student_process, case):
    judged(student_process, case)
