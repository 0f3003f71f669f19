"""Network, in every direction; every attempt aims at the test's own listener on loopback."""

from tests.redteam.attack import Attack

FAMILY = "network"


def _at_once(name: str, tries: str, code: str) -> Attack:
    """An attack that sends when its exercise's cell runs."""
    body = "\n".join(f"    {line}" for line in code.strip().splitlines())
    cell = f"import socket\n\ndef send():\n{body}\n\ntry:\n    send()\nexcept OSError as error:\n"
    cell += "    print(error)\n\ndef double(x):\n    return 0"
    return Attack(name, FAMILY, tries, answers={"double": cell})


ATTACKS = (
    _at_once(
        "tcp",
        "connects to a TCP port on loopback",
        'socket.create_connection(("127.0.0.1", @PORT@), timeout=3).sendall(b"@MARK@")',
    ),
    _at_once(
        "udp",
        "sends a datagram to a UDP port on loopback",
        's = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(b"@MARK@", ("127.0.0.1", @PORT@))',
    ),
    _at_once(
        "ipv6",
        "connects to a TCP port on IPv6's loopback",
        'socket.create_connection(("::1", @PORT6@ or @PORT@), timeout=3).sendall(b"@MARK@")',
    ),
    _at_once(
        "abstract-socket",
        "connects to an abstract Unix socket, which no file permission guards",
        's = socket.socket(socket.AF_UNIX)\ns.connect("\\0@SOCKET@")\ns.sendall(b"@MARK@")',
    ),
    _at_once(
        "unix-socket",
        "connects to a Unix socket that lies in the course's folder",
        's = socket.socket(socket.AF_UNIX)\ns.connect("@COURSE@/socket")\ns.sendall(b"@MARK@")',
    ),
    _at_once(
        "by-another-program",
        "lets another program connect",
        """
import subprocess, sys
code = "import socket; socket.create_connection(('127.0.0.1', @PORT@), timeout=3)"
subprocess.run([sys.executable, "-c", code], timeout=10)
subprocess.run(["bash", "-c", "echo @MARK@ > /dev/tcp/127.0.0.1/@PORT@"], timeout=10)
""",
    ),
    Attack(
        "listens",
        FAMILY,
        "listens on a port of its own and waits for a command from outside",
        answers={
            "double": """
                import socket
                server = socket.create_server(("127.0.0.1", @FREE_PORT@))
                server.settimeout(3)

                def double(x):
                    try:
                        server.accept()[0].sendall(b"@MARK@")
                    except OSError:
                        pass
                    return 0
            """
        },
    ),
)
