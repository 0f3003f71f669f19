"""The variables that the sandbox starts with: a short list, and nothing else."""

import re
import sys
from collections.abc import Mapping

from autograder.sandbox import paths
from course_lib.threads import waiting

#: How text is shown, and how many threads the numerical libraries start.
_PASSED_ON = re.compile(
    r"LANG|LC_[A-Z]+|TZ|(OPENBLAS|OMP|GOMP|KMP|MKL|BLIS|NVPL|NUMEXPR)_[A-Z0-9_]+|"
    r"VECLIB_MAXIMUM_THREADS"
)


def clean_environment(
    outside: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of a sandbox.

    Hashes of strings are fixed, so that a set is printed in the same order whenever the same
    submission is graded.

    Args:
        outside: The environment of the grading process; of it only the language, the time zone and
            the settings of numerical libraries are passed on.
        extra: Variables set on top, as they are.

    Example:
        >>> env = clean_environment({"AWS_SECRET_KEY": "x", "OMP_NUM_THREADS": "2"})
        >>> env.get("AWS_SECRET_KEY"), env["OMP_NUM_THREADS"]
        (None, '2')
    """
    passed_on = {name: value for name, value in outside.items() if _PASSED_ON.fullmatch(name)}
    return {
        "LANG": "C.UTF-8",
        **waiting(passed_on),
        **passed_on,
        "HOME": paths.HOME,
        "USER": "student",
        "LOGNAME": "student",
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "TMPDIR": paths.TEMPORARY,
        "MPLCONFIGDIR": paths.MATPLOTLIB,
        "PYTHONPATH": paths.COURSE,
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "COURSE_DATA": paths.DATA,
        "COURSE_OFFLINE": "1",
        # Set by ipykernel's debugger wherever it is imported, and so in forks, too.
        "PYDEVD_USE_FRAME_EVAL": "NO",
        **(extra or {}),
    }
