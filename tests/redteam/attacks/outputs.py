"""Outputs that would run in the browser of the person who marks."""

from tests.redteam.attack import Attack

FAMILY = "outputs for the marker's browser"

#: What must not be left of any output; the arena looks for these in the graded notebook.
RUNS = ("canary-script(", "canary-frame")

ATTACKS = (
    Attack(
        "script-in-html",
        FAMILY,
        "shows HTML with scripts, event handlers and frames",
        first=(
            """
            from IPython.display import HTML, display
            display(HTML("<script>canary-script(1)</script><img src=x onerror='canary-script(2)'>"
                         "<iframe src='data:,canary-frame'></iframe>"
                         "<a href='javascript:canary-script(3)'>points</a>"
                         "<svg onload=canary-script(4)></svg>"
                         "<style>@import 'canary-frame'</style>"))
            """,
        ),
    ),
    Attack(
        "script-in-other-formats",
        FAMILY,
        "shows scripts as JavaScript, SVG, Markdown, LaTeX and widgets",
        first=(
            """
            from IPython.display import display
            script = "<script>canary-script(1)</script>"
            for kind in ("application/javascript", "image/svg+xml", "text/markdown", "text/latex",
                         "application/vnd.jupyter.widget-view+json", "text/html"):
                display({kind: script, "text/plain": "x"}, raw=True)
            display({"image/png": '" onerror="canary-script(2)'}, raw=True)
            """,
        ),
    ),
)
