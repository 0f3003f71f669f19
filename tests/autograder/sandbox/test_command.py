"""The argument list, for root and for an ordinary user."""

import json
from pathlib import PurePosixPath

import pytest

from autograder.sandbox.command import BOX, Plan, build_command
from autograder.sandbox.identity import Identity
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.mounts import Mount, shown

MOUNTS = [
    shown("/env/.venv"),
    shown("/usr"),
    Mount("/bin", link="usr/bin"),
    Mount("/usr/src/course"),
    shown("/usr/src/course/.venv"),
    shown("/srv/data", "/data"),
]


def build(drops: bool) -> list[str]:
    plan = Plan(
        mounts=MOUNTS,
        environment={"HOME": "/home/student"},
        identity=Identity(1_900_000_007 if drops else 1000, drops),
        limits=SandboxLimits(work_bytes=12345),
        python="/env/.venv/bin/python",
        info_fd=9,
    )
    return build_command("/usr/bin/bwrap", plan, ["/env/.venv/bin/python", "-c", "pass"])


def options(words: list[str]) -> list[str]:
    return words[: words.index("--")]


def operations(words: list[str]) -> list[tuple[str, str]]:
    """(operation, place) of everything that makes the tree, in order."""
    counts = {"--ro-bind": 2, "--symlink": 2, "--tmpfs": 1, "--proc": 1, "--dev": 1, "--dir": 1}
    found = []
    for index, word in enumerate(options(words)):
        if word in counts:
            found.append((word, words[index + counts[word]]))
    return found


@pytest.fixture(params=[True, False], ids=["root", "ordinary user"])
def words(request: pytest.FixtureRequest) -> list[str]:
    return build(request.param)


def test_nothing_is_shared_and_nothing_outlives_the_caller(words: list[str]) -> None:
    """Every namespace is its own, the environment is empty, death is passed on."""
    unshared = {word for word in options(words) if word.startswith("--unshare-")}
    assert unshared >= {"--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"}
    assert "--unshare-cgroup-try" in unshared
    assert {"--die-with-parent", "--new-session", "--clearenv"} <= set(words)
    assert "--share-net" not in words


def test_nothing_of_the_host_is_writable(words: list[str]) -> None:
    """There is no writable bind mount, and the root itself is closed last."""
    assert not {"--bind", "--dev-bind", "--bind-try", "--dev-bind-try"} & set(words)
    closing = options(words)[options(words).index("--remount-ro") :]
    assert closing[: closing.index("--clearenv")][-2:] == ["--remount-ro", "/"]


def test_an_ordinary_user_gets_a_user_namespace_that_cannot_be_nested() -> None:
    """And no capability is asked for."""
    words = build(drops=False)
    assert {"--unshare-user", "--disable-userns"} <= set(words)
    assert "--cap-add" not in words
    assert json.loads(words[-1])["drop"] is None


def test_root_changes_to_an_ordinary_uid_instead() -> None:
    """The launcher is told which, and has just the capabilities that giving up takes."""
    words = build(drops=True)
    assert "--unshare-user" not in words
    added = {words[i + 1] for i, word in enumerate(words) if word == "--cap-add"}
    assert added == {"CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_SYS_CHROOT"}
    assert json.loads(words[-1])["drop"] == {"root": BOX, "id": 1_900_000_007}


def test_what_lies_deeper_is_put_on_top(words: list[str]) -> None:
    """A folder that covers another comes after it, and before what is shown inside it."""
    places = [place.removeprefix(BOX) for _, place in operations(words)]
    positions = [places.index(p) for p in ("/usr", "/usr/src/course", "/usr/src/course/.venv")]
    assert positions == sorted(positions)


def test_folders_in_memory_have_a_size(words: list[str]) -> None:
    """All but the empty ones that cover something, which are closed."""
    found = options(words)
    for index, word in enumerate(found):
        if word == "--tmpfs" and found[index + 1].removeprefix(BOX) != "/usr/src/course":
            assert found[index - 2] == "--size"
    home = next(i for i, w in enumerate(found) if w.endswith("/home/student") and i > 10)
    assert found[home - 2 : home] == ["12345", "--tmpfs"]
    cover = next(w for w in found if w.endswith("/usr/src/course"))
    assert ["--remount-ro", cover] in [found[i : i + 2] for i in range(len(found))]


def test_root_lets_others_into_every_folder_on_the_way(words: list[str]) -> None:
    """Folders made around a mount are made readable first, or the dropped uid could not enter."""
    made = {place for operation, place in operations(words) if operation == "--dir"}
    for operation, place in operations(words):
        if operation == "--ro-bind" and "/usr" not in place:
            parents = {str(p) for p in PurePosixPath(place).parents} - {"/"}
            assert parents <= made


def test_the_command_follows_the_launcher_word_for_word(words: list[str]) -> None:
    """No shell, no joining: it is one JSON argument."""
    tail = words[words.index("--") + 1 :]
    assert tail[:4] == ["/env/.venv/bin/python", "-I", "-S", "/run/course/launch.py"]
    assert json.loads(tail[4])["command"] == ["/env/.venv/bin/python", "-c", "pass"]
