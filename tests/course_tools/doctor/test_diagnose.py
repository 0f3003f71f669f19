"""The doctor's findings as a whole: complete, in order, and never an exception."""

import pytest

from course_tools import doctor


@pytest.fixture
def facts(monkeypatch):
    """Sets what the probe finds, so that no test here starts another process for torch."""

    def found(**what):
        monkeypatch.setattr(
            doctor, "probe", lambda: {key.replace("_", " "): what[key] for key in what}
        )

    found(torch="2", torchvision="1", device="cpu", cuda=None)
    return found


def test_every_need_is_examined_once(facts):
    subjects = [finding.subject for finding in doctor.diagnose()]
    assert subjects == [
        "python", "packages", "kernel", "jupyter", "torch", "device", "data", "disk", "memory",
        "sandbox",  # the grader's, which is installed here
    ]  # fmt: skip


def test_an_examination_that_goes_wrong_is_a_failure_and_the_others_go_on(facts, monkeypatch):
    def broken():
        raise KeyError("oops")

    monkeypatch.setattr(doctor, "check_kernel", broken)
    findings = {finding.subject: finding for finding in doctor.diagnose()}
    assert findings["kernel"].status == "FAIL"
    assert findings["kernel"].detail == "could not be examined (KeyError: 'oops')"
    assert findings["memory"].detail.endswith("GiB free")


def test_without_torch_the_data_are_not_examined(facts):
    facts(torch_error="ImportError: no torch")
    findings = {finding.subject: finding for finding in doctor.diagnose()}
    assert findings["torch"].status == "FAIL"
    assert findings["data"].detail == "not examined, because torch cannot be imported"
