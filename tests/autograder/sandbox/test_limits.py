"""The limits: what they accept, and what the system is told of them."""

import resource

import pytest

from autograder.sandbox.command import resource_limits
from autograder.sandbox.limits import GIB, SandboxLimits


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "4", None])
def test_a_limit_is_a_positive_whole_number(value: object) -> None:
    """Anything else is refused by the field's name."""
    with pytest.raises(ValueError, match="for memory_bytes, but got"):
        SandboxLimits(memory_bytes=value)  # pyright: ignore


def test_the_defaults_leave_room_for_torch() -> None:
    """What importing torch, matplotlib and scikit-learn was seen to take fits several times."""
    assert SandboxLimits().memory_bytes == 4 * GIB
    assert SandboxLimits().processes >= 64


def test_every_limit_of_the_system_has_a_name_that_it_knows() -> None:
    """The launcher looks the names up inside the sandbox, where a wrong one would end it."""
    told = resource_limits(SandboxLimits(open_files=77, processes=33))
    assert all(isinstance(getattr(resource, name), int) for name in told)
    assert (told["RLIMIT_NOFILE"], told["RLIMIT_NPROC"], told["RLIMIT_CORE"]) == (77, 33, 0)
