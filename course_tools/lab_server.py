"""JupyterLab as `course lab` starts it: an address on the screen, the log in a file.

Left alone, Jupyter prints some forty lines before it can be used, asks a question when it is
interrupted, and ends in a log where it cannot start. Everything here goes through what Jupyter
offers for it: subclasses of its applications, and methods that they may override.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import traceback
import typing
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server import serverapp
from jupyterlab.labapp import LabApp
from tornado.httpclient import AsyncHTTPClient
from traitlets import Any, default

from course_tools import lab_refusals as refusals

#: Options that have Jupyter print something and end; no server starts.
_PRINTING = {"-h", "--help", "--help-all", "-V", "--version", "--generate-config",
             "--show-config", "--show-config-json"}  # fmt: skip
#: Bytes after which a log is not continued but begun anew.
_LARGE = 2**20
#: Seconds that a page may take on a busy machine.
_PATIENCE = 120
_ROOT = "You are root: notebooks can change every file of this machine."


class _LastWords(logging.Handler):
    """Keeps the last thing that Jupyter called critical, which is why it gave up."""

    text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text = " ".join(record.getMessage().split())


_last_words = _LastWords(logging.CRITICAL)


# It has the name of Jupyter's own: by that, options, settings and messages call it.
class ServerApp(serverapp.ServerApp):
    """Jupyter's server, which says to a person where it is, and that it ends, and asks nothing."""

    screen: typing.Any = Any(help="Where what a person should read is written.")
    #: Why the server ended by itself, in a sentence.
    refusal = ""
    _ending = _said = False

    @default("allow_root")
    def _allow_root(self) -> bool:
        return is_root()

    def get_default_logging_config(self) -> dict[str, typing.Any]:
        """Jupyter's way of logging; what is critical is kept, to be said in a sentence."""
        config = super().get_default_logging_config()
        config.setdefault("handlers", {})["last words"] = {"()": lambda: _last_words}
        logger = config.setdefault("loggers", {}).setdefault(type(self).__name__, {})
        logger.setdefault("handlers", []).append("last words")
        return config

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Refuse unknown options, which Jupyter either passes over or answers with its usage."""
        refusals.refuse_unknown_names(argv or [], [*self.flags, *self.aliases])
        super().parse_command_line(argv)

    def initialize(self, *args: typing.Any, **options: typing.Any) -> None:
        """Refuse unknown settings once every extension, whose settings they may be, is loaded."""
        super().initialize(*args, **options)
        refusals.refuse_unknown_settings(self.cli_config)

    def init_signal(self) -> None:
        """Leave Ctrl-C as it is while the server starts: it ends that at once."""
        before = signal.getsignal(signal.SIGINT)
        super().init_signal()
        signal.signal(signal.SIGINT, before)

    def init_httpserver(self) -> None:
        """Say which port was expected where Jupyter would end with a line in its log."""
        port, tries = self.port, self.port_retries + 1
        if not 0 <= port <= 65535:
            raise refusals.CannotStart(refusals.port_is_out_of_range(port))
        try:
            super().init_httpserver()
        except SystemExit as ended:
            raise refusals.CannotStart(refusals.port_is_taken(port, tries)) from ended

    def start_app(self) -> None:
        """Start; the address is said only when the server listens there."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not under nohup, say
            signal.signal(signal.SIGINT, self._interrupted)
        super().start_app()
        # Callbacks are run in turn: the one that binds the address is before this one.
        self.io_loop.add_callback(self._say_where)

    def _interrupted(self, *_: object) -> None:
        self.stop(from_signal=True)

    async def _say_where(self) -> None:
        try:
            await self._knock()
        except Exception as error:
            where = self.sock or self.address
            self.refusal = f"expected JupyterLab to answer at {where}, got: {refusals.words(error)}"
            self.stop()
        if self._ending:
            return
        by_token = self.identity_provider.token_generated or not self.identity_provider.auth_enabled
        key = "" if by_token else " with the token or password that you set"
        line = f"Open this address in a browser{key}; Ctrl-C ends JupyterLab:"
        print(line, self.address, sep="\n", file=self.screen, flush=True)

    async def _knock(self) -> None:
        """Ask for the page once, as a browser does; OSError where there is none."""
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.ip, self.ip)
        if self.sock:
            with socket.socket(socket.AF_UNIX) as door:
                door.connect(self.sock)
        elif self.certfile:
            socket.create_connection((host, self.port), timeout=5).close()
        else:
            host = f"[{host}]" if ":" in host else host
            page = f"http://{host}:{self.port}{self.default_url}"
            token = self.identity_provider.token
            key = {"Authorization": f"token {token}"} if token else {}
            reply = await AsyncHTTPClient().fetch(
                page, headers=key, raise_error=False, follow_redirects=False,
                connect_timeout=_PATIENCE, request_timeout=_PATIENCE,
            )  # fmt: skip
            # Where a password is asked for, the answer is the way to it, or no.
            if reply.code >= 400 and reply.code not in (401, 403):
                raise OSError(reply.code, f"{reply.code} {reply.reason}")

    @property
    def address(self) -> str:
        """What a person on this machine opens, with the token that was made for this start.

        A token of one's own is left out, as Jupyter does: it may come from a file.
        """
        everywhere = self.ip in serverapp.WILDCARD_IPS and not self.custom_display_url
        url = urlsplit(self.local_url if everywhere else self.public_url)
        return (url if self.identity_provider.token_generated else url._replace(query="")).geturl()

    def launch_browser(self) -> None:
        """Open a browser where one can be seen.

        Without a display Python finds only browsers for terminals, which cannot show JupyterLab.
        """
        if self.browser or os.environ.get("BROWSER") or _has_display():
            super().launch_browser()

    def stop(self, from_signal: bool = False) -> None:
        """End; a second wish to end changes nothing."""
        if not self._ending:
            self._ending = True
            # In the loop: a signal may come in the middle of another line.
            self.io_loop.add_callback(self._say_end)
            super().stop(from_signal)

    def start_ioloop(self) -> None:
        """Run; JupyterLab's menu ends the loop itself, and that is said as well."""
        super().start_ioloop()
        self._say_end()

    def _say_end(self) -> None:
        if not (self._said or self.refusal):
            self._said = True
            _say_end(self.screen)


class _Lab(LabApp):
    """JupyterLab on that server; its pages are those of the stock extension."""

    serverapp_class = ServerApp

    @classmethod
    def get_extension_package(cls) -> str:
        return LabApp.get_extension_package()


def start(options: list[str]) -> None:
    """Run JupyterLab until it is ended.

    Args:
        options: As `jupyter lab` takes them. With ``--debug`` or a log level Jupyter's log comes on
            the screen; otherwise into ``course-lab.log`` in Jupyter's runtime folder, with all that
            the kernels and the browser print.

    Raises:
        CannotStart: With the reason, in a sentence.
    """
    if _PRINTING.intersection(options):
        LabApp.launch_instance(options)
        return
    if is_root():
        print(_ROOT, flush=True)
    if any(_is_about_the_log(option) for option in options):
        _run(options, sys.stdout, "see the log above")
        return
    path = Path(jupyter_runtime_dir()) / "course-lab.log"
    try:
        log = _open_log(path)
    except OSError as error:
        raise refusals.CannotStart(refusals.unwritable(error)) from error
    print(f"Starting JupyterLab; its log is {path}", flush=True)
    with _everything_into(log) as screen:
        _run(options, screen, f"see its log, {path}")


def _say_end(screen: typing.TextIO) -> None:
    # Whoever presses Ctrl-C once more does not want to wait for kernels, nor to see a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A terminal shows ^C where the cursor is: the line takes its place.
    start = "\r" if screen.isatty() else ""
    print(f"{start}JupyterLab ends, and its kernels with it.", file=screen, flush=True)


def is_root() -> bool:
    """Whether this user may do everything; on Windows nobody is root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_display() -> bool:
    graphical = sys.platform in ("win32", "darwin")
    return graphical or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_about_the_log(option: str) -> bool:
    name = option.partition("=")[0]
    return name in ("--debug", "--log-level") or name.endswith(".log_level")


def _open_log(path: Path) -> typing.TextIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    anew = path.exists() and path.stat().st_size > _LARGE
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if anew else 0)
    # For the user's eyes only, since Jupyter logs its token.
    descriptor = os.open(path, flags, mode=0o600)
    return open(descriptor, "w", encoding="utf-8", errors="replace", buffering=1)


@contextlib.contextmanager
def _everything_into(log: typing.TextIO) -> Iterator[typing.TextIO]:
    """Put away what this process and its children print, and yield the screen as it was.

    Loggers of extensions and the kernels write past every setting of Jupyter's log. The log is not
    closed at the end: some of them write once more when Python exits.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    saved = {stream: os.dup(stream) for stream in (1, 2)}
    try:
        with (
            open(os.dup(1), "w", encoding=sys.stdout.encoding, errors="replace") as screen,
            contextlib.redirect_stdout(log),
            contextlib.redirect_stderr(log),
        ):
            for stream in saved:
                os.dup2(log.fileno(), stream)
            yield screen
    finally:
        for stream, copy in saved.items():
            os.dup2(copy, stream)
            os.close(copy)


def _run(options: list[str], screen: typing.TextIO, advice: str) -> None:
    """Start the server and stay until it ends; every failure becomes a sentence."""
    try:
        server = typing.cast(ServerApp, _Lab.initialize_server(argv=options, screen=screen))
        server.start()
        if server.refusal:
            raise refusals.CannotStart(f"{server.refusal}: {advice}")
    except refusals.CannotStart:
        raise
    except KeyboardInterrupt:
        _say_end(screen)
        raise
    except SystemExit as ended:
        if ended.code:
            why = refusals.gave_up(ended, _last_words.text, advice)
            raise refusals.CannotStart(why) from ended
    except Exception as error:
        traceback.print_exc()  # into the log
        why = refusals.failed(error, ServerApp.instance().ip, advice)
        raise refusals.CannotStart(why) from error
