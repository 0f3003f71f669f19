"""A stand-in for the student's kernel: runs cells it is told, then answers over the wire.

Run with the path of a socket to connect to. For each connection: one line of JSON, a list of
(name, source, whether it may fail), is run into a fresh namespace; then the agent serves.
"""

import json
import socket
import sys

from autograder.labsource.reference import run_code
from autograder.protocol.wire.agent import serve_on


def main(path):
    """Serve one connection after the other, for ever."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    while True:
        sock, _ = listener.accept()
        with sock:
            with sock.makefile("rb", buffering=0) as file:
                cells = json.loads(file.readline())
            names = {"__name__": "__main__"}
            for name, source, may_fail in cells:
                try:
                    run_code(source, name, names)
                except Exception:
                    if not may_fail:
                        raise
            sock.sendall(b"!")
            serve_on(sock, names)


if __name__ == "__main__":
    main(sys.argv[1])
