"""No file names a package index or a folder of one machine."""

import re
import subprocess

import pytest

ADDRESSES = [
    r"--(extra-)?index[-]url",
    r"--(find[-]links|trusted[-]host)",
    r"PIP_((EXTRA_)?INDEX_URL|FIND_LINKS|TRUSTED_HOST)",
    r"(https?|file):/+\S*/simple\b",
]
# People of examples, whose folders may be named.
EXAMPLES = "ann|student|user|you"
MACHINES = [
    rf"(?<![\w.])/(home|Users)/(?!({EXAMPLES})/)[a-z]\w*/",
    r"\b[A-Z]:\\+Users\\",
]


@pytest.fixture(scope="module")
def files(root):
    """The text of every file that is tracked, or would be if added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    texts = {}
    for name in listed.decode().split("\0"):
        path = root / name
        content = path.read_bytes() if name and path.is_file() else b"\0"
        if b"\0" not in content:
            texts[name] = content.decode("utf-8")
    return texts


def matches(files, patterns):
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if any(re.search(pattern, line) for pattern in patterns)
    ]


def test_the_files_are_read(files):
    assert {"pyproject.toml", "Makefile", "constraints.txt", "course_tools/cli.py"} <= set(files)


def test_no_file_says_where_packages_come_from(files):
    assert matches(files, ADDRESSES) == []


def test_no_file_names_a_persons_folder(files):
    assert matches(files, MACHINES) == []


def test_no_file_names_this_working_tree(files, root):
    """A path such as this very checkout's, left by a tool or by pasting its output."""
    # A tree at the top of the disk, such as /src, has a name that means something elsewhere too.
    here = [re.escape(str(root))] if len(root.parts) > 2 else []
    assert matches(files, here) == []


@pytest.mark.parametrize(
    ("line", "patterns"),
    [
        ("pip install --index" + "-url x", ADDRESSES),
        ("-c x --extra-index" + "-url=y", ADDRESSES),
        ("PIP_" + "FIND_LINKS=wheels", ADDRESSES),
        ("https://example.org/" + "simple/torch", ADDRESSES),
        ("at /home/" + "ada/course", MACHINES),
        ("at /Users/" + "ada/course", MACHINES),
        ("at C:\\" + "Users\\ada", MACHINES),
    ],
)
def test_the_patterns_find_what_they_are_for(line, patterns):
    assert matches({"file": line}, patterns)
