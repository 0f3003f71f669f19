"""Mutants that two of Lab 6's exercises share."""

from autograder.audit.answers import Equivalent

_ON_REAL = "on_real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))"
_ON_FAKE = (
    "on_fake = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))"
)
_EXACT = "Labels of 0 and 1 are exact in every dtype, and the loss takes that of the logits."

#: Of the mended loss in `bug_labels` and in `bug_sigmoid`.
EXACT_LABELS = [
    Equivalent(
        line,
        line.replace(f"{made}_like(", f"{made}(").replace("))", ".shape))"),
        _EXACT,
    )
    for line, made in ((_ON_REAL, "ones"), (_ON_FAKE, "zeros"))
]
