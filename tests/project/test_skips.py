"""Every test that may be skipped says what it needs, and the summary lists what was missing."""

import re
import subprocess
import sys

import pytest

from tests.needs import NEEDS

BY_HAND = re.compile(r"(?<!add_marker\()pytest\.(mark\.(skip|xfail)|skip\(|xfail\(|importorskip)")

SUITE = """\
import pytest
from tests import needs
from tests.needs import pytest_collection_modifyitems, pytest_terminal_summary

needs.NEEDS = {
    "moon": needs.Need(lambda: "there is no moon", "wait until night"),
    "sun": needs.Need(lambda: None, "wait until day"),
}
"""

TESTS = """\
import pytest

@pytest.mark.needs("moon")
def test_by_night(): raise AssertionError

@pytest.mark.needs("moon", "sun")
def test_in_an_eclipse(): raise AssertionError

@pytest.mark.needs("sun")
def test_by_day(): pass
"""


def test_no_test_skips_on_its_own(root):
    """What the summary of `make test` lists is then all that was not tested."""
    found = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted((root / "tests").rglob("*.py"))
        if path.name not in ("needs.py", "test_skips.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BY_HAND.search(line)
    ]
    assert found == []


def test_what_is_missing_is_listed_with_its_command(root, tmp_path):
    done = suite(root, tmp_path, TESTS)
    assert done.returncode == 0, done.stdout
    assert "2 tests: there is no moon: wait until night" in done.stdout
    assert "1 passed, 2 skipped" in done.stdout


def test_where_nothing_is_missing_nothing_is_listed(root, tmp_path):
    by_day = TESTS[TESTS.index('@pytest.mark.needs("sun")') :]
    done = suite(root, tmp_path, by_day, "import pytest\n")
    assert "not run on this machine" not in done.stdout


def test_an_unknown_need_is_an_error(root, tmp_path):
    done = suite(root, tmp_path, TESTS.replace('"moon"', '"mooon"'))
    assert done.returncode != 0
    assert "needs 'mooon', which tests/needs.py lacks" in done.stdout + done.stderr


@pytest.mark.parametrize("name", NEEDS)
def test_a_need_is_there_or_has_a_reason_and_a_command(name):
    reason = NEEDS[name].reason
    assert reason is None or reason.endswith(f": {NEEDS[name].command}")


def suite(root, tmp_path, tests, header=""):
    (tmp_path / "conftest.py").write_text(SUITE)
    (tmp_path / "test_sky.py").write_text(header + tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    command += ["-c", str(root / "pyproject.toml"), f"--rootdir={tmp_path}"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)
