"""Names of students: safe for file names, for nbgrader and for its web pages."""

import hashlib
import re
import unicodedata

#: Leaves room for what is added to a name (``.ipynb``, ``.log``) in 255 bytes of file name.
MAX_BYTES = 100

# nbgrader finds submissions by glob ("*", "?", "[") and splits names at "+" and ","; file systems
# and web addresses have forbidden characters of their own. So a name keeps only letters and
# digits of any script, and these:
_KEPT = frozenset("_-.@ ")


def safe_student(name: str) -> str:
    """A student's name as a file name that nbgrader accepts.

    Letters of any script, digits and ``_ - . @`` stay; everything else becomes ``_``.
    A very long name is cut and keeps a short hash, so two long names stay apart.

    Example:
        >>> safe_student("Zoë Müller"), safe_student("../../etc/passwd"), safe_student("a+b[1]")
        ('Zoë Müller', 'etc_passwd', 'a_b_1')
    """
    text = re.sub(r"\s", " ", unicodedata.normalize("NFC", name))
    marked = "".join(char if _is_kept(char) else "\0" for char in text)
    cleaned = re.sub(" +", " ", re.sub("\0+", "_", marked)).strip(" ._-")
    return _shortened(cleaned) or "unnamed"


def owner(stem: str, lab: str) -> str:
    """The student's part of a file name such as ``alice_lab01_knn``.

    Example:
        >>> owner("alice_lab01_knn", "lab01_knn"), owner("lab01_knn-bob", "lab01_knn")
        ('alice', 'bob')
    """
    for pattern in (rf"^(.+?)[ _.-]+{re.escape(lab)}$", rf"^{re.escape(lab)}[ _.-]+(.+)$"):
        if match := re.match(pattern, stem, re.IGNORECASE):
            return match[1]
    return stem


def same(name: str) -> str:
    """What two spellings of one student's name have in common.

    Example:
        >>> same("Alice") == same("alice")
        True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _is_kept(char: str) -> bool:
    # The vowel signs of many scripts are marks, which `isalnum` does not count.
    return char.isalnum() or char in _KEPT or unicodedata.category(char) in {"Mn", "Mc"}


def _shortened(name: str) -> str:
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= MAX_BYTES:
        return name
    digest = hashlib.sha256(encoded).hexdigest()[:8]
    return encoded[: MAX_BYTES - 9].decode("utf-8", "ignore").rstrip(" ._-") + "_" + digest
