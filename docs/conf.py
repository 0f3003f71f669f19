"""Settings of the documentation's site, built by `make docs` without a network.

The solutions are executed once and cached (in build/), keyed by their code: a change of the text
alone runs nothing. With DOCS_EXECUTE=off they are shown without outputs, which takes seconds.
"""

import json
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "_ext")]

project = "GANs and classification"
author = "The course authors"
project_copyright = "2026, The course authors. Code: MIT. Text: CC BY 4.0"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "mathml",
]
html_math_renderer = "mathml"
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["course.css"]
templates_path: list[str] = []

# --- Notebooks -----------------------------------------------------------------------------
nb_execution_mode = {"on": "cache"}.get(os.environ.get("DOCS_EXECUTE", "on"), "off")
nb_execution_cache_path = str(ROOT / "build" / "docs-cache")
nb_execution_timeout = 900
nb_execution_raise_on_error = True
# Progress bars write there; what is wrong stops the build by itself.
nb_output_stderr = "remove"
# A widget is drawn by scripts from the network; without them its text stands there.
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]

myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
suppress_warnings = [
    "misc.highlighting_failure",  # a cell that shows a shell's output, or a broken program
]

# --- The API -------------------------------------------------------------------------------
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
add_module_names = False


def _copy_with_words(notebook: Path, target: Path) -> None:
    """Copy a notebook, and say of each picture which cell draws it, for readers who see none."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        course = cell["metadata"].get("course", {})
        if course.get("role") == "demo":
            words = str(course.get("id", "")).replace("_", " ")
            alt = f"what the cell above draws: {words}"
            cell["metadata"]["mystnb"] = {"image": {"alt": alt}}
    target.write_text(json.dumps(content), encoding="utf-8")


def _copy_solutions() -> None:
    """Put the solutions and their figures where the site's generator looks for pages."""
    target = HERE / "solutions"
    shutil.rmtree(target, ignore_errors=True)
    for notebook in sorted(ROOT.glob("solutions/*/*.ipynb")):
        if notebook.stem != notebook.parent.name:
            continue
        folder = target / notebook.stem
        folder.mkdir(parents=True)
        _copy_with_words(notebook, folder / notebook.name)
        if (notebook.parent / "figures").is_dir():
            shutil.copytree(notebook.parent / "figures", folder / "figures")


def _list_plots() -> None:
    """A page of all plot functions, module by module; new labs bring new modules."""
    names = sorted(path.stem for path in ROOT.glob("course_lib/plots/[a-z]*.py"))
    modules = [f"```{{eval-rst}}\n.. automodule:: course_lib.plots.{name}\n```" for name in names]
    text = "\n\n".join(["# Plots, `course_lib.plots`", *modules])
    (HERE / "plots.md").write_text(text + "\n", encoding="utf-8")


def _list_measured() -> None:
    """A page that leads to whatever was measured and written down in a page of its own.

    What is written about one lab lies in the lab's folder, ``pages/``.
    """
    first = ("audit", "redteam", "scaling", "benchmarks")
    there = [name for name in first if (HERE / f"{name}.md").is_file()]
    target = HERE / "labs"
    shutil.rmtree(target, ignore_errors=True)
    for page in sorted(ROOT.glob("solutions/*/pages/*.md")):
        lab = page.parents[1].name
        (target / lab).mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target / lab)
        there.append(f"labs/{lab}/{page.stem}")
    lines = ["# What was measured", "", "```{toctree}", ":maxdepth: 2", "", *there, "```", ""]
    (HERE / "measured.md").write_text("\n".join(lines), encoding="utf-8")


_copy_solutions()
_list_plots()
_list_measured()
