"""Why JupyterLab does not start, each in a sentence: what was expected, what came, what to do."""

from __future__ import annotations

import argparse
import difflib
import errno
import itertools
import socket
from collections.abc import Iterable, Iterator

from traitlets import TraitError
from traitlets.config import Config, Configurable
from traitlets.config.loader import ConfigError

_LIST = "`course lab --help-all` lists them all"
#: What the operating system answers where a file cannot be written.
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENOTDIR, errno.EEXIST}


class CannotStart(RuntimeError):
    """There is no JupyterLab, for the reason that the message gives."""


def refuse_unknown_names(options: list[str], known: Iterable[str | tuple[str, ...]]) -> None:
    """Refuse a short option, such as --port, that Jupyter has not got.

    Jupyter passes over --prot=1 and answers --prot with its usage.

    Args:
        options: The command line.
        known: The names of flags and aliases, as Jupyter's applications list them.

    Raises:
        CannotStart: For the first such option.

    Example:
        >>> refuse_unknown_names(["--prot=1"], ["port", "ip"])
        Traceback (most recent call last):
        course_tools.lab_refusals.CannotStart: expected options that Jupyter takes, got --prot: did
        you mean --port?
    """
    keys = {key for one in known for key in ([one] if isinstance(one, str) else one)}
    names = {f"--{key}" for key in keys} | {f"-{key}" for key in keys if len(key) == 1}
    for option in itertools.takewhile(lambda option: option != "--", options):
        name = option.partition("=")[0]
        is_name = name.startswith("-") and name.lstrip("-")[:1].isalpha()
        if is_name and "." not in name and name not in names:
            raise CannotStart(_unknown(name, "--", keys))


def refuse_unknown_settings(given: Config) -> None:
    """Refuse a long option, such as --ServerApp.port, that no loaded class takes.

    A class that nobody knows may be loaded later, when it is needed: such an option is refused only
    where it looks like a slip.

    Args:
        given: The settings of the command line.

    Raises:
        CannotStart: For the first such option.
    """
    takers: dict[str, set[str]] = {}
    for one in set(_subclasses(Configurable)):
        for section in one.section_names():
            takers.setdefault(section, set()).update(one.class_trait_names(config=True))
    for section, values in given.items():
        if section not in takers:
            if difflib.get_close_matches(section, takers, 1, cutoff=0.85):
                raise CannotStart(_unknown(f"--{section}", "--", takers))
            continue
        for name, value in values.items():
            if name not in takers[section] and not isinstance(value, Config):
                raise CannotStart(_unknown(f"--{section}.{name}", f"--{section}.", takers[section]))


def _subclasses(of: type) -> Iterator[type[Configurable]]:
    for one in of.__subclasses__():
        yield one
        yield from _subclasses(one)


def _unknown(name: str, start: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name.removeprefix(start), known, 1)
    advice = f"did you mean {start}{close[0]}?" if close else _LIST
    return f"expected options that Jupyter takes, got {name}: {advice}"


def port_is_out_of_range(port: int) -> str:
    """The sentence for a number that is no port."""
    return f"expected a port from 0 to 65535, got {port}: give another --port"


def port_is_taken(port: int, tries: int) -> str:
    """The sentence for a port, or all of those near it, that cannot be had."""
    alone = tries == 1
    wanted = f"port {port}" if alone else f"one of {tries} ports near {port}"
    came = "one that is not" if alone else "none"
    return (
        f"expected {wanted} to be free and open to you, got {came}: end the program that has it, "
        "or give another --port (--port=0 finds a free one)"
    )


def gave_up(ended: SystemExit, last_words: str, advice: str) -> str:
    """The sentence for Jupyter's own decision to end.

    Args:
        ended: Its exit. It exits while it handles the error, which is the context of the exit.
        last_words: What it last logged as critical.
        advice: What to do where nothing better is known.
    """
    cause = ended.__context__
    if isinstance(cause, (TraitError, ConfigError, argparse.ArgumentError)):
        return f"expected options that Jupyter takes, got: {_line(str(cause))}: {_LIST}"
    said = _line(last_words) or f"exit code {ended.code}"
    return f"expected JupyterLab to start, got: {said}: {advice}"


def failed(error: Exception, ip: str, advice: str) -> str:
    """The sentence for an error that Jupyter did not expect.

    Args:
        error: The error.
        ip: The address that it was to listen at.
        advice: What to do where nothing better is known.
    """
    if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
        return (
            f"expected an address of this machine to listen at, got {ip} ({words(error)}): "
            "leave --ip out, or give --ip=127.0.0.1"
        )
    if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename:
        return unwritable(error)
    return f"expected JupyterLab to start, got: {words(error)}: {advice}"


def unwritable(error: OSError) -> str:
    """The sentence for a folder in which Jupyter can keep nothing."""
    return (
        f"expected a folder that Jupyter can write to, got: {words(error)}: make it writable, or "
        "set JUPYTER_RUNTIME_DIR, JUPYTER_DATA_DIR and JUPYTER_CONFIG_DIR to folders that are"
    )


def words(error: Exception) -> str:
    """An error in words, in one line.

    Example:
        >>> words(PermissionError(13, "Permission denied", "x"))
        'Permission denied: x'
        >>> words(KeyError("lab"))
        "KeyError: 'lab'"
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return _line(f"{type(error).__name__}: {error}")


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".:")
