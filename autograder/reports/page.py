"""A class's report as one page of HTML, with its figures in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.classes.results import GradedClass
from autograder.reports.facts import ClassFacts, checks_csv, class_facts
from autograder.reports.marks import number
from autograder.reports.table import isolation
from course_lib.atomic_write import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: So many checks are listed; all of them are in the CSV.
_CHECKS = 25

_BLUE, _ORANGE, _GREY = "#2b6ca3", "#c8641e", "#8a8a8a"

_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;
 style-src 'unsafe-inline'">
<title>{{ lab }}: {{ count }}</title>
<style>
 body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
        color: #222; }
 table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
 th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd;
          vertical-align: top; overflow-wrap: anywhere; }
 td.n, th.n { text-align: right; white-space: nowrap; }
 figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; }
 .warn { color: #a33; font-weight: 600; } .dim { color: #666; }
</style></head><body>
<h1>{{ lab }}</h1>
<p>{{ count }}; median {{ median }} of {{ most }} points; {{ person|length }} for a person to look
at. {% for line in isolation %}<span class="{{ 'dim' if line.sandboxed else 'warn' }}">
{{ line }}.</span> {% endfor %}</p>

<h2>Points</h2>
<figure role="img" aria-label="Histogram of the totals">{{ totals }}</figure>

<h2>Exercises</h2>
<figure role="img" aria-label="How the shares of points are distributed over each exercise">
{{ exercises_figure }}</figure>
<table><tr><th>exercise</th><th class="n">points</th><th class="n">mean</th>
<th class="n">full marks</th><th class="n">no points</th></tr>
{% for row in exercises %}<tr><td>{{ row.name }}</td><td class="n">{{ row.points }}</td>
<td class="n">{{ row.mean }}</td><td class="n">{{ row.full }}</td><td class="n">{{ row.none }}</td>
</tr>{% endfor %}</table>

<h2>Checks that fail most</h2>
{% if checks %}<table><tr><th>exercise</th><th>check</th><th class="n">fails</th>
<th>said most often</th></tr>
{% for check in checks %}<tr><td>{{ check.exercise }}</td><td>{{ check.title }}</td>
<td class="n">{{ check.failed }} of {{ check.judged }}</td><td>{{ check.message }}</td></tr>
{% endfor %}</table>{% else %}<p>None.</p>{% endif %}

<h2>For a person</h2>
{% if person %}<table><tr><th>student</th><th>why</th></tr>
{% for one in person %}<tr><td>{{ one.student }}</td>
<td>{% for reason in one.reasons %}{{ reason }}<br>{% endfor %}</td></tr>{% endfor %}</table>
{% else %}<p>Nobody.</p>{% endif %}

<h2>Time</h2>
{% if slow %}<figure role="img" aria-label="Histogram of the seconds that judging took">
{{ times }}</figure>
<p>Judging took {{ seconds }} s in all, {{ middle }} s in the middle. The slowest:
{% for name, took in slow %}{{ name }} ({{ took }} s){{ ", " if not loop.last else "." }}
{% endfor %}</p>{% else %}<p>No student's code was run.</p>{% endif %}
</body></html>
"""


def report_path(course: Path, lab: str) -> Path:
    """Where a lab's report is written."""
    return course / "grading" / f"report_{lab}.html"


def write_report(results: GradedClass) -> tuple[Path, Path]:
    """Write a class's report and the table of its failed checks.

    Args:
        results: Of the whole class.

    Returns:
        ``grading/report_<lab>.html`` and ``grading/checks_<lab>.csv``.

    Raises:
        OSError: They cannot be written.
    """
    facts = class_facts(results)
    page = report_path(results.course, results.lab)
    write_whole(page, report_html(facts).encode("utf-8", "replace"))
    checks = page.with_name(f"checks_{results.lab}.csv")
    write_whole(checks, checks_csv(facts).encode("utf-8", "replace"))
    return page, checks


def report_html(facts: ClassFacts) -> str:
    """A class's report as a page without any script; all that was handed in is escaped."""
    import statistics

    import jinja2
    from markupsafe import Markup

    results = facts.results
    students = len(results.students)
    slow = sorted(facts.seconds.items(), key=lambda item: -item[1])[:5]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(_PAGE).render(
        lab=results.lab,
        count="1 student" if students == 1 else f"{students} students",
        median=number(facts.median),
        most=number(sum(exercise.points for exercise in results.exercises)),
        isolation=isolation(results),
        totals=Markup(_svg(_totals(facts))),
        exercises_figure=Markup(_svg(_distributions(facts))),
        exercises=_exercise_rows(facts),
        checks=facts.failed[:_CHECKS],
        person=facts.for_person,
        times=Markup(_svg(_times(facts))) if slow else "",
        seconds=f"{sum(facts.seconds.values()):.0f}",
        middle=f"{statistics.median(facts.seconds.values()):.1f}" if slow else "",
        slow=[(name, f"{seconds:.1f}") for name, seconds in slow],
    )


def _exercise_rows(facts: ClassFacts) -> list[dict[str, str]]:
    rows = []
    for exercise in facts.results.exercises:
        shares = facts.shares[exercise.name]
        count = max(len(shares), 1)
        mean = f"{100 * sum(shares) / count:.0f} %" if shares else "to be marked"
        rows.append(
            {
                "name": exercise.name,
                "points": number(exercise.points),
                "mean": mean,
                "full": f"{sum(share >= 1 for share in shares)} of {len(shares)}",
                "none": f"{sum(share <= 0 for share in shares)} of {len(shares)}",
            }
        )
    return rows


def _totals(facts: ClassFacts) -> Figure:
    most = max(sum(exercise.points for exercise in facts.results.exercises), 1.0)
    figure, axes = _axes(7, 2.6)
    axes.hist(facts.totals, bins=20, range=(0, most), color=_BLUE, edgecolor="white")
    axes.axvline(facts.median, color=_ORANGE)
    axes.annotate(
        f"median {number(facts.median)}", (facts.median, 1), (4, -4), color=_ORANGE,
        xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
    )  # fmt: skip
    axes.set(xlabel="points", ylabel="students", xlim=(0, most))
    axes.yaxis.get_major_locator().set_params(integer=True)
    return figure


def _distributions(facts: ClassFacts) -> Figure:
    """For each exercise a bar of the class: no points, some, all of them."""
    names = [exercise.name for exercise in facts.results.exercises]
    figure, axes = _axes(7, 1.1 + 0.28 * len(names))
    parts = (
        ("none", _ORANGE, lambda share: share <= 0),
        ("some", "#d9c27e", lambda share: 0 < share < 1),
        ("all of the points", _BLUE, lambda share: share >= 1),
    )
    left = [0.0] * len(names)
    for label, color, holds in parts:
        widths = [
            100 * sum(map(holds, facts.shares[name])) / max(len(facts.shares[name]), 1)
            for name in names
        ]
        axes.barh(names, widths, left=left, color=color, label=label)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    axes.invert_yaxis()
    axes.set(xlabel="% of those who have a mark", xlim=(0, 100))
    axes.legend(ncols=3, frameon=False, loc="lower left", bbox_to_anchor=(0, 1))
    return figure


def _times(facts: ClassFacts) -> Figure:
    figure, axes = _axes(7, 2.2)
    axes.hist(list(facts.seconds.values()), bins=20, color=_GREY, edgecolor="white")
    axes.set(xlabel="seconds to judge a submission", ylabel="students")
    axes.yaxis.get_major_locator().set_params(integer=True)
    return figure


def _axes(width: float, height: float) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    """A figure as SVG, the same for the same numbers, without a date and without its XML head."""
    import matplotlib

    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "report", "svg.fonttype": "path"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    content = text.getvalue()
    return content[content.index("<svg") :]
