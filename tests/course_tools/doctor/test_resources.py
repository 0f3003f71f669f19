"""The doctor measures memory and disk, and looks at the data sets."""

import shutil
from types import SimpleNamespace

import psutil
import pytest

from course_lib import data
from course_tools.doctor import check_data, check_disk, check_memory
from course_tools.doctor.resources import GIB, free_memory


@pytest.mark.parametrize(
    ("free", "status"), [(0.9, "FAIL"), (1.1, "warn"), (2.9, "warn"), (3.1, "ok")]
)
def test_little_memory_is_a_warning_and_too_little_a_failure(free, status):
    finding = check_memory(free * GIB)
    assert (finding.status, finding.detail) == (status, f"{free:.1f} GiB free")
    assert bool(finding.advice) == (status != "ok")


def test_without_a_container_the_systems_free_memory_counts(tmp_path):
    expected = psutil.virtual_memory().available
    assert free_memory(tmp_path) == pytest.approx(expected, rel=0.2)


def container(folder, limit):
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{800 * 2**20}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {300 * 2**20}\n")
    return folder


def test_a_containers_limit_counts_with_cached_files_as_free(tmp_path):
    assert free_memory(container(tmp_path, 1000 * 2**20)) == 500 * 2**20


def test_a_container_over_its_limit_has_nothing_free(tmp_path):
    assert free_memory(container(tmp_path, 100 * 2**20)) == 0


def test_a_container_without_a_limit_has_the_systems_free_memory(tmp_path):
    assert free_memory(container(tmp_path, "max")) > 500 * 2**20


@pytest.mark.parametrize(("free", "status"), [(0.1, "FAIL"), (1.0, "warn"), (3.0, "ok")])
def test_little_disk_is_a_warning_and_too_little_a_failure(tmp_path, monkeypatch, free, status):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free * GIB))
    finding = check_disk([tmp_path])
    assert (finding.status, finding.detail) == (status, f"{free:.1f} GiB free for {tmp_path}")


def test_the_fullest_disk_is_the_one_that_is_told(tmp_path, monkeypatch):
    roomy, full = tmp_path / "roomy", tmp_path / "full"
    roomy.mkdir()
    full.mkdir()

    def usage(path):
        return SimpleNamespace(free=GIB if path == full else 9 * GIB)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert check_disk([roomy, full / "not" / "yet"]).detail.endswith(f"{full / 'not' / 'yet'}")


def test_the_data_folder_and_the_current_one_are_measured(tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("COURSE_DATA", str(there))
    measured = []
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: measured.append(path) or SimpleNamespace(free=9 * GIB)
    )
    check_disk()
    assert sorted(measured) == [here, there]


def test_missing_data_is_a_warning_since_the_labs_make_do(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    finding = check_data()
    assert finding.status == "warn"
    assert finding.advice.endswith("course data fetch mnist")


def test_damaged_data_is_a_failure_that_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"cut short")
    finding = check_data()
    assert finding.status == "FAIL"
    assert "train-images-idx3-ubyte has 9 bytes where 47,040,016 are expected" in finding.detail
    assert finding.advice == "run: course data fetch mnist"


def test_whole_data_is_fine(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    sets = [
        data.Status("mnist", tmp_path, True, 5, "ready"),
        data.Status("cifar10", tmp_path, False, 0, "missing"),
    ]
    monkeypatch.setattr(data, "status", lambda: sets)
    finding = check_data()
    assert (finding.status, finding.detail) == ("ok", f"mnist in {tmp_path}")
