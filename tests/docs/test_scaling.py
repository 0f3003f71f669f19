"""The tables that `benchmarks.scaling` writes, from costs made up by hand."""

from benchmarks.scaling import BEGIN, END, PAGE, Cost, Parts, tables

PARTS = Parts(
    costs={
        "start": [Cost(wall=9.0, own=1.0, others=10.0)],
        "judged": [Cost(1.5, own=0.5, others=1.0), Cost(2.5, own=1.0, others=1.5)],
        "kept": [Cost(0.0, own=0.1)],
        "gradebook": [Cost(0.4, own=0.2), Cost(0.6, own=0.4)],
        "page": [Cost(0.5, own=0.1)],
    },
    sizes={"job": 1e5, "answer": 4e5, "files": 1e6},
)


def test_means_and_what_follows_from_them() -> None:
    """Judging: 0.75 + 1.25 s, so 200,000 s for all. Writing: 0.1 + 0.3 + 0.1 s each."""
    said = tables(PARTS)
    assert "| a submission judged: the judge | worker | 0.75 | 2.00 |" in said
    assert "| the same: its two sandboxes | worker | 1.25 | |" in said
    assert "| judging | 55.6 hours | 200 workers | 17 minutes |" in said
    assert "| files and gradebook | 11.1 hours | one writer | 11.1 hours |" in said
    assert "| pages | 2.8 hours | the same writer | 2.8 hours |" in said
    assert "| jobs and answers | 50 GB | the writer's network, 1 Gbit/s | 7 minutes |" in said
    assert "| kept files | 100 GB |" in said
    assert "One writer keeps up with 4.0 workers." in said


def test_the_page_has_a_place_for_them() -> None:
    """Once, and with the same rows as now."""
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
    written = page.partition(BEGIN)[2].partition(END)[0]
    rows = [line.split("|")[1] for line in tables(PARTS).splitlines() if line.startswith("|")]
    assert [line.split("|")[1] for line in written.splitlines() if line.startswith("|")] == rows
