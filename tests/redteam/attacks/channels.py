"""Messages forged on the kernel's own channels."""

from tests.redteam.attack import Attack

FAMILY = "forged messages"

_SEND = """
    kernel = get_ipython().kernel

    def send(kind, content, channel="iopub"):
        socket = kernel.iopub_socket if channel == "iopub" else kernel.shell_stream
        kernel.session.send(socket, kind, content, parent=kernel.get_parent("shell"))
"""

ATTACKS = (
    Attack(
        "forged-idle",
        FAMILY,
        "says that the kernel is idle while the cell still runs, so that what follows is not read",
        answers={
            "double": _SEND
            + """
    def double(x):
        send("status", {"execution_state": "idle"})
        import time
        time.sleep(2)
        return 0
            """
        },
    ),
    Attack(
        "forged-reply",
        FAMILY,
        "answers the request itself, with status ok, before the test has failed",
        answers={
            "double": _SEND
            + """
    def double(x):
        reply = {"status": "ok", "execution_count": 9, "payload": [], "user_expressions": {}}
        try:
            send("execute_reply", reply, "shell")
        except Exception:
            send("execute_reply", reply)
        send("status", {"execution_state": "idle"})
        return 0
            """
        },
    ),
    Attack(
        "forged-result",
        FAMILY,
        "publishes a cell's result of full marks in the name of the test",
        answers={
            "double": _SEND
            + """
    def double(x):
        send("execute_result", {"data": {"text/plain": "4.0"}, "metadata": {},
                                "execution_count": 1})
        return 0
            """
        },
    ),
    Attack(
        "clear-output",
        FAMILY,
        "clears the test's output, error included, after each cell",
        first=(
            """
            from IPython.display import clear_output
            get_ipython().events.register("post_run_cell", lambda *a: clear_output())
            """,
        ),
    ),
    Attack(
        "update-display",
        FAMILY,
        "updates a display of the test's cell into a result of full marks",
        answers={
            "double": """
                from IPython.display import display, update_display

                def double(x):
                    display("x", display_id="points")
                    update_display({"text/plain": "4.0"}, display_id="points", raw=True)
                    return 0
            """
        },
    ),
    Attack(
        "malformed-messages",
        FAMILY,
        "sends frames that are no messages: wrong signature, no JSON, missing parts",
        answers={
            "double": _SEND
            + """
    def double(x):
        for parts in ([b"x"], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"0" * 64] + [b"{"] * 4,
                      [b"stream", b"<IDS|MSG>", b"", b"[]", b"[]", b"[]", b"[]"]):
            kernel.session.send_raw(kernel.iopub_socket, parts)
            kernel.iopub_socket.send_multipart(parts)
        send("stream", {"name": 5, "text": None})
        send("display_data", {"data": 3})
        send("error", {})
        return 0
            """
        },
    ),
    Attack(
        "deep-message",
        FAMILY,
        "publishes JSON nested ten thousand deep as a cell's output",
        answers={
            "double": """
                def double(x):
                    kernel = get_ipython().kernel
                    parent = kernel.session.pack(kernel.get_parent("shell")["header"])
                    deep = b'{"a":' * 10000 + b"1" + b"}" * 10000
                    head = kernel.session.pack(kernel.session.msg_header("display_data"))
                    frames = [head, parent, b"{}", deep]
                    signed = [b"<IDS|MSG>", kernel.session.sign(frames), *frames]
                    kernel.iopub_socket.send_multipart(signed)
                    return 0
            """
        },
    ),
    Attack(
        "second-client",
        FAMILY,
        "connects to its own kernel as a second client and asks it to shut down",
        answers={
            "double": """
                from jupyter_client import BlockingKernelClient
                from ipykernel import get_connection_file

                def double(x):
                    client = BlockingKernelClient(connection_file=get_connection_file())
                    client.load_connection_file()
                    client.start_channels()
                    client.shutdown()
                    client.execute("double = lambda x: 2 * x")
                    return 0
            """
        },
    ),
    Attack(
        "asks-for-input",
        FAMILY,
        "asks the person who grades for input, and waits",
        answers={
            "double": """
                def double(x):
                    get_ipython().kernel._allow_stdin = True
                    return input("points? ")
            """
        },
    ),
    Attack(
        "no-heartbeat",
        FAMILY,
        "closes the kernel's channels, so that nobody hears of the failure",
        answers={
            "double": """
                def double(x):
                    kernel = get_ipython().kernel
                    kernel.iopub_socket.close()
                    kernel.control_stream.close()
                    return 0
            """
        },
    ),
    Attack(
        "comms",
        FAMILY,
        "opens widgets' channels that claim to be the grader's",
        answers={
            "double": _SEND
            + """
    def double(x):
        for i in range(50):
            send("comm_open", {"comm_id": str(i), "target_name": "nbgrader",
                               "data": {"score": 4, "state": {"a": [0] * 1000}}})
        return 0
            """
        },
    ),
)
