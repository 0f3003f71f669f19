"""Whether Python, Jupyter's kernel and the packages are the ones the labs are meant to run in."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from course_tools.doctor.finding import Finding, pip_install

#: The name under which the course is installed.
DISTRIBUTION = "gan-classification-labs"

OLDEST_PYTHON = (3, 11)


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Finding:
    """Whether Python is new enough.

    Args:
        version: The version to judge.

    Returns:
        A ``"FAIL"`` where it is older than the labs' syntax.

    Example:
        >>> check_python((3, 9, 1)).status
        'FAIL'
    """
    found = f"{'.'.join(map(str, version))} at {sys.executable}"
    if version >= OLDEST_PYTHON:
        return Finding("python", "ok", found)
    wanted = ".".join(map(str, OLDEST_PYTHON))
    advice = f"install Python {wanted} or newer and set the course up again with it"
    return Finding("python", "FAIL", found, advice)


def check_packages(needed: list[str] | None = None) -> Finding:
    """Whether each package the course needs is installed, in a version it accepts.

    Args:
        needed: Requirements as in pyproject.toml; those of the installed course where left out.

    Returns:
        A ``"FAIL"`` that lists what is missing or too old, with the command that installs it.

    Example:
        >>> check_packages(["no-such-package"]).detail
        'no-such-package is missing'
    """
    from packaging.requirements import Requirement

    if needed is None:
        try:
            needed = metadata.requires(DISTRIBUTION) or []
        except metadata.PackageNotFoundError:
            advice = f"in the course's folder, run: {pip_install('-e .')}"
            return Finding("packages", "FAIL", "the course itself is not installed", advice)
    # An extra's requirement has a marker that is false where no extra is asked for.
    wanted = [
        one
        for one in map(Requirement, needed)
        if not one.marker or one.marker.evaluate({"extra": ""})
    ]
    found = {one: _installed(one.name) for one in wanted}
    wrong = [
        one
        for one, version in found.items()
        if version is None or not one.specifier.contains(version, prereleases=True)
    ]
    if not wrong:
        return Finding("packages", "ok", f"all {len(wanted)} installed, in versions that fit")
    detail = "; ".join(
        f"{one.name} is missing"
        if found[one] is None
        else f"{one.name} is {found[one]} where {one.specifier} is needed"
        for one in wrong
    )
    command = pip_install(*(f'"{one.name}{one.specifier}"' for one in wrong))
    return Finding("packages", "FAIL", detail, f"run: {command}")


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def check_kernel() -> Finding:
    """Whether the kernel that Jupyter starts for a lab, ``python3``, runs this very Python.

    A kernelspec of that name in the user's folder, left by another environment, is the usual
    reason for a notebook that cannot import what was just installed.

    Returns:
        A ``"FAIL"`` that names the Python that would run instead, and how to put it right.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    repair = f'"{sys.executable}" -m ipykernel install --sys-prefix --name python3'
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
        program = spec.argv[0]
    except (NoSuchKernel, OSError, ValueError, IndexError) as error:
        said = f"the kernelspec python3 cannot be used ({type(error).__name__}: {error})"
        return Finding("kernel", "FAIL", said, f"run: {repair}")
    major, minor = sys.version_info[:2]
    if program in ("python", f"python{major}", f"python{major}.{minor}"):
        # Jupyter reads these as its own Python, which `check_jupyter` looks at.
        program = sys.executable
    prefix = _prefix(program)
    if prefix is not None and Path(prefix).resolve() == Path(sys.prefix).resolve():
        return Finding("kernel", "ok", f"notebooks run in this environment, {sys.prefix}")
    what = f"of {prefix}, not of this environment" if prefix else "which does not start"
    return Finding(
        "kernel",
        "FAIL",
        f"notebooks would run {program}, {what} ({sys.prefix})",
        f"delete the folder {spec.resource_dir}, then run: {repair}",
    )


def _prefix(program: str) -> str | None:
    """The environment a Python belongs to, or None where it does not start."""
    command = [program, "-c", "import sys; print(sys.prefix)"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def check_jupyter() -> Finding:
    """Whether typing ``jupyter lab`` starts the JupyterLab of this environment.

    Returns:
        A ``"warn"`` where it would start another one, or none: `course lab` starts the right one.
    """
    here = Path(sysconfig.get_path("scripts")).resolve()
    found = shutil.which("jupyter")
    if found is not None and Path(found).parent.resolve() == here:
        return Finding("jupyter", "ok", "`jupyter lab` starts the JupyterLab of this environment")
    what = f"is {found}, of another environment" if found else "is not on the PATH"
    return Finding("jupyter", "warn", f"`jupyter` {what}", "start JupyterLab with: course lab")
