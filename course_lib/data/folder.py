"""Where data sets are kept, and whether they may be downloaded."""

import os
from pathlib import Path

_APPLICATION = "gan-classification-labs"


def data_folder() -> Path:
    """The folder that holds the data sets, in torchvision's own layout.

    ``$COURSE_DATA`` when it is set, otherwise the place that this system has for caches. The
    folder need not exist yet.

    Example:
        >>> data_folder().is_absolute()
        True
    """
    chosen = os.environ.get("COURSE_DATA", "").strip()
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path(_APPLICATION, appauthor=False)


def is_offline() -> bool:
    """Whether ``COURSE_OFFLINE`` forbids every download (any value but an empty one and ``0``)."""
    return os.environ.get("COURSE_OFFLINE", "").strip() not in ("", "0")
