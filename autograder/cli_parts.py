"""What the commands of ``autograder`` share: errors in a sentence, and options of the same name."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from autograder.errors import AutograderError, is_disk_full

#: What shells report for a program that Ctrl-C ended.
INTERRUPTED = 130
#: What is said then.
STOPPED = "stopped: what was graded until now is kept; run the command again to go on"


class InSentences(TyperGroup):
    """Turns the project's errors into one sentence on stderr, for every command."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except AutograderError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(1) from None
        except OSError as error:
            if not is_disk_full(error):
                raise
            typer.echo("error: the disk is full: free some space and run the command again",
                       err=True)  # fmt: skip
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            typer.echo(STOPPED, err=True)
            raise typer.Exit(INTERRUPTED) from None


Course = Annotated[
    Path | None,
    typer.Option(
        "--course",
        metavar="DIR",
        help="The course's folder; without it, the current folder or one above it.",
        show_default=False,
    ),
]
LabName = Annotated[
    str, typer.Argument(metavar="LAB", help="The lab's name, as lab01_knn.", show_default=False)
]


class SandboxChoice(StrEnum):
    """What students' code runs in."""

    bubblewrap = "bubblewrap"
    none = "none"


SandboxOption = Annotated[
    SandboxChoice,
    typer.Option(
        "--sandbox",
        help="What students' code runs in; none is for a machine that has nothing to lose.",
    ),
]
