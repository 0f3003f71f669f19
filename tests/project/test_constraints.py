"""constraints.txt pins every package that the course brings in, at the version tested here."""

import re
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PIN = re.compile(r'[a-z0-9-]+==\d[\w.!]*(; sys_platform == "linux")?')


@pytest.fixture(scope="module")
def lines(root):
    """The lines that are not comments."""
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def pins(lines):
    """Each pinned package's version, those for other platforms aside."""
    pinned = [Requirement(line) for line in lines]
    return {
        one.name: Version(next(iter(one.specifier)).version)
        for one in pinned
        if one.marker is None or one.marker.evaluate()
    }


def installed(name):
    """The installed version, without what names one build of many (2.9.0+cpu)."""
    return Version(Version(metadata.version(name)).public)


def needed_by(requirement, seen):
    """Adds to `seen` every package that a requirement brings into this environment."""
    for extra in ("", *requirement.extras):
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for line in metadata.requires(name) or []:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": extra}):
                needed_by(one, seen)


def test_every_line_is_an_exact_version(lines):
    """In particular no option, no address and no path."""
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_the_lines_are_sorted_and_name_each_package_once(lines):
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(set(names))


def test_every_package_brought_in_is_pinned_at_the_version_tested(pins, stated):
    seen = set()
    for line in stated:
        needed_by(Requirement(line), seen)
    versions = {name: installed(name) for name, _ in seen}
    assert len(versions) > len(stated)
    assert {name: pins.get(name) for name in versions} == versions


def test_no_installed_package_differs_from_its_pin(pins):
    here = {canonicalize_name(one.name) for one in metadata.distributions()}
    differing = {name: installed(name) for name in pins if name in here}
    assert differing == {name: pins[name] for name in differing}


def test_the_parts_of_the_cuda_build_are_for_linux_alone(lines):
    """On other systems they do not exist, and torch does not ask for them."""
    cuda = [line for line in lines if re.match(r"(nvidia|cuda)-|triton=", line)]
    assert cuda
    assert [line for line in cuda if not line.endswith('; sys_platform == "linux"')] == []


def test_the_script_writes_the_file_in_its_form(root, lines, pins):
    """scripts/constraints.py, run here, gives the header and a line for each pin."""
    script = root / "scripts" / "constraints.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in done.stdout.splitlines() if line.startswith("#")] == comments
    written = set(done.stdout.splitlines()) - set(comments)
    assert written >= {line for line in lines if line.split("==")[0] in ("numpy", "torch")}
