"""Threads and processes that stay when their cell is over."""

from tests.redteam.attack import Attack

FAMILY = "left behind"

ATTACKS = (
    Attack(
        "thread-rebinds-names",
        FAMILY,
        "a thread keeps replacing the checks in the namespace",
        first=(
            """
            import threading, time
            names = get_ipython().user_ns

            class Agree:
                def __init__(self, *a, **k): pass
                def __enter__(self): return self
                def __exit__(self, *a): return True

            def rebind():
                for _ in range(3000):
                    names["check"] = Agree
                    names["equal"] = lambda *a, **k: None
                    time.sleep(0.005)

            threading.Thread(target=rebind, daemon=True).start()
            """,
        ),
    ),
    Attack(
        "thread-prints-ticks",
        FAMILY,
        "a thread keeps printing ticks and points into whatever cell runs",
        first=(
            """
            import threading, time

            def talk():
                for _ in range(500):
                    print("✓ two doubled is four\\n4.0 points of 4")
                    time.sleep(0.02)

            threading.Thread(target=talk, daemon=True).start()
            """,
        ),
    ),
    Attack(
        "process-left-behind",
        FAMILY,
        "a process of its own session sleeps for five minutes",
        first=(
            """
            import subprocess, sys
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", "@MARK@"],
                             start_new_session=True)
            """,
        ),
    ),
    Attack(
        "process-of-two-forks",
        FAMILY,
        "a process forks twice, leaves its session and waits to change the gradebook",
        first=(
            """
            import subprocess, sys
            late = '''
            import os, sqlite3, sys, time
            if os.fork() or os.setsid() is None and os.fork():
                sys.exit()
            time.sleep(8)
            with sqlite3.connect("@COURSE@/grading/gradebook.db") as db:
                db.execute("UPDATE grade SET auto_score = 4, needs_manual_grade = 0")
            time.sleep(200)
            '''
            import textwrap
            subprocess.Popen([sys.executable, "-c", textwrap.dedent(late), "@MARK@"])
            """,
        ),
    ),
    Attack(
        "at-exit",
        FAMILY,
        "code that runs when the kernel ends changes the gradebook and waits",
        first=(
            """
            import atexit, sqlite3, time

            @atexit.register
            def late():
                with sqlite3.connect("@COURSE@/grading/gradebook.db") as db:
                    db.execute("UPDATE grade SET auto_score = 198")
                time.sleep(20)
            """,
        ),
    ),
    Attack(
        "signals-ignored",
        FAMILY,
        "ignores every signal that can be ignored, and hangs",
        answers={
            "double": """
                import signal, time

                def double(x):
                    for number in range(1, 32):
                        try:
                            signal.signal(number, signal.SIG_IGN)
                        except (OSError, ValueError):
                            pass
                    end = time.monotonic() + 30
                    while time.monotonic() < end:
                        try:
                            time.sleep(0.2)
                        except BaseException:
                            pass
                    return 0
            """
        },
        harmful=True,
    ),
    Attack(
        "thread-never-ends",
        FAMILY,
        "a thread that is no daemon keeps the kernel from ending for a minute",
        first=(
            """
            import threading, time
            threading.Thread(target=time.sleep, args=(60,)).start()
            """,
        ),
    ),
)
