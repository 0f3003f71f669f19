"""JupyterLab in a real browser: a server of one's own, and a notebook worked with as a person does.

The browser is the system's Chromium, driven by Playwright, which downloads nothing here.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Where a Chromium may be found, the first that is there.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No sandbox of its own, since CI runs as root; nothing that asks the network.
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
TOKEN = "browser-tests"
#: Seconds that anything may take on a busy machine; every wait ends when its condition holds.
PATIENCE = 120

#: nbgrader's pages fetch MathJax from the network, which there need not be.
_MATHJAX = """window.MathJax = {Hub: {Config() {}, Queue() {}, Register: {StartupHook() {}},
Startup: {signal: {Interest(tell) { setTimeout(() => tell("End")); }}}}};"""

_seats = itertools.count()

# A cell's widget, by the cell's id; cells far from the screen have no element in the page.
_CELL = "jupyterapp.shell.currentWidget.content.widgets.find(w => w.model.id === id)"


def find_chromium() -> str | None:
    """The system's Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def jupyterlab(course: Path, private: Path) -> Iterator[str]:
    """JupyterLab as `course lab` starts it, in a course's folder.

    Args:
        course: The folder that holds labs/.
        private: An empty folder for settings and logs, so that a person's own play no part.

    Yields:
        The server's address.
    """
    for name in ("config", "data", "runtime"):
        (private / name).mkdir(parents=True, exist_ok=True)
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "IPYTHONDIR": str(private / "ipython"),
        "COURSE_OFFLINE": "1",
    }
    command = [
        Path(sysconfig.get_path("scripts")) / "course", "lab", "--no-browser", "--allow-root",
        "--port=0", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    log = private / "server.log"
    with log.open("w") as stream:
        server = subprocess.Popen(command, cwd=course, env=env, stderr=stream, stdout=stream)
        try:
            yield _address(server, log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"(http://(localhost|127\.0\.0\.1):\d+)/lab", log.read_text())
        if found:
            return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@contextmanager
def chromium(*, dark: bool = False) -> Iterator[Any]:
    """A browser window; pages opened in it wait as long as a busy machine needs.

    Args:
        dark: Whether the system prefers dark pages.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(OPTIONS))
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.route(
            re.compile(r"^https://.*mathjax", re.IGNORECASE),
            lambda route: route.fulfill(body=_MATHJAX, content_type="text/javascript"),
        )
        try:
            yield context
        finally:
            context.close()
            browser.close()


class Seat:
    """A page of JupyterLab, and what went wrong in it.

    Attributes:
        page: Playwright's page.
        errors: What the page logged as errors, and the addresses that could not be loaded.
    """

    def __init__(self, context: Any, address: str) -> None:
        self.address = address
        self.page = context.new_page()
        self.errors: list[str] = []
        self.page.on("console", self._logged)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", self._answered)
        # The token in the address lets one page in; the cookie, what that page asks for, too.
        context.request.get(f"{address}/login?token={TOKEN}", max_redirects=0)

    def _logged(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def goto(self, path: str) -> None:
        """Open a page of the server."""
        self.page.goto(f"{self.address}{path}?token={TOKEN}")

    def open(self, path: str) -> None:
        """Open a notebook in JupyterLab and wait until its text is rendered and its kernel idle."""
        # A workspace of its own: the tabs of other pages are not opened again.
        self.goto(f"/lab/workspaces/seat-{next(_seats)}/tree/{path}")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-MarkdownOutput h1")
        self.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "
            "'idle'"
        )

    def select(self, cell: str) -> None:
        """Make a cell the active one, on the screen."""
        self.page.evaluate(
            "async id => { const panel = jupyterapp.shell.currentWidget.content;"
            " const index = panel.widgets.findIndex(w => w.model.id === id);"
            " if (index < 0) throw new Error('no cell ' + id);"
            " panel.mode = 'command'; panel.deselectAll(); panel.activeCellIndex = index;"
            " await panel.scrollToItem(index, 'start'); panel.activate();"
            " panel.node.focus(); }",
            cell,
        )
        self.page.wait_for_selector(".jp-Notebook .jp-Cell.jp-mod-active")

    def write(self, cell: str, source: str) -> None:
        """Type into a cell, in place of what stands there, by keyboard alone."""
        self.select(cell)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".jp-Cell.jp-mod-active .cm-content:focus")
        self.page.keyboard.press("Control+a")
        # As pasted: no bracket is closed and no line indented by the editor.
        self.page.keyboard.insert_text(source)
        self.page.wait_for_function(
            f"([id, text]) => {_CELL}.model.sharedModel.getSource() === text", arg=[cell, source]
        )

    def add_below(self, cell: str, source: str) -> str:
        """Add a code cell of one's own below another, with the keyboard; its id."""
        self.select(cell)
        self.page.keyboard.press("b")
        own = self.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCell.model.id")
        self.write(own, source)
        return own

    def start(self, cell: str) -> None:
        """Run a cell with Shift + Enter, without waiting for its end."""
        self.select(cell)
        self.page.keyboard.press("Shift+Enter")

    def is_running(self, cell: str) -> bool:
        """Whether a cell that was started has not ended."""
        return self.page.evaluate(
            f"id => {_CELL}.model.sharedModel.executionState !== 'idle'", cell
        )

    def drag(self, handle: Any, pixels: int) -> None:
        """Drag something to the right with the mouse."""
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + pixels, y, steps=6)
        self.page.mouse.up()

    def run(self, *cells: str) -> None:
        """Run cells with Shift + Enter, one after the other, each to its end."""
        for cell in cells:
            before = self.page.evaluate(f"id => {_CELL}.model.executionCount", cell)
            self.start(cell)
            self.page.wait_for_function(
                f"([id, before]) => {{ const m = {_CELL}.model;"
                " return m.executionCount !== null && m.executionCount !== before"
                " && m.sharedModel.executionState === 'idle'; }",
                arg=[cell, before],
            )

    def output(self, cell: str) -> str:
        """What a cell shows below it, as text."""
        return self.page.evaluate(f"id => {_CELL}.outputArea.node.innerText", cell)

    def save(self) -> None:
        """Save the notebook with the keyboard."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
