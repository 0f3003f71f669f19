"""Print constraints.txt: the exact version of every package in this environment.

Usage, after the tests have passed with newer packages:

    python scripts/constraints.py >constraints.txt
"""

from __future__ import annotations

import re
import sys
from importlib import metadata

HEADER = """\
# The exact versions the tests passed with, used by `make setup`:
#     pip install -c constraints.txt -e '.[grading,dev]'
# Written by scripts/constraints.py. Versions only: where packages come from is for pip's settings.
"""

#: The installer, and the course itself.
LEFT_OUT = {"pip", "wheel", "gan-classification-labs"}

#: Parts of the CUDA build of torch, which exists for Linux alone.
LINUX_ONLY = re.compile(r"(nvidia|cuda)-|triton$")


def canonical(name: str) -> str:
    """A package's name as the package index spells it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines() -> list[str]:
    """One constraint per installed package, sorted by name."""
    installed = {canonical(one.name): one.version for one in metadata.distributions()}
    return [
        # A local version such as 2.9.0+cpu names one build of many; the constraint fits them all.
        f"{name}=={version.split('+')[0]}"
        + ('; sys_platform == "linux"' if LINUX_ONLY.match(name) else "")
        for name, version in sorted(installed.items())
        if name not in LEFT_OUT
    ]


if __name__ == "__main__":
    sys.stdout.write(HEADER + "\n".join(lines()) + "\n")
