"""`course lab`: what a person sees while JupyterLab starts, runs and ends."""

import contextlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.request

import pytest
from jupyter_server import serverapp

from course_tools import lab_server

END = "JupyterLab ends, and its kernels with it.\n"
#: Seconds that anything may take on a busy machine.
PATIENCE = 120

posix = pytest.mark.needs("posix")  # Windows sends no such signals


def ask(address, path, body=None):
    """A request to the server, with its token; the reply."""
    base, token = re.fullmatch(r"(http://[^/]+)/.*\?token=(\w+)", address).groups()
    request = urllib.request.Request(base + path, body, {"Authorization": f"token {token}"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        return reply.read().decode()


@posix
def test_an_address_that_answers_is_the_last_line_and_the_log_is_in_a_file(place):
    with place.runs() as server:
        address = server.address()
        # Asked at once: it was said only when it held.
        assert "JupyterLab" in ask(address, "/lab/tree/START.md")
        assert json.loads(ask(address, "/api/contents"))["content"][0]["name"] == "START.md"
        assert re.fullmatch(r"http://localhost:\d+/lab/tree/START.md\?token=\w{48}", address)
        server.process.terminate()
        assert server.ended() == (0, place.said(address) + END, "")
    log = place.log.read_text()
    assert f"Serving notebooks from local directory: {place.folder / 'labs'}" in log
    assert stat.S_IMODE(place.log.stat().st_mode) == 0o600  # it has the token
    assert list(place.runtime.glob("jpserver-*")) == []


def test_what_kernels_print_is_in_the_log_and_the_menu_ends_it_too(place):
    """What a kernel prints before it answers would else be on the screen, past every setting."""
    noise = "import os, time; os.write(2, b'noise'); os.write(1, b'more noise'); time.sleep(300)"
    spec = place.folder / "data" / "kernels" / "noisy"
    spec.mkdir(parents=True)
    argv = [sys.executable, "-c", noise, "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "noisy"}))
    with place.runs() as server:
        address = server.address()
        ask(address, "/api/kernels", b'{"name": "noisy"}')
        until = time.monotonic() + PATIENCE
        while "more noise" not in place.log.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        ask(address, "/api/shutdown", b"")
        assert server.ended() == (0, place.said(address) + END, "")
    assert "noise" in place.log.read_text()


@posix
@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_in_a_terminal_asks_nothing_and_ends_with_one_line(place, presses):
    keyboard, terminal = os.openpty()  # where stdin is a terminal, Jupyter itself would ask
    with place.runs(module=True, stdin=terminal) as server:
        address = server.address()
        for press in range(presses):
            time.sleep(0.1 * press)
            server.process.send_signal(signal.SIGINT)
        code, out, err = server.ended()
    assert (out, err) == (place.said(address) + END, "")
    # The second may come when the first has already ended it.
    assert code == 0 or (presses == 2 and code == -signal.SIGINT)
    os.close(keyboard)
    os.close(terminal)


@posix
def test_ctrl_c_ends_a_start_at_once(place):
    with place.runs() as server:
        until = time.monotonic() + PATIENCE
        while "Starting" not in server.out.text and time.monotonic() < until:
            time.sleep(0.01)
        for _ in range(3):  # pressed again where an import lost it in a callback
            server.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.process.wait(timeout=PATIENCE / 4)
                break
        code, out, err = server.ended()
    assert code in (130, 0)
    assert err == ""
    assert out.startswith(place.root + f"Starting JupyterLab; its log is {place.log}\n")
    assert out.endswith(f"\n{END}")


def test_jupyters_log_is_on_the_screen_of_whoever_asks_for_it(place):
    with place.runs("--debug") as server:
        address = server.address()
        server.process.terminate()
        _, out, err = server.ended()
    assert out.startswith(f"{place.root}Open this address in a browser; Ctrl-C ends JupyterLab:\n")
    assert "ServerApp] Serving notebooks from local directory" in err
    assert address in err
    assert not place.log.exists()


@pytest.mark.parametrize(
    ("option", "asked"),
    [("--debug", True), ("--log-level=WARN", True), ("--log-level", True),
     ("--ServerApp.log_level=10", True), ("--Application.log_level", True), ("--port=1", False),
     ("--ServerApp.log_format=x", False)],
)  # fmt: skip
def test_which_options_ask_for_the_log(option, asked):
    assert lab_server._is_about_the_log(option) == asked


def test_a_token_of_ones_own_is_not_repeated(place):
    with place.runs("--ip=0.0.0.0", JUPYTER_TOKEN="secret") as server:
        address = server.address()
    assert re.fullmatch(r"http://127.0.0.1:\d+/lab/tree/START.md", address)
    assert "with the token or password that you set" in server.out.text
    assert "secret" not in server.out.text


def test_the_version_is_printed_and_nothing_else(place):
    done = subprocess.run(place.command("--version"), cwd=place.folder, env=place.env,
                          capture_output=True, text=True, timeout=PATIENCE)  # fmt: skip
    assert re.fullmatch(r"\d+(\.\w+)+\n", done.stdout)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("platform", "env", "opened"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"BROWSER": "firefox"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_it_can_be_seen(monkeypatch, platform, env, opened):
    calls = []
    monkeypatch.setattr(serverapp.ServerApp, "launch_browser", lambda app: calls.append(app))
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    lab_server.ServerApp().launch_browser()
    assert bool(calls) == opened


def test_root_is_allowed_and_nobody_is_root_on_windows(monkeypatch):
    for user in (0, 1000):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert lab_server.is_root() == lab_server.ServerApp().allow_root == (user == 0)
    monkeypatch.delattr(os, "geteuid")
    assert not lab_server.is_root()


def test_a_log_is_continued_until_it_is_large(tmp_path):
    path = tmp_path / "new" / "course-lab.log"
    for _ in range(2):
        with lab_server._open_log(path) as log:
            log.write("line\n")
    assert path.read_text() == "line\n" * 2
    path.write_text("x" * (2**20 + 1))
    with lab_server._open_log(path) as log:
        log.write("anew\n")
    assert path.read_text() == "anew\n"
