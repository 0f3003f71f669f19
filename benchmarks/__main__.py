"""`make bench`: every benchmark, or the named ones, and one table of ratios."""

from __future__ import annotations

import sys

from benchmarks import batch, batches, gan, importing, judging, knn, protocol, threads
from benchmarks.ratio import show

BENCHMARKS = {
    "import": importing.measure,
    "batches": batches.measure,
    "knn": knn.measure,
    "threads": threads.measure,
    "gan": gan.measure,
    "protocol": protocol.measure,
    "judging": judging.measure,
    "batch": batch.measure,
}


def main(names: list[str]) -> int:
    """Measure and print; 2 for a name that is no benchmark."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"error: no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}",
              file=sys.stderr)  # fmt: skip
        return 2
    ratios = []
    for name in names or BENCHMARKS:
        print(f"measuring {name} …", flush=True)
        ratios += BENCHMARKS[name]()
    show(ratios)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
