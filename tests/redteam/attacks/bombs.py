"""Bombs. Each has a ceiling of its own that would not hurt the machine without any sandbox."""

from tests.redteam.attack import Attack

FAMILY = "bombs and hangs"


def _bomb(name: str, tries: str, body: str, *, harmful: bool = True, **more: object) -> Attack:
    """An attack that goes off when its exercise is tested, the others being wrong."""
    lines = "\n".join(f"    {line}" for line in body.strip("\n").splitlines())
    cell = f"import ctypes, os, subprocess, sys, threading, time\n\ndef double(x):\n{lines}\n"
    cell += "    return 0"
    answers = {"double": cell}
    return Attack(name, FAMILY, tries, answers=answers, harmful=harmful, **more)  # type: ignore[arg-type]


ATTACKS = (
    _bomb(
        "fork-bomb",
        "starts 300 processes that sleep for half a minute",
        """
for _ in range(300):
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)
""",
    ),
    _bomb(
        "thread-bomb",
        "starts 2,000 threads that sleep for half a minute",
        """
for _ in range(2000):
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
""",
    ),
    _bomb(
        "memory-bomb",
        "fills 1.5 GiB of memory and holds it",
        """
held = [bytearray(os.urandom(1)) * 2**26 for _ in range(24)]
time.sleep(10)
""",
    ),
    _bomb(
        "memory-bomb-of-many",
        "six processes fill 250 MiB of memory each, below any limit of one process",
        """
for _ in range(6):
    if os.fork() == 0:
        held = b"x" * (250 * 2**20)
        time.sleep(15)
        os._exit(0)
time.sleep(15)
""",
    ),
    _bomb(
        "disk-bomb",
        "writes 600 MB into its work folder",
        """
for number in range(60):
    with open(f"part-{number}", "wb") as file:
        file.write(b"x" * 10**7)
""",
    ),
    _bomb(
        "disk-bomb-elsewhere",
        "writes 200 MB into every folder for temporary files that lets it",
        """
for folder in ("/tmp", "/var/tmp", "/dev/shm"):
    try:
        with open(os.path.join(folder, "@MARK@"), "wb") as file:
            for _ in range(20):
                file.write(b"x" * 10**7)
        os.remove(os.path.join(folder, "@MARK@"))
    except OSError as error:
        print(error)
""",
    ),
    _bomb(
        "file-bomb",
        "makes 20,000 empty files",
        """
os.mkdir("many")
for number in range(20000):
    open(f"many/{number}", "w").close()
""",
    ),
    _bomb(
        "output-flood",
        "prints 50 MB",
        """
for _ in range(500):
    sys.stdout.write("x" * 10**5)
    sys.stdout.flush()
""",
    ),
    _bomb(
        "output-of-many-parts",
        "publishes 30,000 outputs",
        """
from IPython.display import display
for number in range(30000):
    display(number)
""",
    ),
    _bomb(
        "output-past-the-kernel",
        "writes 50 MB straight to the process's standard error",
        """
for _ in range(50):
    os.write(2, b"x" * 10**6)
""",
    ),
    _bomb(
        "open-files",
        "opens 5,000 files",
        """
held = [open("/dev/null") for _ in range(5000)]
""",
    ),
    _bomb(
        "busy-loop",
        "computes for half a minute without end",
        """
end = time.monotonic() + 30
while time.monotonic() < end:
    pass
""",
    ),
    _bomb(
        "busy-in-c",
        "stays in C code for long, where no signal of Python's is heard",
        """
end = time.monotonic() + 30
while time.monotonic() < end:
    try:
        "x" * 40 in str(7 ** 400000)
    except BaseException:
        pass
""",
    ),
    _bomb(
        "kernel-stopped",
        "stops its own process with SIGSTOP",
        """
import signal
os.kill(os.getpid(), signal.SIGSTOP)
""",
    ),
    _bomb(
        "kills-its-parent",
        "kills the process that started it",
        """
import signal
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(2)
""",
    ),
    _bomb(
        "segmentation-fault",
        "reads from address 0",
        "ctypes.string_at(0)",
        harmful=False,
    ),
    _bomb(
        "deep-recursion",
        "recurses until the C stack is full",
        """
sys.setrecursionlimit(10**6)
def down(n):
    return [down(n + 1)].sort(key=lambda item: down(n)) if n < 10**6 else 0
down(0)
""",
        harmful=False,
    ),
    _bomb(
        "returns-hundreds-of-megabytes",
        "returns a text of 300 MB, then a list of ten million numbers",
        "return 'x' * 3 * 10**8 if x == 2 else list(range(10**7))",
        harmful=False,
    ),
    Attack(
        "hangs-while-defined",
        FAMILY,
        "hangs in the cell itself, before any test, in one exercise; the others are wrong",
        answers={
            "double": """
                import time
                end = time.monotonic() + 30
                while time.monotonic() < end:
                    time.sleep(0.1)
            """
        },
        harmful=True,
    ),
    Attack(
        "hangs-every-time",
        FAMILY,
        "hangs in all three exercises and in added cells, each for half a minute",
        first=("import time; time.sleep(30)", "import time; time.sleep(30)"),
        answers={
            "double": "import time\n\ndef double(x):\n    time.sleep(30)",
            "mean": "import time\ntime.sleep(30)",
            "countdown": "def countdown(n, tick):\n    time.sleep(30)\n    yield 1",
        },
        harmful=True,
        seconds=90.0,
    ),
)
