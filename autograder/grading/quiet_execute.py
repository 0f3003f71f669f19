"""nbgrader's Execute, with what the kernel itself prints sent to a file."""

from typing import Any

from nbgrader.preprocessors import Execute
from traitlets import Unicode


class QuietExecute(Execute):
    """nbgrader's Execute, for kernels that inherit neither our terminal nor our progress bar.

    What cells print is part of the notebook as ever; this is about a kernel's own warnings, and
    what a crashing library writes past it.
    """

    kernel_output = Unicode(help="The file that kernels' own output is added to").tag(config=True)

    def start_new_kernel(self, **kwargs: Any) -> Any:
        """Start the notebook's kernel with its outputs going to the file."""
        if not self.kernel_output:
            return super().start_new_kernel(**kwargs)
        with open(self.kernel_output, "ab") as stream:
            return super().start_new_kernel(stdout=stream, stderr=stream, **kwargs)
