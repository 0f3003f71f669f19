# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 0 · Tools of the trade
#
# Ana sorts letters. In six labs she will teach a machine to read postcodes. Today is her first
# day, and everything goes wrong that goes wrong on a first day. You go first through all of it, so
# that it costs you minutes here and not evenings later.
#
# **You will be able to**
#
# - say which Python runs, and why it does not find a package that you have just installed;
# - predict the shape of an expression, and tell a view from a copy;
# - write a computation over two sets of pictures without a loop;
# - read a binary file by its description, and refuse a damaged one with a sentence;
# - sort by several keys, each in its own direction;
# - name the parts of a learning problem, and choose between trying and using what you know.
#
# | | |
# |---|---|
# | You need | Python: functions, lists, dictionaries |
# | Your time | about 3 hours; the machine needs some seconds (see the table at the end) |
# | Points | 38 for code, 6 for the quiz, 3 for a written answer |

# %% [markdown]
# ## How this notebook works
#
# Run the cells from the top with <kbd>Shift</kbd> + <kbd>Enter</kbd>. Where a cell says
# `YOUR CODE HERE`, put your answer in place of the `raise` line. The grey cell below it checks your
# answer. A tick means that a property holds. A cross tells you which property does not, what was
# expected, and what came. Marks are given by these checks and by some that are not shown; those
# test nothing but what the text says, on other inputs.
#
# Each exercise has a **contract**, a line that says what the result looks like. For all of them:
#
# - the arguments stay as they were, and no call leaves anything behind for the next;
# - the result depends on the arguments alone;
# - any axis may have length 1, and a tensor may be a view of another: transposed, sliced, expanded.
#
# The sign behind an exercise's title tells how hard it is: ●○○ a few minutes, ●●○ needs a thought,
# ●●● needs paper. Hints are folded: try first. Now and then a line asks you to **predict**. Write
# your guess down before you run the next cell.

# %% role="setup"
import gzip
import importlib.metadata
import importlib.util
import io
import math
import re
import struct
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import numpy as np
import scipy.io
import torch
from jaxtyping import Float, Int, Num
from torch import Tensor

from course_lib.checks import (
    check,
    close,
    contract,
    equal,
    expect,
    forbid,
    is_number,
    one_of,
    raises,
    rng,
)

KINDS = (torch.float32, torch.float64, torch.uint8)  # what pictures may be made of

# %% role="demo" id="start"
import matplotlib.pyplot as plt

from course_lib import data, median_seconds, plots

digits = data.load("digits")
print(digits)

# %% [markdown]
# ## 1 · Which Python is this?
#
# A computer has many Pythons. Each has its own folder of installed packages, called
# `site-packages`. A notebook talks to one of them, its **kernel**. Your terminal may talk to
# another. So ask the kernel, never the terminal.

# %% role="demo" id="which"
print("this kernel runs   ", Path(sys.executable).name, sys.version.split()[0])
print("packages lie in    ", Path(sysconfig.get_path("purelib")).name)
print("torch has version  ", importlib.metadata.version("torch"))
print("import looks in    ", len(sys.path), "folders, in this order; the first hit wins")

# %% [markdown]
# `sys.executable` is the program that runs. `sys.path` is the list of folders in which `import`
# looks. `importlib.util.find_spec("json")` does the looking, and stops before loading anything: its
# result is None, or has the file's name as `origin`.
#
# ### Exercise 1 · Where would it come from? ●○○ (5 minutes)
#
# Write a function that says which file a module would be loaded from, **without loading it**: a
# module may be broken, or slow, or not meant for your system.
#
# **Contract.** The file as text, as `find_spec` gives it in `origin`. None where there is no file:
# the module does not exist, it is a part of a package that does not exist, or it is built into
# Python as `sys` is (its `origin` is then no file: `has_location` is False).
#
# <details><summary>Hint 1: the idea</summary>
#
# Ask `find_spec`. Three things can come back: None, a spec with a place, a spec without.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# For `"nowhere.part"`, `find_spec` first loads the package `nowhere`, and raises
# `ModuleNotFoundError`. Catch it.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `return spec.origin if spec is not None and spec.has_location else None`
#
# </details>


# %% role="exercise" id="interpreter_of"
def interpreter_of(module: str) -> str | None:
    """The file that a module would be loaded from by this interpreter; None if there is none."""
    ### BEGIN SOLUTION
    try:
        spec = importlib.util.find_spec(module)
    except ImportError:
        return None
    return spec.origin if spec is not None and spec.has_location else None
    ### END SOLUTION


# %% role="test" id="interpreter_of" points=2
with check("json comes from a file, postcode_reader from nowhere", points=0.4):
    import json

    equal(
        interpreter_of("json"),
        json.__file__,
        mistakes={
            "that is the folder: the file is asked for, `origin`": str(Path(json.__file__).parent),
            "that is the interpreter: the module's file is asked for": sys.executable,
        },
    )
    equal(interpreter_of("postcode_reader"), None)


### BEGIN HIDDEN TESTS
def found_in(module):
    """By the list of folders, as an independent answer."""
    import importlib.machinery

    places, parts = None, module.split(".")
    for place in range(len(parts)):
        name = ".".join(parts[: place + 1])
        spec = importlib.machinery.PathFinder.find_spec(name, places)
        if spec is None:
            return None
        places = spec.submodule_search_locations
    return spec.origin if spec.has_location else None


with check(
    "modules that nobody may load",
    hint="do not import it: find_spec only looks",
    points=0.8,
    says=("which file a module would be loaded from, without loading it", "The file as text"),
):
    names = ["multiprocessing.popen_spawn_win32", "encodings.mbcs", "encodings.oem", "json.tool",
             "asyncio.windows_events", "wave", "sched", "numpy", "email.mime.text"]  # fmt: skip
    for name in (names[place] for place in rng().permutation(len(names)).tolist()):
        equal(interpreter_of(name), found_in(name))

with check(
    "no file: None",
    hint="built-in modules have an origin that is no file; a missing package raises",
    points=0.8,
    says=(
        "None where there is no file",
        "it is a part of a package that does not exist, or it is built into Python as sys is",
    ),
):
    for name in ("sys", "builtins", "no_such_thing_here", "no_such_thing.part", "json.nothing"):
        equal(
            interpreter_of(name),
            None,
            mistakes={
                "a built-in module has no file: see has_location": "built-in",
                "None is asked for, not a text": "None",
                "None is asked for, not an empty text": "",
            },
        )
### END HIDDEN TESTS

# %% [markdown]
# ### The morning's error, played through
#
# Ana installed the package `postcodes`. `pip` said: *Successfully installed*. The notebook says:
# *No module named 'postcodes'*. To see how that comes about, we make a **second Python** in a
# temporary folder, and put a package into its `site-packages`, as pip does: a file, and a folder
# that says its name and version.
#
# **Predict.** Which of the two Pythons finds it?


# %% role="demo" id="second_python"
lab_folder = Path(tempfile.mkdtemp(prefix="lab00-"))
subprocess.run(
    [sys.executable, "-m", "venv", "--without-pip", str(lab_folder / "other")], check=True
)
windows = sys.platform == "win32"
other_python = lab_folder / "other" / ("Scripts/python.exe" if windows else "bin/python")


def run_python(python, code, folder=lab_folder):
    """What a program prints, or the last line of its error; really run, in a folder."""
    script = Path(folder) / "script.py"
    script.write_text(code, encoding="utf-8")
    ran = subprocess.run([str(python), str(script)], capture_output=True, text=True, cwd=folder)
    return ran.stdout.strip() or ran.stderr.strip().splitlines()[-1]


other_site = Path(
    run_python(other_python, "import sysconfig; print(sysconfig.get_path('purelib'))")
)
(other_site / "postcodes.py").write_text("VALID = 5  # digits\n")
about = other_site / "postcodes-1.0.dist-info"
about.mkdir()
(about / "METADATA").write_text("Metadata-Version: 2.1\nName: postcodes\nVersion: 1.0\n")
ask = "import postcodes; print('found: a postcode has', postcodes.VALID, 'digits')"
error_elsewhere = run_python(sys.executable, ask)
print("the other Python:", run_python(other_python, ask))
print("this one:        ", error_elsewhere)

# %% [markdown]
# Both are right. The package was installed, for another interpreter. In a notebook write
# `%pip install postcodes`: that installs for this very kernel. `!pip install postcodes` starts
# whichever `pip` your terminal would find first, which may belong to any Python.
#
# ⚠ The web is full of another remedy: append the other `site-packages` to `sys.path`. Ana tries it.
# The error goes away. Then she installs a second package over there, one with a compiled part, and
# that part was compiled for another version of Python.

# %% role="demo" id="appended"
fast = other_site / "fastcodes"
fast.mkdir()
(fast / "__init__.py").write_text("import fastcodes._core\n")
(
    fast / ("_core.cp35-win_amd64.pyd" if windows else "_core.cpython-35m-x86_64-linux-gnu.so")
).touch()
append = f"import sys; sys.path.append({str(other_site)!r})\n"
print("postcodes:", run_python(sys.executable, append + ask))
error_compiled = run_python(sys.executable, append + "import fastcodes")
print("fastcodes:", error_compiled)

# %% [markdown]
# The file `_core…` lies there, and still 'does not exist': this Python looks for a compiled file
# with its own version in the name. Real packages such as NumPy fail just so, often weeks after the
# line that caused it. Install for the right interpreter instead.
#
# ### Two more ways
#
# Ana calls a script of hers `torch.py`. And she installs packages by the names that she imports.

# %% role="demo" id="more_errors"
own = lab_folder / "own"
own.mkdir()
(own / "torch.py").write_text("print = None\n")
error_shadow = run_python(sys.executable, "from torch import Tensor", own)
error_part = run_python(sys.executable, "import torch.nn", own)
error_name = run_python(other_python, "import sklearn")
for error in (error_shadow, error_part, error_name):
    print(error.replace(str(own), "own"))

# %% [markdown]
# Her own file hides the library, as a script's folder comes first in `sys.path`. And `sklearn` is
# the name to import; the name to **install** is `scikit-learn`. These are given: what a message
# says, and the names that differ.


# %% role="given"
TO_INSTALL = {"sklearn": "scikit-learn", "PIL": "Pillow", "cv2": "opencv-python",
              "yaml": "PyYAML", "skimage": "scikit-image", "bs4": "beautifulsoup4"}  # fmt: skip


def read_error(error: str) -> tuple[str, str]:
    """What an import's error says: (the module, the file that was found in its place or "")."""
    if match := re.search(r"No module named '([^']+)'", error):
        hidden = "is not a package" in error
        return match[1], "not a package" if hidden else ""
    match = re.search(
        r"cannot import name '[^']+' from (?:partially initialized module )?'([^']+)'", error
    )
    files = re.findall(r"\(([^()]+\.py)\)|renaming '([^']+)'", error)
    return match[1] if match else "", "".join(files[-1]) if files else ""


def normal(name: str) -> str:
    """A name to install as pip compares it: capitals, `_` and `-` make no difference."""
    return name.lower().replace("_", "-")


# %% [markdown]
# ### Exercise 2 · Explain the error ●●○ (25 minutes)
#
# Write the function that Ana would have needed this morning. It gets the error's last line, the
# names of what is installed, by `site-packages` folder, and the folders in which this kernel looks.
# It answers with one of five causes. Take the first rule that fits:
#
# 1. `read_error` names a file, and the file lies in none of the folders of `installed`, or says
#    `not a package`: a file of one's own hides the library, `"shadowed"`.
# 2. It names a file that lies in one of those folders: the right library, without that name in it,
#    `"version"`.
# 3. Of the module's name only what stands before the first dot counts. Look up its name to install
#    in `TO_INSTALL`; where it is not there, both are the same. That is installed in a folder on
#    `search_path`: the library is there, but has no such part, `"version"`.
# 4. It is installed in another folder: `"elsewhere"`.
# 5. It is installed nowhere, and its name to install is another than the name to import:
#    `"other name"`.
# 6. It is installed nowhere: `"missing"`.
#
# **Contract.** One of the five texts. Names are compared as `normal` makes them. A file lies in a
# folder if that is one of `Path(file).parents`: on Windows no `/` stands in a path. Folders on
# `search_path` may be in `installed` or not, and the other way round.
#
# <details><summary>Hint 1: the idea</summary>
#
# Take the rules one by one, in their order, with a `return` in each.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# For rules 3 to 6, first collect the folders in which the package is installed. An empty list is
# rule 5 or 6.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `places = [f for f, names in installed.items() if wanted in map(normal, names)]`
#
# </details>


# %% role="exercise" id="explain"
def explain(error: str, installed: dict[str, list[str]], search_path: list[str]) -> str:
    """The cause of a failed import: shadowed, version, elsewhere, other name or missing."""
    ### BEGIN SOLUTION
    module, file = read_error(error)
    if file:
        parents = Path(file).parents  # whatever the system writes between folders
        return "version" if any(Path(folder) in parents for folder in installed) else "shadowed"
    top = module.split(".")[0]
    package = TO_INSTALL.get(top, top)
    places = [
        folder
        for folder, names in installed.items()
        if normal(package) in [normal(name) for name in names]
    ]
    if any(folder in search_path for folder in places):
        return "version"
    if places:
        return "elsewhere"
    return "other name" if package != top else "missing"
    ### END SOLUTION


# %% role="test" id="explain" points=5
with check("postcodes, installed for another Python", points=0.3):
    installed = {"/here": ["numpy", "torch"], "/other": ["postcodes"]}
    equal(
        explain("ModuleNotFoundError: No module named 'postcodes'", installed, ["/here"]),
        "elsewhere",
        mistakes={
            "it is installed, in a folder where this kernel does not look": "missing",
            "no file of Ana's is named in that message": "shadowed",
        },
    )

with check("sklearn, installed nowhere", points=0.3):
    equal(
        explain("ModuleNotFoundError: No module named 'sklearn'", installed, ["/here"]),
        "other name",
        mistakes={"`pip install sklearn` would not help: see TO_INSTALL": "missing"},
    )

with check("torch.py in Ana's own folder", points=0.4):
    equal(
        explain(
            "ImportError: cannot import name 'Tensor' from 'torch' (/ana/torch.py)",
            installed,
            ["/here"],
        ),
        "shadowed",
        mistakes={"/ana is no folder of installed packages: her file is found first": "version"},
    )


### BEGIN HIDDEN TESTS
def explained(error, installed, search_path, dots=True, names=True, pip=True):
    """Rule by rule, as an independent answer; each flag is a rule that may be forgotten."""
    if "not a package" in error:
        return "shadowed"
    if "(" in error:
        file = error.split("(")[1].rstrip(")")
        inside = [folder for folder in installed if Path(folder) in Path(file).parents]
        return "version" if inside else "shadowed"
    module = error.split("'")[1]
    top = module.split(".")[0] if dots else module
    wanted = TO_INSTALL.get(top, top)
    same = (lambda name: name.casefold().replace("_", "-")) if pip else str
    where = {
        folder
        for folder in installed
        if same(wanted if names else top) in map(same, installed[folder])
    }
    if where & set(search_path):
        return "version"
    return "elsewhere" if where else "other name" if wanted != top else "missing"


def an_error(draw, kind, on_path, off_path, unknown):
    """A kind of message, and folders: (on the path and off it with the package, neither)."""
    tag = "".join(chr(97 + c) for c in draw.integers(0, 26, (6,)).tolist())
    pairs = list(TO_INSTALL.items())
    module, package = pairs[draw.integers(0, len(pairs), (1,)).item()]
    if kind == "same":
        module, package = f"my_{tag}", f"My-{tag}"
    part = f"{module}.parts" if draw.integers(0, 2, (1,)).item() or kind == "part" else module
    folders = {f"/{tag}/{place}": [f"noise-{place}"] for place in range(on_path + off_path + 2)}
    paths = list(folders)
    for place in range(on_path + off_path):
        folders[paths[place]].append(package)
    search_path = [f"/{tag}/empty", *paths[:on_path], *paths[on_path + off_path :]]
    if unknown == 3:
        folders = dict(reversed(folders.items()))
    error = f"ModuleNotFoundError: No module named '{part}'"
    if kind == "hidden":
        error = (
            f"ModuleNotFoundError: No module named '{module}.parts'; '{module}' is not a package"
        )
    if kind == "file":
        place = f"{paths[-1]}x" if unknown == 1 else f"/home/{tag}" if unknown else paths[-1]
        error = f"ImportError: cannot import name 'read' from '{module}' ({place}/{module}.py)"
    return error, folders, search_path


with check(
    "random errors",
    hint="take the rules in their order; compare names as `normal` makes them",
    points=4,
    says=(
        "Take the first rule that fits",
        "Of the module's name only what stands before the first dot counts.",
        "Names are compared as normal makes them.",
        "A file lies in a folder if that is one of Path(file).parents",
        "It is installed in another folder",
    ),
):
    for kind, on_path, off_path, unknown in [
        ("other", 1, 1, 0), ("same", 1, 2, 3), ("same", 0, 2, 0), ("same", 0, 1, 0),
        ("same", 0, 0, 0),
        ("part", 0, 1, 0), ("part", 0, 0, 0), ("other", 0, 1, 0), ("other", 0, 0, 0),
        ("same", 1, 0, 0), ("part", 1, 0, 0), ("hidden", 1, 0, 0), ("hidden", 0, 0, 0),
        ("file", 0, 0, 0), ("file", 1, 1, 0), ("file", 0, 0, 1), ("file", 1, 0, 2),
        ("same", 0, 0, 0), ("hidden", 0, 1, 0),
    ]:  # fmt: skip
        contract(
            explain,
            lambda error, installed, search_path: explained(error, installed, search_path),
            an_error,
            sizes=[(kind, on_path, off_path, unknown)],
            mistakes={
                "of `torch.nn` the part before the dot is what is installed": (
                    lambda *args: explained(*args, dots=False)
                ),
                "look up the name to install in TO_INSTALL": (
                    lambda *args: explained(*args, names=False)
                ),
                "compare names as pip does: with `normal`, on both sides": (
                    lambda *args: explained(*args, pip=False)
                ),
                "a file in a folder of installed packages is the library's own": (
                    lambda *args: "shadowed" if "(" in args[0] else explained(*args)
                ),
                "a folder whose name only begins alike holds no file of another one": (
                    lambda *args: "version" if "x/" in args[0] else explained(*args)
                ),
                "what lies where this kernel looks counts first: rule 3": (
                    lambda error, installed, search_path: explained(error, installed, [])
                ),
            },
        )
### END HIDDEN TESTS

# %% [markdown]
# Now let it read the real errors of this morning.

# %% role="demo" id="explained_for_real"
here = sysconfig.get_path("purelib")
packages = {here: ["torch", "numpy"], str(other_site): ["postcodes", "fastcodes"]}
for error in (error_elsewhere, error_compiled, error_shadow, error_part, error_name):
    says = explain(error, packages, [here, str(other_site)] if error is error_compiled else [here])
    print(f"{says:10} ← {error.replace(str(own), 'own')}")

# %% [markdown]
# ## 2 · Tensors
#
# A picture is a **tensor**: numbers in a box with axes. Each tensor has a `shape`, a `dtype` (what
# kind of number, how many bytes) and a `device` (where it lies).

# %% role="demo" id="tensors"
one = digits.train_images[0]
print("shape", tuple(one.shape), " dtype", one.dtype, " device", one.device)
array = one.numpy()  # the same memory, with NumPy's name on it
print("the same memory as NumPy array:", array.ctypes.data == one.data_ptr())
print("and back, without a copy:      ", torch.from_numpy(array).data_ptr() == one.data_ptr())

# %% [markdown]
# ### Shapes that fit
#
# Two tensors of different shapes may be added all the same. Torch writes the shapes below each
# other, **from the right**. Where one is shorter, it takes 1. In each column the sizes must be
# equal, or one of them must be 1: that one is repeated. This is **broadcasting**.
#
# **Predict** for these five pairs: which fail, and what shape do the others have?
#
# | | first | second |
# |---|---|---|
# | a | (4, 3) | (3,) |
# | b | (4, 3) | (4,) |
# | c | (4, 1) | (1, 3) |
# | d | (2, 4, 3) | (4, 1) |
# | e | (5, 2) | (3, 5, 1) |
#
# ### Exercise 3 · Broadcasting by hand ●●○ (15 minutes)
#
# Write the rule down. `torch.broadcast_shapes` knows it too; the point is that you are to own
# it.
#
# **Contract.** A list of whole numbers; None where the shapes do not fit. A shape is a list of
# sizes from 1 up, of any length; `[]` is that of a single number.
#
# <details><summary>Hint 1: the idea</summary>
#
# Make both equally long, with ones on the left. Then look at the pairs.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# `[1] * k + a` has k ones in front. For each pair: equal, or one of them 1, or it fails.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `if x != y and 1 not in (x, y): return None`; otherwise the size is `max(x, y)`.
#
# </details>


# %% role="exercise" id="broadcast_shape"
def broadcast_shape(a: list[int], b: list[int]) -> list[int] | None:
    """The shape of the sum of two tensors of these shapes; None if they do not fit."""
    ### BEGIN SOLUTION
    length = max(len(a), len(b))
    a, b = [1] * (length - len(a)) + a, [1] * (length - len(b)) + b
    if any(x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True)):
        return None
    return [max(x, y) for x, y in zip(a, b, strict=True)]
    ### END SOLUTION


# %% role="test" id="broadcast_shape" points=3
with check("pair a: (4, 3) and (3,)", points=0.2):
    equal(
        broadcast_shape([4, 3], [3]),
        [4, 3],
        mistakes={
            "that adds the axes of both: the last axes lie below each other": [4, 3, 3],
            "begin at the right: 3 meets 3, and 4 meets nothing": None,
            "the order of the axes stays": [3, 4],
        },
    )

with check("pair b: (4, 3) and (4,)", hint="begin at the right", points=0.3):
    equal(
        broadcast_shape([4, 3], [4]),
        None,
        mistakes={"shapes are written below each other from the right: 3 meets 4": [4, 3]},
    )

with check("pair c: (4, 1) and (1, 3)", points=0.3):
    equal(broadcast_shape([4, 1], [1, 3]), [4, 3])


### BEGIN HIDDEN TESTS
def by_torch(a, b):
    """What torch does with two real tensors."""
    try:
        return list((torch.empty(a, device="meta") + torch.empty(b, device="meta")).shape)
    except RuntimeError:
        return None


def two_shapes(draw, n, m, fits):
    """Two shapes of n and m axes, with some ones; they fit, or in one place do not."""
    longest = draw.integers(2, 6, (max(n, m),)).tolist()
    a, b = ([s if keep else 1 for s, keep in zip(longest[max(n, m) - k :],
            draw.integers(0, 3, (k,)).tolist(), strict=True)] for k in (n, m))  # fmt: skip
    if not fits:
        place = 1 + draw.integers(0, min(n, m), (1,)).item()
        a[-place], b[-place] = 3 + a[-place], 2
    return a, b


with check(
    "random shapes",
    hint="ones on the left of the shorter one",
    points=2.2,
    says=(
        "from the right. Where one is shorter, it takes 1.",
        "the sizes must be equal, or one of them must be 1",
        "A list of whole numbers; None where the shapes do not fit.",
        "[] is that of a single number",
    ),
):
    contract(
        broadcast_shape,
        by_torch,
        two_shapes,
        sizes=[
            (3, 3, 1), (4, 2, 1), (1, 4, 1), (3, 3, 0), (2, 4, 0), (1, 1, 1), (1, 1, 0), (2, 2, 1),
            (0, 3, 1), (3, 0, 1), (0, 0, 1), (5, 5, 1), (5, 3, 0),
        ],
    )  # fmt: skip
### END HIDDEN TESTS

# %% role="demo" id="five_shapes"
pairs = [([4, 3], [3]), ([4, 3], [4]), ([4, 1], [1, 3]), ([2, 4, 3], [4, 1]), ([5, 2], [3, 5, 1])]
for letter, (first, second) in zip("abcde", pairs, strict=True):
    print(letter, first, second, "→", broadcast_shape(first, second) or "does not fit")

# %% [markdown]
# ### Two loops, one, none
#
# How alike are two pictures? Ana counts the pixels that are exactly equal. For two sets of
# pictures, `a` with n rows and `b` with m rows, that is a table of n × m counts. Here it is with
# two loops, and with one.


# %% role="given"
def agreement_two_loops(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Int[Tensor, "n m"]:
    """How many entries of a row of a and a row of b are equal; one pair at a time."""
    table = torch.zeros(len(a), len(b), dtype=torch.int64)
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = (a[i] == b[j]).sum()
    return table


def agreement_one_loop(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Int[Tensor, "n m"]:
    """The same, a row at a time: (d,) == (m, d) is (m, d)."""
    return torch.stack([(row == b).sum(dim=1) for row in a])


# %% [markdown]
# ### Exercise 4 · No loop ●●○ (15 minutes)
#
# With `a` as (n, 1, d) and `b` as (1, m, d), the comparison has shape (n, m, d). Which axis is to
# be summed?
#
# **Contract.** Shape (n, m), int64, without a loop: row i, column j counts the equal entries of
# `a[i]` and `b[j]`. Both have the same dtype, any one.
#
# <details><summary>Hint 1: the idea</summary>
#
# Axes of length 1 are repeated for you. Put one where the other set has its rows.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# `a[:, None]` is (n, 1, d). `b[None]` is (1, m, d).
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `(a[:, None] == b[None]).sum(dim=-1)`
#
# </details>


# %% role="exercise" id="agreement"
def agreement(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Int[Tensor, "n m"]:
    """How many entries of a row of a and a row of b are equal, for all pairs at once."""
    ### BEGIN SOLUTION
    return (a[:, None] == b[None]).sum(dim=-1)  # (n, 1, d) == (1, m, d) -> (n, m, d) -> (n, m)
    ### END SOLUTION


# %% role="test" id="agreement" points=4
with check(
    "two rows against three by hand", hint="sum over the entries, the last axis", points=0.5
):
    a = torch.tensor([[1, 2, 3], [0, 0, 3]])
    b = torch.tensor([[1, 2, 0], [0, 0, 0], [1, 0, 3]])
    equal(
        agreement(a, b),
        [[2, 0, 2], [0, 2, 2]],
        mistakes={
            "those are the entries that differ: the equal ones are counted": [[1, 3, 1], [3, 1, 1]],
            "rows and columns are exchanged: row i belongs to a[i]": [[2, 0], [0, 2], [2, 2]],
        },
    )


### BEGIN HIDDEN TESTS
def pair_by_pair(a, b):
    """Counted in plain Python."""
    same = lambda p, q: sum(x == y for x, y in zip(p, q, strict=True))  # noqa: E731
    return torch.tensor([[same(p, q) for q in b.tolist()] for p in a.tolist()])


with check(
    "without a loop, on random tables",
    hint="a[:, None] == b[None]",
    points=3.5,
    says=(
        "Shape (n, m), int64, without a loop",
        "row i, column j counts the equal entries of a[i] and b[j]. Both have the same dtype",
    ),
):
    forbid(
        agreement,
        loops=True,
        on=lambda rows, columns, entries: (
            rng().integers(0, 3, (rows, entries)), rng().integers(0, 3, (columns, entries))
        ),
    )  # fmt: skip
    contract(
        agreement,
        pair_by_pair,
        lambda draw, n, m, d: (
            draw.integers(-1, 2, (n, d)).double(), draw.integers(-1, 2, (m, d)).double()
        ),
        sizes=[(3, 4, 5), (4, 4, 4), (1, 4, 5), (3, 1, 5), (3, 4, 1), (2, 3, 1200), (2, 20, 3)],
        dtypes=KINDS,
    )  # fmt: skip
    contract(
        agreement,
        pair_by_pair,
        lambda draw, n, m, d, power: tuple(
            draw.integers(-1, 2, (rows, d)).double() * 10.0**power for rows in (n, m)
        ),
        sizes=[(3, 4, 5, -1), (3, 4, 5, -8), (3, 4, 5, 4)],
    )
### END HIDDEN TESTS

# %% role="demo" id="loops_timed"
some, others = digits.train_images[:40].flatten(1), digits.train_images[40:140].flatten(1)
expect(bool((agreement(some, others) == agreement_two_loops(some, others)).all()), "they differ")
ways = (agreement_two_loops, agreement_one_loop, agreement)
two, one_loop, none = (median_seconds(way, some, others, repeats=3) for way in ways)
print(f"two loops ÷ one loop: {two / one_loop:5.1f}\ntwo loops ÷ no loop:  {two / none:5.1f}")

# %% [markdown]
# The same numbers, many times faster. Each step of a Python loop costs about as much as a small
# tensor operation, whatever is in it. But do not expect no loop to beat one loop by as much again:
# the whole table (n, m, d) has to go through memory. Lab 1 comes back to that.
#
# ### Views and copies
#
# `picture[2:5]`, `.T`, `.reshape`, `[:]` mostly give a **view**: another look at the same memory.
# `.clone()` makes a copy. Names that end in `_`, `x += 1` and `x[0] = 1` change memory **in
# place**, for everybody who looks at it.

# %% role="demo" id="views"
table = torch.zeros(3, 4)
corner, copy = table[:2, :2], table[:2, :2].clone()
corner += 7
copy += 100
print(table)

# %% [markdown]
# ### Exercise 5 · Spot the bug: the album that wears out ●○○ (10 minutes)
#
# Ana draws a frame around pictures. The first result is fine. But the more she tries frames out,
# the less she is left with. Mend the function.
#
# **Contract.** A new picture of the shape and dtype of `image`: its outermost rows and columns hold
# `value`, all other pixels are as they were.
#
# <details><summary>Hint 1: the idea</summary>
#
# Print `image` before and after the call.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# `image[:]` is another look at the same pixels.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `result = image.clone()`
#
# </details>


# %% role="exercise" id="framed"
def framed(image: Num[Tensor, "h w"], value: float) -> Num[Tensor, "h w"]:
    """The picture with its outermost pixels set to a value."""
    ### BEGIN SOLUTION
    result = image.clone()
    ### STARTS AS
    # result = image[:]
    ### END SOLUTION
    result[0] = result[-1] = value
    result[:, 0] = result[:, -1] = value
    return result


# %% role="test" id="framed" points=2
with check("framed in white, and then the picture itself", hint="is it a view?", points=0.4):
    picture = torch.arange(9.0).reshape(3, 3)
    white = framed(picture, 9.0)
    equal(
        white,
        [[9, 9, 9], [9, 4, 9], [9, 9, 9]],
        mistakes={
            "only the rows are framed: columns, too": [[9, 9, 9], [3, 4, 5], [9, 9, 9]],
            "the frame has the given value": [[1, 1, 1], [1, 4, 1], [1, 1, 1]],
            "those are the corners: the whole edge is framed": [[9, 1, 9], [3, 4, 5], [9, 7, 9]],
            "all other pixels are as they were": [[9, 9, 9], [9, 0, 9], [9, 9, 9]],
        },
    )
    equal(
        picture,
        [[0, 1, 2], [3, 4, 5], [6, 7, 8]],
        mistakes={"the frame was painted onto the original": [[9, 9, 9], [9, 4, 9], [9, 9, 9]]},
    )


### BEGIN HIDDEN TESTS
def painted(image, value):
    """Pixel by pixel."""
    h, w = image.shape
    edge = lambda i, j: i in (0, h - 1) or j in (0, w - 1)  # noqa: E731
    rows = image.tolist()
    return torch.tensor(
        [[value if edge(i, j) else rows[i][j] for j in range(w)] for i in range(h)],
        dtype=image.dtype,
    )


with check(
    "random pictures",
    hint="which line makes the memory that you write to?",
    points=1.6,
    says=(
        "its outermost rows and columns hold value, all other pixels are as they were",
        "A new picture of the shape and dtype of image",
    ),
):
    contract(
        framed,
        painted,
        lambda draw, h, w: (draw.mixed(h, w), float(draw.integers(0, 200, (1,)).item())),
        sizes=[(5, 7), (1, 6), (6, 1), (3, 3), (2, 2), (30, 4), (1, 1), (4, 4)],
        layouts=False,
    )
    contract(
        framed,
        painted,
        lambda draw, h, w: (1e4 * draw.normal(h, w), draw.integers(-4, 5, (1,)).item() / 1024),
        sizes=[(4, 5), (300, 2), (2, 300), (5, 5)],
        layouts=False,
    )
    equal(framed(torch.ones(3, 4), 0.0).sum(), 2)
    whole = rng().integers(0, 256, (6, 5), dtype=torch.uint8)
    found = framed(whole, 255)
    expect(
        found.dtype == torch.uint8, f"expected dtype uint8, as the picture has, got {found.dtype}"
    )
    equal(found, painted(whole, 255))
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · Records
#
# A tensor holds numbers of one kind. A **structured** NumPy array holds records: each element has
# fields with names, each field has its own dtype.
#
# **Predict.** How many bytes does a text of dtype `"U16"` take?

# %% role="demo" id="records"
person = np.dtype([("name", "U16"), ("grades", "f8", (2,))])
people = np.array([("Ana", (1.3, 2.0)), ("Bo", (2.7, 1.0))], dtype=person)
print("one record takes", person.itemsize, "bytes, of them U16:", person["name"].itemsize)
print("the field of all:", people["name"], " one record:", people[1])
print("its type:", type(people[1]), " by position:", people[1][0], " by name:", people[1]["grades"])

# %% [markdown]
# ⚠ `U16` is sixteen **characters**, not sixteen bits: NumPy takes four bytes for each, whether they
# are used or not. And the type of a record is called `np.void`. That is not 'empty': it is a piece
# of memory whose meaning the dtype tells.
#
# ### Exercise 6 · Boxes from a .mat file ●●● (25 minutes)
#
# A colleague has drawn boxes around digits in photographs, with MATLAB. His file holds one
# variable, `digits`: a row of records with the fields `file` (a text), `digit` (a number) and `box`
# (four numbers: left, top, width, height). `scipy.io.loadmat` returns it as an array of shape (1,
# n) whose elements are records, and in each field there is again an array of two axes, as
# everything in MATLAB is a matrix. (With `squeeze_me=True` all axes of length 1 vanish. A single
# record is then an array of **no** axis, shape `()`, over which you cannot loop.)
#
# MATLAB counts from **1**: the left-most column is 1, the top row is 1. We want boxes such that
# `photo[top:bottom, left:right]` is the digit in Python.
#
# `open_mat` is given. It takes the file's bytes as NumPy array, as `np.fromfile(path, "uint8")`
# reads them.
#
# **Contract.** Shape (n, 4), int64: top, left, bottom, right of each record, in the order of the
# file. n is 1 or more. In the file the numbers may be whole ones of any dtype, or floating-point
# ones that are whole.
#
# <details><summary>Hint 1: the idea</summary>
#
# Look at `open_mat(...)["digits"].shape`, then at one element, then at its field `box`.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# `records["box"].ravel()` holds n arrays of shape (1, 4). A small whole-number dtype wraps around
# when you add: turn each number into an `int` first.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `left, top, width, height = map(int, box.ravel())`, then `[top - 1, left - 1, …]`
#
# </details>


# %% role="given"
def open_mat(raw: np.ndarray) -> dict:
    """The variables of a .mat file, whose bytes are given."""
    return scipy.io.loadmat(io.BytesIO(raw.tobytes()))


# %% role="exercise" id="bounding_boxes"
def bounding_boxes(raw: np.ndarray) -> Int[Tensor, "n 4"]:
    """Top, left, bottom, right of every box of a .mat file, counted from 0, ends not included."""
    ### BEGIN SOLUTION
    rows = []
    for box in open_mat(raw)["digits"]["box"].ravel():
        left, top, width, height = map(int, box.ravel())
        rows.append([top - 1, left - 1, top - 1 + height, left - 1 + width])
    return torch.tensor(rows)
    ### END SOLUTION


# %% role="test" id="bounding_boxes" points=4
def mat_file(boxes, dtype="f8"):
    """The bytes of a .mat file with these boxes (left, top, width, height)."""
    boxes = np.asarray(boxes, dtype=dtype)
    records = np.zeros((1, len(boxes)), dtype=[("file", "O"), ("digit", "O"), ("box", "O")])
    for place, box in enumerate(boxes):
        records[0, place] = (f"{place}.png", place % 10, box[None])
    target = io.BytesIO()
    scipy.io.savemat(target, {"digits": records})
    return np.frombuffer(target.getvalue(), dtype=np.uint8)


with check("a box of 3 × 4 pixels in the corner", hint="MATLAB counts from 1", points=0.5):
    equal(
        bounding_boxes(mat_file([[1, 1, 3, 4], [10, 20, 5, 7]])),
        [[0, 0, 4, 3], [19, 9, 26, 14]],
        mistakes={
            "MATLAB counts from 1, Python from 0": [[1, 1, 5, 4], [20, 10, 27, 15]],
            "bottom = top + height, counted from 0, and right likewise": [
                [0, 0, 5, 4], [19, 9, 27, 15]
            ],
            "top comes first in a picture, then left": [[0, 0, 3, 4], [9, 19, 14, 26]],
            "the last row is not included in top:bottom: no − 1 there": [
                [0, 0, 3, 2], [19, 9, 25, 13]
            ],
            "bottom and right are places, not the height and the width": [
                [0, 0, 4, 3], [19, 9, 7, 5]
            ],
        },
    )  # fmt: skip


### BEGIN HIDDEN TESTS
def boxes_by_columns(boxes):
    """All boxes at once, column by column."""
    left, top, width, height = np.asarray(boxes, dtype=np.int64).T
    return torch.from_numpy(np.stack([top - 1, left - 1, top + height - 1, left + width - 1], 1))


def mat_cases(draw, n, largest, dtype):
    """A file and, hidden in it, boxes."""
    return (mat_file(draw.integers(1, largest, (n, 4)).tolist(), dtype),)


with check(
    "random files",
    hint="loop over all records; numbers as int before you add",
    points=3.5,
    says=(
        "top, left, bottom, right of each record, in the order of the file",
        "Shape (n, 4), int64",
        "n is 1 or more.",
        "the numbers may be whole ones of any dtype, or floating-point ones that are whole",
        "MATLAB counts from 1",
    ),
):

    def from_file(raw):
        """Read with scipy, and worked out column by column."""
        records = scipy.io.loadmat(io.BytesIO(raw.tobytes()))["digits"][0]
        boxes = np.array([record["box"][0].astype("i8") for record in records])
        return boxes_by_columns(boxes)

    contract(
        bounding_boxes,
        lambda raw: from_file(raw),
        mat_cases,
        sizes=[(5, 300, "f8"), (1, 300, "f8"), (2, 250, "u1"), (40, 30_000, "u2"), (1, 9, "i8"),
               (4, 100_000, "i4"), (3, 20_000_001, "f8"), (7, 120, "i1")],
        mistakes={
            "numbers of one byte wrap around: make them int first": (
                lambda raw: from_file(raw) % 256
            ),
        },
    )  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7 · Read the digits' own file ●●● (30 minutes)
#
# MNIST, the digits that the coming labs use, comes in **IDX** files. The whole description:
#
# | bytes | what |
# |---|---|
# | 0, 1 | both 0 |
# | 2 | the kind of number; 8 means `uint8` |
# | 3 | how many axes, at least 1 |
# | 4 … | one size per axis, 1 or more, four bytes each, the most significant byte first (`">u4"`) |
# | after that | the numbers, the last axis running fastest |
#
# A **big-endian** number has its most significant byte first; your processor has it last. Read the
# bytes 0 0 0 5 in the wrong order, and 5 pictures become 83,886,080. Files often come compressed by
# gzip: they begin with the bytes 31, 139 (hexadecimal 1f 8b), and `gzip.decompress` undoes it.
#
# A reader that is handed damaged files must say so. A download that broke off is the commonest of
# all causes of strange results.
#
# **Contract.** `raw` holds the file's bytes, a NumPy array of `uint8`; it may be compressed. The
# result is a `uint8` tensor of the shape that the file names. A `ValueError` whose sentence names
# the number of bytes that there should be, and the number there are, counted after decompression
# and from the first byte of the file: where numbers are missing or left over. A `ValueError` with a
# sentence of your own: where the first three bytes are not 0, 0, 8; where the file ends before its
# sizes do; where gzip cannot decompress it (`gzip.decompress` raises `EOFError`, `OSError` or
# `zlib.error`; the last is a plain `Exception`).
#
# <details><summary>Hint 1: the idea</summary>
#
# Decompress if needed. Read four bytes, then the sizes, then compare the length with what the sizes
# promise, and only then make the tensor.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# With `axes = int(raw[3])`, the numbers begin at `4 + 4 * axes`. `np.frombuffer(b, ">u4", axes, 4)`
# reads the sizes from the bytes `b`.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `torch.from_numpy(raw[start:].copy()).reshape(sizes)`, once `len(raw) == start + math.prod(sizes)`
#
# </details>


# %% role="exercise" id="read_idx"
def read_idx(raw: np.ndarray) -> Tensor:
    """The numbers of an IDX file, whose bytes are given, in their shape.

    Raises:
        ValueError: The file is damaged, or holds other numbers than uint8.
    """
    ### BEGIN SOLUTION
    content = raw.tobytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except Exception as error:
            raise ValueError(f"gzip cannot decompress this file: {error}") from error
    if content[:3] != b"\x00\x00\x08":
        raise ValueError(f"an IDX file of uint8 begins with 0, 0, 8, this one with {content[:3]}")
    start = 4 + 4 * sum(content[3:4])  # where the file ends before this byte, there are no axes
    sizes = np.frombuffer(content[4:start], dtype=">u4").tolist()
    expected = start + math.prod(sizes)
    if len(content) != expected:
        raise ValueError(f"expected {expected} bytes, got {len(content)}: was it cut off?")
    return torch.frombuffer(bytearray(content[start:]), dtype=torch.uint8).reshape(sizes)
    ### END SOLUTION


# %% role="test" id="read_idx" points=5
def idx_file(numbers, packed=False, kind=8):
    """The bytes of an IDX file with these numbers, made with `struct`."""
    head = struct.pack(f">BBBB{numbers.dim()}I", 0, 0, kind, numbers.dim(), *numbers.shape)
    whole = head + bytes(numbers.flatten().tolist())
    return np.frombuffer(gzip.compress(whole, mtime=0) if packed else whole, dtype=np.uint8)


with check("two pictures of 2 × 3 pixels", hint='the sizes are ">u4"', points=0.5):
    pictures = torch.arange(12, dtype=torch.uint8).reshape(2, 2, 3)
    equal(
        read_idx(idx_file(pictures)),
        pictures,
        mistakes={
            "that is one long row: give it the shape that the file names": pictures.flatten(),
            "the last axis runs fastest": pictures.flatten().reshape(3, 2, 2).permute(2, 1, 0),
        },
    )

with check("a file that was cut off is refused", hint="compare the lengths", points=0.5):
    sentence = raises(ValueError, read_idx, idx_file(pictures)[:-2])
    expect(
        "28" in sentence and "26" in sentence,
        f"28 bytes there should be, 26 there are: name both; the sentence was {sentence!r}",
    )


### BEGIN HIDDEN TESTS
def idx_cases(draw, packed, *sizes):
    """A file."""
    return (idx_file(draw.integers(0, 256, sizes, dtype=torch.uint8), bool(packed)),)


def by_struct(raw, order=">"):
    """Number by number, as an independent answer."""
    content = raw.tobytes()
    content = gzip.decompress(content) if content[0] == 31 else content
    sizes = struct.unpack_from(f"{order}{content[3]}I", content, 4)
    numbers = list(
        struct.unpack_from(f"{len(content) - 4 - 4 * len(sizes)}B", content, 4 + 4 * len(sizes))
    )
    return torch.tensor(numbers, dtype=torch.uint8).reshape(sizes)


with check(
    "random files, some of them compressed",
    hint="the number of axes is byte 3; gzip files begin with 31, 139",
    points=2.5,
    says=(
        "The result is a uint8 tensor of the shape that the file names.",
        "it may be compressed",
        "how many axes, at least 1",
    ),
):
    contract(
        read_idx,
        by_struct,
        idx_cases,
        sizes=[(0, 3, 4, 5), (1, 3, 4, 5), (0, 7), (1, 1), (0, 1, 1, 1), (0, 300, 2),
               (1, 2, 3, 2, 4), (0, 1, 28, 28), (0, 31), (0, 139, 1), (1, 700)],
    )  # fmt: skip


def numbers_in(sentence):
    """The whole numbers of a sentence, written as 1234 or 1,234."""
    return {int(re.sub(r"[,_]", "", one)) for one in re.findall(r"\d[\d,_]*", sentence)}


with check(
    "damaged files are refused with the number of bytes",
    hint="count from the first byte of the file, after decompression; too many are wrong, too",
    points=0.9,
    says=(
        "A ValueError whose sentence names the number of bytes that there should be, and the "
        "number there are, counted after decompression and from the first byte of the file: where "
        "numbers are missing or left over.",
    ),
):
    n, h, w = (2 + rng().integers(0, 9, (3,))).tolist()
    right = 16 + n * h * w
    numbers = rng().integers(0, 256, (n, h, w), dtype=torch.uint8)
    plain = idx_file(numbers).tobytes()
    for there in (right - 1, right + 1, right - h * w, 17, 16):
        bad = (plain + b"\x07")[:there]
        for content in (bad, gzip.compress(bad, mtime=0)):
            sentence = raises(ValueError, read_idx, np.frombuffer(content, dtype=np.uint8))
            expect(
                {right, there} <= numbers_in(sentence),
                f"{right} bytes there should be, {there} there are: name both; the sentence was "
                f"{sentence!r}",
            )  # fmt: skip

with check(
    "other damages are refused",
    hint="zlib.error is no OSError: catch Exception around gzip.decompress",
    points=0.6,
    says=(
        "where the first three bytes are not 0, 0, 8; where the file ends before its sizes do; "
        "where gzip cannot decompress it",
    ),
):
    broken = bytearray(gzip.compress(plain, mtime=0))
    for place in range(12, 20):
        broken[place] ^= 255
    changed = [plain[:i] + bytes([plain[i] + 1]) + plain[i + 1 :] for i in range(3)]
    damages = [plain[:3], plain[:4], plain[:8], plain[:15], b"", b"\x1f\x8b", bytes(broken),
               *changed, plain[:2] + b"\x0d" + plain[3:], gzip.compress(plain)[:-12],
               b"\x1f\x8b" + plain, gzip.compress(plain[:9])]  # fmt: skip
    for damage in damages:
        raises(ValueError, read_idx, np.frombuffer(damage, dtype=np.uint8))
### END HIDDEN TESTS

# %% [markdown]
# Now the real thing, if it lies on your machine; otherwise the offline digits, written as IDX
# first.

# %% role="demo" id="real_idx"
from course_lib.data import data_folder

files = sorted((data_folder() / "MNIST" / "raw").glob("t10k-images-idx3-ubyte*"))
if files:
    raw = np.fromfile(files[0], dtype=np.uint8)
else:
    raw = idx_file(digits.test_images)
pictures = read_idx(raw)
print(f"{len(raw):,} bytes → {tuple(pictures.shape)}")
if raw[0] == 0:  # not compressed yet
    packed = np.frombuffer(gzip.compress(raw.tobytes(), 1), dtype=np.uint8)
    print(f"{len(packed):,} bytes → the same: {bool((read_idx(packed) == pictures).all())}")
_ = plots.image_grid(pictures[:10], title="read by your own reader")
try:
    read_idx(raw[:-1])
except ValueError as error:
    print("with a byte missing:", error)

# %% [markdown]
# ## 4 · Sorting by several keys
#
# A postcode has digits: the first decides, where it is equal the second. A sort is **stable** if
# equal elements keep their order. With a stable sort, several keys need no new idea: sort by the
# least important key first, by the most important last.
#
# ⚠ Many say it the other way round. **Predict**: these pairs (A, B) are sorted by B, and then,
# stably, by A. Is the result sorted by (A, B), or by (B, A)?

# %% role="demo" id="stable"
pairs = [(2, 1), (1, 2), (2, 0), (1, 1)]
by_b = sorted(pairs, key=lambda pair: pair[1])
by_b_then_a = sorted(by_b, key=lambda pair: pair[0])
print("sorted by B, then by A:", by_b_then_a)
print("that is by (A, B):     ", by_b_then_a == sorted(pairs))
print("np.lexsort((B, A)) has the last key first:", np.lexsort(np.array(pairs).T[::-1]))

# %% [markdown]
# ### Exercise 8 · Any keys, any direction ●●● (25 minutes)
#
# Rows `[[1,2],[6,5],[5,4],[5,8],[7,1],[10,5]]`, sorted descending by the first column and then by
# the second, are those with the indices `[5,4,1,3,2,0]`. Write it for any number of columns, each
# with its own direction. The first column is the most important one. Rows that are equal in all
# columns keep their order, in whichever direction they are sorted. (Lab 1 breaks ties between
# neighbours just so.)
#
# **Contract.** The indices of the sorted rows: shape (n,), int64. `descending` has one True or
# False per column. No unsigned dtype comes. The numbers are finite, of any size; equal
# means exactly equal.
#
# <details><summary>Hint 1: the idea</summary>
#
# Sort by the last column; sort the outcome by the one before; and so on. Each sort must be stable.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# Keep `order`, the indices so far. `rows[order, column]` is a column in today's order. To reverse
# the outcome of an ascending sort would reverse equal rows, too.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `order = order[torch.sort(rows[order, c], descending=d, stable=True).indices]`
#
# </details>


# %% role="exercise" id="sort_rows"
def sort_rows(rows: Num[Tensor, "n k"], descending: list[bool]) -> Int[Tensor, " n"]:
    """The order of the rows by their columns, the first being the most important."""
    ### BEGIN SOLUTION
    order = torch.arange(len(rows))
    for column in reversed(range(rows.shape[1])):
        keys = rows[order, column]
        order = order[torch.sort(keys, descending=descending[column], stable=True).indices]
    return order
    ### END SOLUTION


# %% role="test" id="sort_rows" points=5
with check("the six rows above, descending", points=0.5):
    six = torch.tensor([[1, 2], [6, 5], [5, 4], [5, 8], [7, 1], [10, 5]])
    equal(
        sort_rows(six, [True, True]),
        [5, 4, 1, 3, 2, 0],
        mistakes={
            "ascending: the largest comes first": [0, 2, 3, 1, 4, 5],
            "the first column decides, the second only among equals": [3, 5, 1, 2, 0, 4],
            "the second column does not go up: it is descending, too": [5, 4, 1, 2, 3, 0],
            "those are the rows, not their indices": six[[5, 4, 1, 3, 2, 0]],
            "those are the places where each row goes: which row comes first?": [5, 2, 4, 3, 1, 0],
        },
    )

with check(
    "first descending, then ascending", hint="each column has its own direction", points=0.5
):
    equal(
        sort_rows(six, [True, False]),
        [5, 4, 1, 2, 3, 0],
        mistakes={
            "the second column has a direction of its own": [5, 4, 1, 3, 2, 0],
            "the directions belong to the columns in their order": [0, 3, 2, 1, 4, 5],
        },
    )


### BEGIN HIDDEN TESTS
def by_comparing(rows, descending):
    """Each row counts those before it, two at a time."""
    table = rows.tolist()

    def before(i, j):
        for x, y, down in zip(table[i], table[j], descending, strict=True):
            if x != y:
                return x > y if down else x < y
        return i < j

    order = [0] * len(table)
    for i in range(len(table)):
        order[sum(before(j, i) for j in range(len(table)) if j != i)] = i
    return torch.tensor(order, dtype=torch.int64)


def some_rows(draw, n, k, kind):
    """Rows with many ties, of small numbers or of huge ones that differ by little."""
    rows = draw.integers(0, 3, (n, k)).double() - 1
    if kind == "huge":
        rows = draw.integers(0, 3, (n, k)) + 2**53
    if kind == "near":
        rows = 1 + rows * 2.0**-40
    if kind == "fine":
        rows = rows * 2.0**-60
    return rows, [bool(one) for one in draw.integers(0, 2, (k,)).tolist()]


with check(
    "random rows, with many ties",
    hint="stable sorts, from the last column to the first",
    points=4,
    says=(
        "The first column is the most important one.",
        "Rows that are equal in all columns keep their order",
        "The indices of the sorted rows: shape (n,), int64.",
        "The numbers are finite, of any size; equal means exactly equal.",
    ),
):
    contract(
        sort_rows,
        by_comparing,
        some_rows,
        sizes=[(40, 2, ""), (1, 2, ""), (30, 1, ""), (50, 3, ""), (25, 2, "huge"), (25, 2, "fine"),
               (60, 4, ""), (30, 1, "huge"), (300, 2, ""), (25, 2, "near")],
        dtypes=(torch.float32, torch.float64),
        mistakes={
            "turning an ascending order round turns equal rows, too": (
                lambda rows, descending: (
                    len(rows) - 1 - by_comparing(rows.flip(0), descending)
                )
            ),
        },
    )  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · The words
#
# Before you meet the methods, meet the words, each used once. (The prologue of C. Bishop's book
# introduces most of them.)
#
# A digit's picture, written as numbers, is a **pattern**. Ana wants to tell 0 from 1. She first
# tries a **rule by hand**: a 1 has ink in the middle, a 0 has none. Nothing is learned here.
#
# Then she takes a **training set**: patterns together with their right answers. The answer is the
# **target**; as a **target vector** it has one place per class, a 1 at the right one. **Training**
# works out numbers from it; here the mean picture per class. What counts is **generalisation**: how
# it does on pictures that were not trained on.
#
# **Predict.** How many of 100 new zeros and ones does each get right? And the rule for 3 and 8?


# %% role="demo" id="words"
def two_digits(images, labels, first, second):
    """Patterns of two digits: rows of numbers between 0 and 1, and True for the second digit."""
    wanted = (labels == first) | (labels == second)
    return images[wanted].flatten(1) / 255, labels[wanted] == second


def share_right(guess, truth):
    """How many guesses are right, as a share."""
    return (guess == truth).double().mean().item()


rule_right = {}
for first, second in ((0, 1), (3, 8)):
    train, train_truth = two_digits(digits.train_images, digits.train_labels, first, second)
    new, new_truth = two_digits(digits.val_images, digits.val_labels, first, second)
    # By hand: ink in the middle. For 3 and 8: ink at the left, where an 8 is closed.
    rows, columns = (slice(11, 17), slice(11, 17)) if first == 0 else (slice(8, 20), slice(4, 12))
    guess = new.unflatten(1, (28, 28))[:, rows, columns].mean(dim=(1, 2)) > 0.5
    means = torch.stack([train[~train_truth].mean(0), train[train_truth].mean(0)])
    nearest = torch.cdist(new, means).argmin(dim=1) == 1
    rule_right[first, second] = share_right(guess, new_truth), share_right(nearest, new_truth)
    print(f"{first} or {second}, {len(new)} new pictures: "
          "by hand {:.0%}, trained {:.0%}".format(*rule_right[first, second]))  # fmt: skip

# %% [markdown]
# The rule by hand gets by for 0 and 1 and fails for 3 and 8: you would have to think of new rules
# for each pair. The trained one is the same three lines for both.
#
# Two more words. **Pre-processing** makes patterns easier: we divided by 255. **Feature
# extraction** computes a few numbers that matter, as 'ink in the middle'. Whatever is done to the
# training set must be done to new patterns in the same way, with the training set's numbers.
#
# **Dimensionality reduction** keeps few numbers of many. Two are enough for a drawing. **Predict**:
# how much worse does the trained rule do with 2 numbers in place of 784, for all ten digits?

# %% role="demo" id="reduction"
train, truth = digits.train_images.flatten(1) / 255, digits.train_labels
new, new_truth = digits.val_images.flatten(1) / 255, digits.val_labels
middle = train.mean(dim=0)  # of the training set, for the new pictures, too
directions = torch.linalg.svd(train - middle, full_matrices=False).Vh


def nearest_mean(points, labels, queries):
    """The class whose mean is nearest."""
    means = torch.stack([points[labels == digit].mean(0) for digit in range(10)])
    return torch.cdist(queries, means).argmin(dim=1)


kept = [1, 2, 5, 10, 20, 50, 784]
right = []
for size in kept:
    few, few_new = ((x - middle) @ directions[:size].T for x in (train, new))
    right.append(share_right(nearest_mean(few, truth, few_new), new_truth))
    print(f"{size:4d} numbers: {right[-1]:.0%} of {len(new)} right")
flat = (train - middle) @ directions[:2].T
figure, ax = plt.subplots(figsize=(6, 4.4), layout="compressed")
for digit in range(10):
    ax.scatter(*flat[truth == digit][:60].T, s=14, marker=f"${digit}$")
_ = plots.clean_axes(ax, title="784 numbers reduced to 2: some digits lie on each other")

# %% [markdown]
# What two numbers throw away is what told some digits apart; ten numbers keep most of it.
#
# And the kinds of task. With targets, learning is **supervised**: targets from a list are
# **classification** (which digit?), numbers are **regression** (how slanted, in degrees?). Without
# targets it is **unsupervised**: groups of similar digits are **clustering**, how likely a picture
# is is **density estimation**, the drawing above is **visualisation**. Where no target is told,
# only how good an action turned out, it is **reinforcement learning**.
#
# **An open task.** Write a better rule by hand for 3 or 8, with no training: any numbers that you
# like, chosen on the training pictures. The trained rule's share on validation pictures, printed
# above, is the number to beat.

# %% [markdown]
# ### Exercise 9 · Spot the bug: right in the morning ●○○ (10 minutes)
#
# Bo's notebook spreads the grey values of a picture over 0 to 1. In the morning it was right. In
# the afternoon he loaded other pictures, ran some of the cells again, in another order, and the
# white of his pictures is 5.3. The pictures are fine. Here are his cells, really run.


# %% role="demo" id="out_of_order"
bo_cells = {
    "A": "pixels = [10.0, 20.0, 60.0]",
    "B": "low, high = min(pixels), max(pixels)",
    "C": "result = [(p - low) / (high - low) for p in pixels]",
    "D": "pixels = [0.0, 275.0]",
}
for order in ("ABC", "ABCDC", "ABDBC", "AC"):
    names: dict = {}  # a kernel that has just been started knows nothing
    try:
        for cell in order:
            exec(bo_cells[cell], names)
        print(f"{order:6}", [round(value, 1) for value in names["result"]])
    except NameError as error:
        print(f"{order:6}", "NameError:", error)

# %% [markdown]
# The same cells, another order, another result. What a notebook shows may come from cells that were
# run in another order, or that are gone. **Restart the kernel and run all** before you believe it.
# In Ana's course the rule is: a function gets what it needs as arguments.
#
# Bo's function is below. It works in this notebook right now. Mend it.
#
# **Contract.** The pixels of `picture`, shifted and scaled so that its own smallest is 0 and its
# own largest is 1: same shape, the dtype of the picture; for whole numbers, float32. The picture
# has at least two different pixels.
#
# <details><summary>Hint 1: the idea</summary>
#
# Where do `low` and `high` come from? Whose are they?
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# Both are single numbers, worked out from the argument.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `low, high = picture.min(), picture.max()`, after `picture = as_float(picture)`
#
# </details>


# %% role="given"
low, high = 0.0, 255.0  # from Bo's morning


def as_float(x: Num[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Whole numbers become float32; floating-point numbers stay as they are."""
    return x if x.is_floating_point() else x.float()


# %% role="exercise" id="spread_out"
def spread_out(picture: Num[Tensor, "h w"]) -> Float[Tensor, "h w"]:
    """The picture with its grey values spread over 0 to 1."""
    ### BEGIN SOLUTION
    picture = as_float(picture)
    low, high = picture.min(), picture.max()
    ### STARTS AS
    # picture = as_float(picture)
    ### END SOLUTION
    return (picture - low) / (high - low)


# %% role="test" id="spread_out" points=2
with check(
    "a pale picture and a dark one", hint="the picture's own darkest and brightest", points=0.4
):
    close(
        spread_out(torch.tensor([[100.0, 150.0], [200.0, 180.0]])),
        [[0.0, 0.5], [1.0, 0.8]],
        mistakes={
            "low and high are still those of the morning": [
                [100 / 255, 150 / 255], [200 / 255, 180 / 255]
            ],
            "the smallest must become 0: subtract it first": [[0.5, 0.75], [1.0, 0.9]],
            "the largest must become 1: divide by high - low": [[0.0, 50.0], [100.0, 80.0]],
            "divide by the range, not by the largest": [[0.0, 0.25], [0.5, 0.4]],
            "that is 1 for the darkest: turn it round": [[1.0, 0.5], [0.0, 0.2]],
            "that is from −1 to 1": [[-1.0, 0.0], [1.0, 0.6]],
            "the whole picture has one darkest pixel, not one per column": [[0, 0], [1, 1]],
            "the whole picture has one darkest pixel, not one per row": [[0, 1], [1, 0]],
        },
    )  # fmt: skip
    close(
        spread_out(torch.tensor([[3.0, 4.0], [3.5, 5.0]])),
        [[0.0, 0.5], [0.25, 1.0]],
        mistakes={"low and high are those of the first picture": [[-0.97, -0.96], [-0.965, -0.95]]},
    )


### BEGIN HIDDEN TESTS
def spread_by_hand(picture):
    """Over a list of numbers."""
    numbers = picture.flatten().tolist()
    least, most = min(numbers), max(numbers)
    return torch.tensor(
        [(one - least) / (most - least) for one in numbers], dtype=torch.float64
    ).reshape(picture.shape)


with check(
    "random pictures",
    hint="everything from the argument",
    points=1.6,
    says=(
        "so that its own smallest is 0 and its own largest is 1",
        "same shape, the dtype of the picture; for whole numbers, float32",
    ),
):
    contract(
        spread_out,
        spread_by_hand,
        lambda draw, h, w: ((draw.permutation(h * w).reshape(h, w).double() - 3) / 8,),
        sizes=[(4, 5), (1, 5), (5, 1), (2, 2), (4, 5), (3, 4)],
        dtypes=KINDS,
        layouts=False,
    )
    contract(
        spread_out,
        spread_by_hand,
        lambda draw, h, w, power: (draw.normal(h, w) * 10.0**power,),
        sizes=[(4, 5, 0), (4, 5, -7), (300, 2, 4), (2, 20, -4), (20, 3, 2)],
        layouts=False,
        slack=3,
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · To try, or to use what you know
#
# Five reading machines are for hire. Each letter goes to one of them; it reads the postcode right
# (a **reward** of 1) or not (0). How good each machine is, nobody tells you. Send all letters to
# the one that did best so far: you **exploit** what you know. Send a letter to another: you
# **explore**. The trade calls this a *bandit with five arms*.
#
# **ε-greedy**: with probability ε take any arm at random, otherwise the one with the best estimate.
#
# ### Exercise 10 · ε-greedy ●●○ (15 minutes)
#
# We play many games at once, one per row. Chance comes in as an argument, so that you can be
# checked and a game can be played again. `chance` holds one number in [0, 1) per game, and
# `any_arm` one random arm. A game explores where its `chance` is **smaller than** ε: it takes its
# `any_arm`. Otherwise it takes the arm with the largest estimate, of several equally good ones the
# first.
#
# **Contract.** Shape (games,), int64. With ε = 0 nobody explores, with ε = 1 everybody.
#
# <details><summary>Hint 1: the idea</summary>
#
# Work out both answers for every game. Then choose.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# The best arm of each row: `argmax` over the last axis. `torch.where(condition, a, b)` chooses.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `torch.where(chance < epsilon, any_arm, estimates.argmax(dim=1))`
#
# </details>


# %% role="exercise" id="epsilon_greedy"
def epsilon_greedy(
    estimates: Float[Tensor, "games arms"],
    epsilon: float,
    chance: Float[Tensor, " games"],
    any_arm: Int[Tensor, " games"],
) -> Int[Tensor, " games"]:
    """The arm that each game pulls next."""
    ### BEGIN SOLUTION
    return torch.where(chance < epsilon, any_arm, estimates.argmax(dim=1))
    ### END SOLUTION


# %% role="test" id="epsilon_greedy" points=4
with check("three games by hand", hint="explore where chance < epsilon", points=0.5):
    estimates = torch.tensor([[0.1, 0.9, 0.3], [0.5, 0.2, 0.5], [0.0, 0.0, 0.7]])
    equal(
        epsilon_greedy(estimates, 0.1, torch.tensor([0.05, 0.1, 0.8]), torch.tensor([2, 1, 1])),
        [2, 0, 2],
        mistakes={
            "you explore with probability 1 − ε": [1, 1, 1],
            "nobody explores: use chance and any_arm": [1, 0, 2],
            "0.1 is not smaller than 0.1": [2, 1, 2],
            "of equally good arms the first, not the last": [2, 2, 2],
            "an arm is asked for, not its estimate": torch.tensor([2.0, 0.5, 0.7]),
            "those are the worst arms: the largest estimate wins": [2, 1, 0],
            "everybody explores: only where chance < epsilon": [2, 1, 1],
        },
    )


### BEGIN HIDDEN TESTS
def arm_by_arm(estimates, epsilon, chance, any_arm):
    """Game by game, in plain Python."""
    rows = zip(estimates.tolist(), chance.tolist(), any_arm.tolist(), strict=True)
    return torch.tensor([arm if luck < epsilon else row.index(max(row)) for row, luck, arm in rows])


def a_game(draw, games, arms, epsilon):
    """Estimates with many ties, of either sign; some of chance is exactly epsilon."""
    step = draw.integers(0, 16, (1,)).item() / 16 if epsilon is None else epsilon
    estimates = (draw.integers(0, 3, (games, arms)).double() - 2) / 4
    return (
        estimates,
        step,
        draw.integers(0, 16, (games,)).double() / 16,
        draw.integers(0, arms, (games,)),
    )


with check(
    "random games",
    hint="torch.where(condition, any_arm, best)",
    points=3.5,
    says=(
        "A game explores where its chance is smaller than ε: it takes its any_arm.",
        "Otherwise it takes the arm with the largest estimate, of several equally good ones the "
        "first.",
        "Shape (games,), int64. With ε = 0 nobody explores, with ε = 1 everybody.",
    ),
):
    contract(
        epsilon_greedy,
        arm_by_arm,
        a_game,
        sizes=[(200, 5, None), (1, 5, 0.5), (200, 1, 0.5), (50, 3, 0.0), (50, 3, 1.0),
               (200, 4, 0.25), (5, 5, 0.5), (30, 40, 0.125), (300, 3, None)],
    )  # fmt: skip
    contract(
        epsilon_greedy,
        arm_by_arm,
        lambda draw, games, arms, power: (
            draw.normal(games, arms) * 10.0**power,
            10.0 ** -abs(power) / 2,
            draw.uniform(games) * 10.0 ** -abs(power),
            draw.integers(0, arms, (games,)),
        ),
        sizes=[(50, 5, 4), (50, 5, -8), (50, 5, -3), (20, 300, 0)],
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 11 · Regret ●●○ (10 minutes)
#
# How good is a strategy? Compare with somebody who always pulls the best arm. The **regret** after
# t steps is the sum, over these steps, of the best arm's mean minus the pulled arm's mean. It never
# falls. A strategy that has found the best arm stops growing it.
#
# **Contract.** Shape (games, steps), in the dtype of `means`: column t holds the regret after steps
# 0 to t. `means` has the mean reward per arm.
#
# <details><summary>Hint 1: the idea</summary>
#
# First what each single step costs, then running sums.
#
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# `means[actions]` has the shape of `actions`.
#
# </details>
# <details><summary>Hint 3: the line</summary>
#
# `(means.max() - means[actions]).cumsum(dim=1)`
#
# </details>


# %% role="exercise" id="regret"
def regret(
    means: Float[Tensor, " arms"], actions: Int[Tensor, "games steps"]
) -> Float[Tensor, "games steps"]:
    """The regret of each game after each step."""
    ### BEGIN SOLUTION
    return (means.max() - means[actions]).cumsum(dim=1)
    ### END SOLUTION


# %% role="test" id="regret" points=2
with check("two games of three steps by hand", points=0.4):
    close(
        regret(torch.tensor([0.25, 0.75, 0.5]), torch.tensor([[0, 1, 2], [1, 1, 0]])),
        [[0.5, 0.5, 0.75], [0.0, 0.0, 0.5]],
        mistakes={
            "that is what single steps cost: the regret is their sum so far": [
                [0.5, 0.0, 0.25], [0.0, 0.0, 0.5]
            ],
            "that is the reward: the regret is what is missing to the best": [
                [0.25, 1.0, 1.5], [0.75, 1.5, 1.75]
            ],
            "add up along the steps, not along the games": [[0.5, 0.0, 0.25], [0.5, 0.0, 0.75]],
            "that is a mean over the steps: the sum is asked for": [
                [0.5, 0.25, 0.25], [0.0, 0.0, 0.5 / 3]
            ],
            "the first step counts, too": [[0.0, 0.5, 0.5], [0.0, 0.0, 0.0]],
            "the best arm's mean is the largest of `means`, not 1": [
                [0.75, 1.0, 1.5], [0.25, 0.5, 1.25]
            ],
            "a pull of another arm costs the difference of the means, not 1": [
                [1.0, 1.0, 2.0], [0.0, 0.0, 1.0]
            ],
            "the difference to the best counts, not the ratio": [
                [2 / 3, 2 / 3, 1.0], [0.0, 0.0, 2 / 3]
            ],
            "best minus pulled, not the other way round": [[-0.5, -0.5, -0.75], [0.0, 0.0, -0.5]],
        },
    )  # fmt: skip


### BEGIN HIDDEN TESTS
def step_by_step(means, actions):
    """Plain sums."""
    best, table = max(means.tolist()), []
    for row in actions.tolist():
        costs = [best - means.tolist()[arm] for arm in row]
        table.append([sum(costs[: t + 1]) for t in range(len(costs))])
    return torch.tensor(table, dtype=torch.float64)


with check(
    "random games",
    hint="cumsum over the steps, dim=1",
    points=1.6,
    says=(
        "the sum, over these steps, of the best arm's mean minus the pulled arm's mean",
        "Shape (games, steps), in the dtype of means: column t holds the regret after "
        "steps 0 to t.",
    ),
):
    contract(
        regret,
        step_by_step,
        lambda draw, games, steps, arms: (
            draw.mixed(arms), draw.integers(0, arms, (games, steps))
        ),
        sizes=[(4, 9, 5), (1, 9, 5), (4, 1, 5), (3, 3, 1), (5, 5, 5), (2, 300, 3), (9, 4, 300),
               (300, 2, 4)],
        slack=10,
        mistakes={
            "the best arm is the best of all, also of those that nobody pulled": (
                lambda means, actions: (means[actions].max() - means[actions]).cumsum(1)
            ),
        },
    )  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Two hundred games each
#
# Five machines read 30, 40, 50, 60 and 70 % of postcodes right. Each is tried once, then the
# strategy decides for 1,000 letters. The bars are twice the standard error over 200 games.
#
# **Predict.** Which ε has the least regret after 1,000 letters: 0, 0.01, 0.1 or 1? And how often
# does the greedy player (ε = 0) get stuck with a machine that is not the best?


# %% role="given"
ARMS = torch.tensor([0.3, 0.4, 0.5, 0.6, 0.7])


def play(choose, epsilon: float, games: int = 200, seed: int = 0, tries: int = 1) -> Tensor:
    """The arms pulled in 1,000 steps, (games, 1000): each some tries, then by the strategy."""
    steps = 1_000
    generator = torch.Generator().manual_seed(seed)
    counts, wins = torch.zeros(2, games, len(ARMS))
    actions, everyone = torch.zeros(games, steps, dtype=torch.int64), torch.arange(games)
    for step in range(steps):
        luck = torch.rand(3, games, generator=generator)
        if step < tries * len(ARMS):
            arm = torch.full((games,), step % len(ARMS))
        else:
            arm = choose(wins / counts, epsilon, luck[0], (luck[1] * len(ARMS)).long())
        actions[:, step] = arm
        counts[everyone, arm] += 1
        wins[everyone, arm] += (luck[2] < ARMS[arm]).float()
    return actions


def stuck(actions: Tensor) -> float:
    """The share of games that pull the best arm in less than half of their last 100 steps."""
    return ((actions[:, -100:] == ARMS.argmax()).double().mean(dim=1) < 0.5).double().mean().item()


# %% role="demo" id="bandit"
figure, ax = plt.subplots(figsize=(7, 4.4), layout="compressed")
steps = torch.arange(1, 1_001)
for epsilon, color, style in zip(
    (0.0, 0.01, 0.1, 1.0), plots.PALETTE, ("-", "--", "-.", ":"), strict=False
):
    actions = play(epsilon_greedy, epsilon)
    lost = regret(ARMS, actions)
    mean, error = lost.mean(dim=0), 2 * lost.std(dim=0) / len(lost) ** 0.5
    ax.errorbar(steps, mean, yerr=error, errorevery=(99, 100), color=color, linestyle=style,
                capsize=3, label=f"ε = {epsilon:g}")  # fmt: skip
    print(f"ε = {epsilon:4g}: regret after 1,000 letters {mean[-1]:5.1f} ± {error[-1]:.1f}, "
          f"stuck in {stuck(actions):.1%} of the games")  # fmt: skip
ax.legend()
_ = plots.clean_axes(ax, xlabel="letters", ylabel="regret", title="200 games each")

# %% [markdown]
# With ε = 0 bad luck at the beginning is for ever: where a worse machine keeps an estimate above
# the best one's, the best one is not asked again. With ε = 1 nothing is ever used. A little trying
# costs little, and goes on costing: with ε = 0.1, one letter in ten still goes to a random machine
# when the best one is long known.
#
# Is it the bad start that makes greedy players stuck? That can be tested: change the cause. Below,
# greedy players try each machine several times before they decide.

# %% role="demo" id="cause"
for tries in (1, 2, 5, 20):
    stuck_share = stuck(play(epsilon_greedy, 0.0, tries=tries))
    print(f"each machine tried {tries:2d} times first: greedy is stuck in {stuck_share:.1%}")

# %% [markdown]
# The more is tried first, the rarer greedy gets stuck.
#
# ### State, action, reward
#
# A bandit has no memory: every letter is like the last. In a game such as Breakout what you do now
# changes what you meet later. The **state** is what the player sees, the **action** what the player
# can do, the **reward** what comes of it. Here is a picture of it, drawn by this cell.

# %% role="demo" id="breakout"
colors = torch.tensor([[20, 20, 30], [200, 72, 72], [198, 160, 50], [66, 158, 80], [230, 230, 230]])
screen = torch.zeros(60, 80, dtype=torch.int64)
for row in range(3):
    for brick in range(10):
        screen[8 + 4 * row : 11 + 4 * row, 8 * brick : 8 * brick + 7] = 1 + row
screen[16:19, 40:47] = 0  # one brick is gone: a reward of 1 came for it
screen[36:38, 50:52] = screen[55:57, 34:46] = 4  # the ball and the paddle
figure, ax = plt.subplots(figsize=(6, 4.6), layout="compressed")
ax.imshow(colors[screen])
ax.annotate(
    "reward 1: a brick is hit",
    (43, 17),
    (3, 27),
    color="white",
    arrowprops={"arrowstyle": "->", "color": "white"},
)
ax.annotate(
    "action: left, right or stay",
    (40, 56),
    (3, 48),
    color="white",
    arrowprops={"arrowstyle": "->", "color": "white"},
)
ax.set_title("state: all the pixels, and the last ones for the ball's direction")
_ = ax.set_axis_off()

# %% [markdown]
# ## Quiz
#
# Put your answers in the cell below: a number, or a letter in quotes.
#
# 1. How many **bytes** does one record of dtype `[("name", "U16"), ("grades", "f8", (2,))]` take?
# 2. Tensors of shapes (4, 1) and (1, 3) are added. How many **numbers** has the result?
# 3. A table is sorted by B and then, stably, by A. It is now sorted by "a" (A, B), "b" (B, A), "c"
#    A alone, without any order among equal A.
# 4. `import x` fails after `!pip install x` succeeded, with "No module named 'x'". Which step comes
#    first? "a" append the other `site-packages` to `sys.path`, "b" install once more in the
#    terminal, "c" look at `sys.executable` of the kernel, "d" rename your file.
# 5. In section 6, which ε had the largest regret after 1,000 letters, as a number?
# 6. In Breakout, one picture of the screen does not tell where the ball is going. So one picture
#    alone is not the whole "a" state, "b" action, "c" reward, "d" target.

# %% role="quiz" id="quiz"
### BEGIN SOLUTION
q1 = 16 * 4 + 2 * 8
q2 = 4 * 3
q3 = "a"
q4 = "c"
q5 = 1.0
q6 = "a"
### STARTS AS
# q1 = None  # a number
# q2 = None  # a number
# q3 = None  # "a", "b" or "c"
# q4 = None  # "a", "b", "c" or "d"
# q5 = None  # a number
# q6 = None  # "a", "b", "c" or "d"
### END SOLUTION

# %% role="test" id="quiz" points=6
with check("question 1: bytes of a record"):
    is_number(q1)
    ### BEGIN HIDDEN TESTS
    equal(q1, 80, mistakes={
        "U16 is 16 characters of four bytes each, not 16 bits": 18,
        "a character takes four bytes in NumPy": 32,
        "grades holds two numbers": 72,
        "those are bits: bytes were asked for": 640,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 2: (4, 1) + (1, 3)"):
    is_number(q2)
    ### BEGIN HIDDEN TESTS
    equal(q2, 12, mistakes={
        "both are repeated: see the table of section 2": 4,
        "that is the number of numbers in both together": 7,
        "the column is repeated three times, the row four times": 3,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 3: by B, then by A"):
    one_of(q3, "abc")
    ### BEGIN HIDDEN TESTS
    equal(q3, "a", mistakes={
        "the last sort decides: A is the most important key": "b",
        "the sort is stable: equal A keep the order of B": "c",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 4: the first step"):
    one_of(q4, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q4, "c", mistakes={
        "that hides the error and breaks compiled packages: section 1": "a",
        "it would go to the same wrong place once more": "b",
        "a file of your own that hides x gives another message": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 5: the largest regret"):
    is_number(q5)
    ### BEGIN HIDDEN TESTS
    close(q5, 1.0, atol=1e-9, mistakes={
        "greedy gets stuck, but with something; who uses nothing?": 0,
        "that is the regret: the ε is asked for": 200,
        "look at the figure again: a little trying costs little": 0.1,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 6: one picture of Breakout"):
    one_of(q6, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q6, "a", mistakes={
        "an action is what the player does": "b",
        "a reward is what comes of an action": "c",
        "no target is told in reinforcement learning": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

# %% [markdown] role="written" id="why_append" points=3
# ### In your own words
#
# A friend mends "No module named" by `sys.path.append` with the `site-packages` of another Python.
# Explain why the error goes away, why this breaks later, and what to do instead.
#
# ### BEGIN SOLUTION
# `import` looks in the folders of `sys.path` in their order and takes the first hit. With the other
# folder at the end it finds the file. But what lies there was installed for another interpreter: a
# compiled part has that version of Python in its file's name and is not found (section 1 shows it),
# and what is there in two versions gets mixed. Instead: `%pip install` into this kernel, or choose
# the other Python as the kernel; see `sys.executable`.
#
# === BEGIN MARK SCHEME ===
# One point: `sys.path` is searched in order, so the file is found. One: what lies there belongs to
# another version (compiled parts, or versions mixed). One: install for this kernel, or change
# kernels.
# === END MARK SCHEME ===
# ### END SOLUTION

# %% [markdown]
# ## To answer aloud
#
# <details><summary>How do a view and a copy differ, and when does it matter?</summary>
#
# A view looks at the same memory. It matters as soon as one of the two is changed in place.
#
# </details>
# <details><summary>Why must new patterns be treated with the training set's numbers?</summary>
#
# What was learned is about numbers of that kind. Shift or scale the new ones otherwise, and the
# same digit becomes another point.
#
# </details>
# <details><summary>Why does a greedy player get stuck?</summary>
#
# The estimate of an arm changes only when it is pulled. One that began badly is never pulled again.
#
# </details>

# %% [markdown]
# ## What you should see
#
# <!-- measured: python -m benchmarks.tables lab00_tools --write -->
# | | measured |
# |---|---|
# | bytes of a record with U16 and two f8 | 80 |
# | of the five pairs of shapes fit | 4 |
# | ε = 0: mean regret after 1,000 letters | 70 – 84 |
# | ε = 0: share of games that are stuck | 40% – 49% |
# | ε = 0.01: mean regret after 1,000 letters | 50 – 63 |
# | ε = 0.01: share of games that are stuck | 27% – 34% |
# | ε = 0.1: mean regret after 1,000 letters | 40 – 44 |
# | ε = 0.1: share of games that are stuck | 6% – 10% |
# | ε = 1: mean regret after 1,000 letters | 200 |
# | ε = 1: share of games that are stuck | 100% |
# | two loops ÷ one loop, time | 14 – 39 |
# | two loops ÷ no loop, time | 7 – 12 |
# | the whole notebook, seconds | 16 |
# | the whole notebook, peak memory | 0.8 GiB |
#
# Intervals are over 5 seeds or runs, measured on 2 cores, Intel Xeon, no GPU, torch 2.14.1+cu130.
# <!-- end of measured -->
#
# ## Where to go on
#
# - C. Bishop, H. Bishop: *Deep Learning* (2024), chapter 1; C. Bishop: *Pattern Recognition and
#   Machine Learning* (2006), chapter 1: the words.
# - R. Sutton, A. Barto: *Reinforcement Learning*, second edition (2018), chapter 2: bandits.
# - The Python Packaging User Guide: how names to install and names to import come apart.
#
# Next: a machine that reads digits, by looking for the most similar ones.
