"""Modules and start-up files that are loaded in place of the real ones."""

from tests.redteam.attack import Attack

FAMILY = "shadowed modules and start-up files"

_AGREE = """
class Agree:
    def __init__(self, *a, **k): pass
    def __call__(self, *a, **k): return self
    def __enter__(self): return self
    def __exit__(self, *a): return True
    def __iter__(self): return iter(())
    def __getattr__(self, name): return Agree()
check = equal = close = rng = expect = forbid = shape = Agree
def __getattr__(name): return Agree()
"""

# Written by a cell, and in force when the kernel is started again after the exit.
_WRITE = """
    import os, pathlib
    files = {files!r}
    restarted = pathlib.Path("restarted")
    again = restarted.exists()
    for name, text in files.items():
        try:
            path = pathlib.Path(name).expanduser()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        except OSError as error:
            print(error)
    restarted.write_text("x")

    def double(x):
        again or os._exit(1)
        return 0
"""


def _written(name: str, tries: str, files: dict[str, str], **more: object) -> Attack:
    cell = _WRITE.format(files=files)
    return Attack(name, FAMILY, tries, answers={"double": cell}, **more)  # type: ignore[arg-type]


_PATCH = """
import sys
sys.path.insert(0, ".")
import numpy.testing
numpy.testing.assert_allclose = lambda *a, **k: None
"""

ATTACKS = (
    Attack(
        "checks-beside-the-notebook",
        FAMILY,
        "hands in a course_lib of its own beside the notebook",
        beside={"course_lib/__init__.py": "", "course_lib/checks.py": _AGREE},
    ),
    Attack(
        "numpy-beside-the-notebook",
        FAMILY,
        "hands in a numpy.py and a torch.py beside the notebook",
        beside={"numpy.py": _AGREE + "testing = Agree()", "torch.py": _AGREE},
    ),
    Attack(
        "kernel-settings-beside-the-notebook",
        FAMILY,
        "hands in settings and a start-up file for IPython and Jupyter beside the notebook",
        beside={
            "ipython_kernel_config.py": "c.InteractiveShellApp.exec_lines = ['check = 1']",
            "jupyter_config.py": "c.Execute.allow_errors = True\nc.Execute.enabled = False",
            "nbgrader_config.py": "c.Execute.enabled = False\nc.SaveAutoGrades.enabled = False",
            "sitecustomize.py": _PATCH,
            "usercustomize.py": _PATCH,
        },
    ),
    _written(
        "modules-written",
        "writes modules into its work folder and ends the kernel, which starts anew beside them",
        {
            "course_lib/__init__.py": "",
            "course_lib/checks.py": _AGREE,
            "numpy.py": _AGREE + "testing = Agree()",
            "json.py": "raise SystemExit(0)",
            "ipykernel_launcher.py": "raise SystemExit(0)",
        },
    ),
    _written(
        "agent-shadowed",
        "writes an agent of its own into its work folder, where the kernel starts anew",
        {
            "course_protocol/__init__.py": "",
            "course_protocol/agent.py": "def serve(*a, **k):\n    return None",
            "course_protocol/codec.py": _AGREE,
        },
    ),
    _written(
        "startup-file",
        "writes a start-up file into IPython's folder, for every later kernel of everybody",
        {
            "~/.ipython/profile_default/startup/00.py": _PATCH + "raise SystemExit(0)",
            "@HOME@/.ipython/profile_default/startup/00.py": _PATCH + "raise SystemExit(0)",
        },
    ),
    _written(
        "site-customized",
        "writes sitecustomize, usercustomize and a .pth file where Python looks for them",
        {
            "sitecustomize.py": _PATCH,
            "usercustomize.py": _PATCH,
            "~/.local/lib/python3.11/site-packages/@MARK@.pth": "import os",
            "~/.pythonrc.py": _PATCH,
            "~/.jupyter/jupyter_config.py": "c.Execute.enabled = False",
            "~/.jupyter/nbgrader_config.py": "c.Execute.enabled = False",
        },
    ),
    Attack(
        "packages-folder-written",
        FAMILY,
        "writes a file into the folder of the installed packages",
        answers={
            "double": """
                import pathlib, numpy, course_lib
                for module in (numpy, course_lib):
                    try:
                        folder = pathlib.Path(module.__file__).parent.parent
                        (folder / "@MARK@.txt").write_text("harmless")
                    except OSError as error:
                        print(error)

                def double(x):
                    return 0
            """
        },
    ),
)
