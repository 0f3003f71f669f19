"""Answers that know the visible examples only: honest in their way, and worth no more than that."""

from tests.redteam.attack import Attack

FAMILY = "memorised examples"

_KNOWN = "def double(x):\n    return 4"

ATTACKS = (
    Attack(
        "hard-coded-example",
        FAMILY,
        "returns the visible example's answer for every input",
        answers={"double": _KNOWN},
        honest=2.0,
        honest_answers={"double": _KNOWN},
    ),
    Attack(
        "table-of-examples",
        FAMILY,
        "looks the visible examples' answers up in a table, and fails for others",
        answers={
            "double": "def double(x):\n    return {2: 4, 3: 6, 10: 20}[x]",
            "mean": "def mean(values):\n    return {(1.0, 2.0): 1.5}[tuple(values.tolist())]",
            "countdown": "def countdown(n, tick):\n    return [3, 2, 1]",
        },
        honest=5.0,
        honest_answers={
            "double": _KNOWN,
            "mean": "def mean(values):\n    return 1.5",
            "countdown": "def countdown(n, tick):\n    return [3, 2, 1]",
        },
    ),
    Attack(
        "answers-by-turn",
        FAMILY,
        "answers by how often it was called: right for the visible test, then anything",
        answers={
            "double": """
                turns = iter([4] + [6, 8, 10, 12] * 50)

                def double(x):
                    return next(turns)
            """
        },
        honest=2.0,
        honest_answers={"double": _KNOWN},
    ),
    Attack(
        "learns-between-tests",
        FAMILY,
        "keeps what it was asked in a file, to answer it the next time it is graded",
        answers={
            "double": """
                import json, pathlib
                kept = pathlib.Path("asked.json")

                def double(x):
                    asked = json.loads(kept.read_text()) if kept.exists() else []
                    kept.write_text(json.dumps([*asked, x]))
                    return 4
            """
        },
        honest=2.0,
        honest_answers={"double": _KNOWN},
    ),
)
