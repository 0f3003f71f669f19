"""Which kernel is started for a notebook: the one that is meant, whatever the notebook names."""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager


class OneKernel(KernelSpecManager):
    """Knows one kernel, by whatever name it is asked for.

    So neither a notebook's own ``kernelspec`` nor one left by another environment is used:
    ``AsyncKernelManager(kernel_spec_manager=OneKernel(spec))``.

    Args:
        spec: The kernel's.
        **options: As for any `KernelSpecManager`.

    Example:
        >>> OneKernel(KernelSpec(display_name="mine")).get_kernel_spec("python3").display_name
        'mine'
    """

    def __init__(self, spec: KernelSpec, **options: Any) -> None:
        super().__init__(**options)
        self._spec = spec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The one there is."""
        return self._spec
