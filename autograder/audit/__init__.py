"""The audit: how often the checks of a lab accept what is wrong, or reject what is right.

Answer banks (`autograder.audit.answers`) and mutants of the reference solution are judged as
students' answers are, and what the checks got wrong is counted.
"""

from autograder.audit.audit import FULL, QUICK, SLOW_MUTANTS, Scope, audit
from autograder.audit.bank_rules import bank_problems
from autograder.audit.findings import ExerciseFindings, LabFindings, Remark, Slow, Survivor
from autograder.audit.mutation import Mutant, mutants

__all__ = [
    "FULL",
    "QUICK",
    "SLOW_MUTANTS",
    "ExerciseFindings",
    "LabFindings",
    "Mutant",
    "Remark",
    "Scope",
    "Slow",
    "Survivor",
    "audit",
    "bank_problems",
    "mutants",
]
