"""Whether there is enough memory and disk, and whether the data sets are in place."""

from __future__ import annotations

import shutil
from pathlib import Path

from course_tools.doctor.finding import Finding, Status

GIB = 2**30

#: Free bytes below which a lab cannot run, and below which it may not.
MEMORY = (1 * GIB, 3 * GIB)
DISK = (GIB // 5, 2 * GIB)

#: Where Linux says how much memory a container may use and uses (control groups, version 2).
CGROUP = Path("/sys/fs/cgroup")


def check_data() -> Finding:
    """Whether the data sets are in place and whole.

    Returns:
        A ``"FAIL"`` where files are damaged, a ``"warn"`` where MNIST is not here and the labs
        would make do with the digits that ship with scikit-learn.
    """
    from course_lib.data import data_folder, status

    sets = status()
    damaged = [one for one in sets if one.present and one.state != "ready"]
    if damaged:
        detail = "; ".join(f"{one.name}: {one.state} ({one.path})" for one in damaged)
        names = " ".join(one.name for one in damaged)
        return Finding("data", "FAIL", detail, f"run: course data fetch {names}")
    ready = [one.name for one in sets if one.state == "ready"]
    here = f"{', '.join(ready)} in {data_folder()}"
    if "mnist" in ready:
        return Finding("data", "ok", here)
    detail = "MNIST is not here; the labs would use 1,797 digits that ship with scikit-learn"
    return Finding("data", "warn", detail, "where there is a network, run: course data fetch mnist")


def check_memory(free: float | None = None) -> Finding:
    """Whether there is memory for a lab.

    Args:
        free: Free bytes; measured where left out.

    Returns:
        A ``"FAIL"`` below 1 GiB, a ``"warn"`` below 3 GiB.

    Example:
        >>> check_memory(8 * GIB)
        Finding(subject='memory', status='ok', detail='8.0 GiB free', advice='')
    """
    free = free_memory() if free is None else free
    advice = "close other programs and shut down notebooks that you no longer use"
    return _enough("memory", free, MEMORY, f"{free / GIB:.1f} GiB free", advice)


def free_memory(cgroup: Path = CGROUP) -> float:
    """Bytes of memory that a new process may use, the limit of a container included.

    Args:
        cgroup: The folder of the control group; elsewhere than on Linux there is none.
    """
    import psutil

    free = float(psutil.virtual_memory().available)
    try:
        limit = (cgroup / "memory.max").read_text().strip()
        used = int((cgroup / "memory.current").read_text())
        stat = dict(line.split() for line in (cgroup / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return free
    if limit == "max":
        return free
    # Cached files count as used, but make room at once.
    return max(0.0, min(free, int(limit) - used + int(stat.get("inactive_file", 0))))


def check_disk(folders: list[Path] | None = None) -> Finding:
    """Whether there is room for the data sets and for notebooks.

    Args:
        folders: Folders that will be written to; they need not exist. Where left out, the data
            folder and the current one.

    Returns:
        A finding on the fullest disk: a ``"FAIL"`` below 0.2 GiB, a ``"warn"`` below 2 GiB.
    """
    if folders is None:
        from course_lib.data import data_folder

        folders = [data_folder(), Path.cwd()]
    free = {folder: shutil.disk_usage(_existing(folder)).free for folder in folders}
    tightest = min(free, key=lambda folder: free[folder])
    detail = f"{free[tightest] / GIB:.1f} GiB free for {tightest}"
    advice = "make room there, or move the data with the environment variable COURSE_DATA"
    return _enough("disk", free[tightest], DISK, detail, advice)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def _enough(
    subject: str, free: float, bounds: tuple[float, float], detail: str, advice: str
) -> Finding:
    status: Status = "FAIL" if free < bounds[0] else "warn" if free < bounds[1] else "ok"
    return Finding(subject, status, detail, "" if status == "ok" else advice)
