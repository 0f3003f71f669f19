"""`course lab`: why JupyterLab cannot start, in a sentence."""

import contextlib
import re
import socket

import pytest
from traitlets.config import Config

from course_tools import lab_refusals as refusals
from course_tools import lab_server

linux = pytest.mark.needs("linux")  # a folder that nobody may write to


@pytest.fixture
def taken():
    """Two ports, one after the other, on which something listens already."""
    for _ in range(100):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError, OverflowError):
            first = stack.enter_context(socket.create_server(("localhost", 0)))
            port = first.getsockname()[1]
            stack.enter_context(socket.create_server(("localhost", port + 1)))
            yield port
            return
    raise AssertionError("no two ports")


def test_a_taken_port_is_one_sentence(place, taken):
    assert place.fails(f"--port={taken}", "--ServerApp.port_retries=0") == (
        f"error: expected port {taken} to be free and open to you, got one that is not: end the "
        "program that has it, or give another --port (--port=0 finds a free one)\n"
    )


def test_ports_of_which_none_is_free_are_one_sentence(place, taken):
    assert place.fails(f"--port={taken}", "--ServerApp.port_retries=1") == (
        f"error: expected one of 2 ports near {taken} to be free and open to you, got none: end "
        "the program that has it, or give another --port (--port=0 finds a free one)\n"
    )


LIST = "`course lab --help-all` lists them all"


@pytest.mark.parametrize(
    ("option", "came"),
    [
        ("--prot=1", "got --prot: did you mean --port?"),
        ("--ServerApp.prot=1", "got --ServerApp.prot: did you mean --ServerApp.port?"),
        (
            "--port=soon",
            "got: The 'port' trait of a ServerApp instance expected an int, not the str 'soon': "
            + LIST,
        ),
        ("--port", f"got: argument --ServerApp.port: expected one argument: {LIST}"),
    ],
    ids=["unknown", "unknown setting", "value", "no value"],
)
def test_an_option_that_jupyter_does_not_take_is_one_sentence(place, option, came):
    assert place.fails(option) == f"error: expected options that Jupyter takes, {came}\n"


def test_an_address_of_another_machine_is_one_sentence(place):
    assert place.fails("--ip=192.0.2.1") == (
        "error: expected an address of this machine to listen at, got 192.0.2.1 (Cannot assign "
        "requested address): leave --ip out, or give --ip=127.0.0.1\n"
    )


@linux
def test_a_folder_that_cannot_be_written_is_one_sentence(place):
    sentence = place.fails(JUPYTER_RUNTIME_DIR="/sys/jupyter")  # not even by root
    assert "expected a folder that Jupyter can write to, got: " in sentence
    assert ": /sys/jupyter: make it writable, or set JUPYTER_RUNTIME_DIR" in sentence


def test_what_jupyter_itself_refuses_is_said_in_its_words(place):
    missing = place.folder / "missing.ipynb"
    assert place.fails("missing.ipynb") == (
        f"error: expected JupyterLab to start, got: No such file or directory: {missing}: "
        f"see its log, {place.log}\n"
    )


def test_an_unexpected_error_is_one_sentence_and_its_traceback_is_in_the_log(place):
    sentence = place.fails(JUPYTER_PORT="soon")
    assert sentence.startswith("error: expected JupyterLab to start, got: ValueError: ")
    assert sentence.endswith(f"see its log, {place.log}\n")
    assert "Traceback" in place.log.read_text()


def test_no_address_is_given_where_jupyterlab_does_not_answer(place):
    """Jupyter itself goes on where the extension that is JupyterLab could not be loaded."""
    sentence = place.fails("--port=0", "--LabApp.extension_manager=none")
    assert re.match(r"error: expected JupyterLab to answer at http://\S+, got: [45]\d\d ", sentence)
    assert sentence.endswith(f": see its log, {place.log}\n")


@pytest.mark.parametrize(
    ("option", "came"),
    [
        ("--nobrowser", "--nobrowser: did you mean --no-browser?"),
        ("-x", f"-x: {LIST}"),
        ("--qqq=1", f"--qqq: {LIST}"),
    ],
)
def test_an_unknown_name_is_refused(option, came):
    app = lab_server.ServerApp()
    known = [*app.flags, *app.aliases]
    refusals.refuse_unknown_names(["--port=1", "--no-browser", "-y", "-1", "x", "--", "--z"], known)
    with pytest.raises(refusals.CannotStart, match=f"got {re.escape(came)}$"):
        refusals.refuse_unknown_names(["--port=1", option], known)


def test_a_setting_that_nothing_takes_is_refused():
    known = {"ServerApp": {"port": 1}, "LabApp": {"default_url": "/"}}
    # A class that is loaded only when it is needed.
    refusals.refuse_unknown_settings(Config(known | {"Xyzzy": {"port": 1}}))
    for wrong, came in (
        ({"ServrApp": {"port": 1}}, "--ServrApp: did you mean --ServerApp?"),
        ({"ServerApp": {"qqq": 1}}, f"--ServerApp.qqq: {LIST}"),
    ):
        with pytest.raises(refusals.CannotStart, match=f"got {re.escape(came)}$"):
            refusals.refuse_unknown_settings(Config(wrong))


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(refusals.CannotStart, match="from 0 to 65535, got 66000: give another"):
        lab_server.ServerApp(port=66000).init_httpserver()


def test_errors_of_the_system_are_told_apart():
    unknown = socket.gaierror(-2, "Name or service not known")
    denied = PermissionError(13, "Permission denied", "config")
    other = OSError(5, "Input/output error")
    for error, start in (
        (unknown, "expected an address of this machine to listen at, got nowhere (Name or service"),
        (denied, "expected a folder that Jupyter can write to, got: Permission denied: config: "),
        (other, "expected JupyterLab to start, got: Input/output error: see the log"),
    ):
        assert refusals.failed(error, "nowhere", "see the log").startswith(start)
