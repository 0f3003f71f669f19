"""What goes wrong with data files, told in one sentence."""


class DataError(RuntimeError):
    """A data set that cannot be used as it lies there, and what to do about it."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: in a notebook the sentence is all there is to see.
        return [f"{type(self).__name__}: {self}"]


class UnreachableError(DataError):
    """A data set that cannot be downloaded here and now.

    Attributes:
        reason: Why, in a few words.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason
