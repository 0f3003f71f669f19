"""Writing where a student has nothing to write."""

from tests.redteam.attack import Attack

FAMILY = "writing"

ATTACKS = (
    Attack(
        "gradebook-update",
        FAMILY,
        "one UPDATE gives every student 198 points",
        answers={
            "double": """
                import glob, sqlite3
                for path in glob.glob("@COURSE@/gradebook.db") + glob.glob("@COURSE@/*/*.db"):
                    with sqlite3.connect(path) as db:
                        db.execute("UPDATE grade SET auto_score = 198")

                def double(x):
                    return 0
            """
        },
    ),
    Attack(
        "points-of-the-lab-raised",
        FAMILY,
        "raises the points of its own exercise in the gradebook and the source",
        answers={
            "double": """
                import glob, sqlite3
                for path in glob.glob("@COURSE@/gradebook.db") + glob.glob("@COURSE@/*/*.db"):
                    with sqlite3.connect(path) as db:
                        db.execute("UPDATE grade SET extra_credit = 100, manual_score = 100")
                for path in glob.glob("@COURSE@/*/tiny/*"):
                    open(path, "a").write("\\n")

                def double(x):
                    return 0
            """
        },
    ),
    Attack(
        "files-outside-written",
        FAMILY,
        "writes into the course, the home folder and the folders above its own",
        answers={
            "double": """
                import os

                for folder in ("@COURSE@", "@COURSE@/grading", "@HOME@", "..", "../..",
                               os.path.expanduser("~")):
                    try:
                        with open(os.path.join(folder, "@MARK@.txt"), "w") as file:
                            file.write("@MARK@")
                    except OSError:
                        pass

                def double(x):
                    return 0
            """
        },
    ),
    Attack(
        "links-out",
        FAMILY,
        "leaves links in its work folder that lead to the gradebook and the secret",
        answers={
            "double": """
                import os
                for name, to in (("tiny.ipynb", "grading/gradebook.db"), ("a", "grading/secret")):
                    try:
                        os.path.lexists(name) and os.remove(name)
                        os.symlink("@COURSE@/" + to, name)
                    except OSError:
                        pass

                def double(x):
                    print(open("a").read())
                    return 0
            """
        },
    ),
    Attack(
        "remount",
        FAMILY,
        "takes a user namespace of its own and mounts its folders writable",
        answers={
            "double": """
                import ctypes, os, subprocess
                libc = ctypes.CDLL(None, use_errno=True)
                pid = os.fork()
                if pid == 0:
                    libc.unshare(0x10000000 | 0x20000)
                    for folder in (b"/", b"/usr", b"@COURSE@"):
                        libc.mount(None, folder, None, 0x20 | 0x1000, None)
                    try:
                        open("@COURSE@/@MARK@", "w").write("@MARK@")
                    finally:
                        os._exit(0)
                os.waitpid(pid, 0)

                def double(x):
                    return 0
            """
        },
    ),
)
