"""matplotlib's list of fonts, made once, since every sandbox would else begin by making it."""

import hashlib
import os
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.sandbox import paths
from autograder.sandbox.mounts import Mount, shown

_SECONDS = 120

_failed = False


def font_list() -> list[Mount]:
    """What a sandbox is shown, so that it finds the list; nothing where there is none."""
    fonts = font_cache()
    return [shown(fonts, f"{paths.MATPLOTLIB}/{fonts.name}")] if fonts else []


def font_cache() -> Path | None:
    """The list for this Python's matplotlib; made if need be, None where that fails.

    It is kept in this user's cache folder, made from the system's fonts by matplotlib itself,
    never by a student's code.
    """
    global _failed
    try:
        tag = f"{version('matplotlib')} {sys.prefix}"
    except PackageNotFoundError:
        return None
    import platformdirs

    # Not in the course's own cache folder, which is the data sets'.
    cache = platformdirs.user_cache_path("gan-classification-labs-fonts", appauthor=False)
    folder = cache / hashlib.sha256(tag.encode()).hexdigest()[:16]
    found = sorted(folder.glob("fontlist-*.json"))
    if not found and not _failed:
        try:
            _make(folder)
        except (OSError, subprocess.SubprocessError):
            _failed = True  # a read-only home, say: each sandbox makes its own
        found = sorted(folder.glob("fontlist-*.json"))
    return found[0] if found else None


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as home:
        # An empty home, so that nobody's own fonts are in the list.
        env = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "MPLCONFIGDIR": home}
        subprocess.run(
            [sys.executable, "-c", "import matplotlib.font_manager"],
            env=env,
            cwd=home,
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        for made in Path(home).glob("fontlist-*.json"):
            made.chmod(0o644)
            made.replace(folder / made.name)
