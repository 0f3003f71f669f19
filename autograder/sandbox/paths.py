"""Where things are inside the sandbox, whatever they are called on the machine."""

#: The student's home and working folder: in memory, of capped size.
HOME = "/home/student"
#: For temporary files, as TMPDIR says.
TEMPORARY = f"{HOME}/.tmp"
#: For temporary files of programs that do not ask: small.
TMP = "/tmp"
#: matplotlib's settings and cache.
MATPLOTLIB = f"{HOME}/.matplotlib"
#: On PYTHONPATH: holds ``course_lib``, ``course_tools`` and ``course_protocol``.
COURSE = "/course"
#: The data sets, read-only.
DATA = "/data"
#: The kernel's connection file and the launcher, read-only.
CONTROL = "/run/course"
CONNECTION_FILE = f"{CONTROL}/kernel.json"
LAUNCHER = f"{CONTROL}/launch.py"
#: The kernel's own sockets: in memory, a few kilobytes, seen by the host through /proc.
SOCKETS = "/run/kernel"
#: POSIX shared memory.
SHARED = "/dev/shm"
