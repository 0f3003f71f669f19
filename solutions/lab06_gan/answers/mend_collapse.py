"""Answers to `mend_collapse`."""

from autograder.audit.answers import Right, Wrong

_HITS = "the mended game hits at least 5 of the 8 spots"

#: Its checks train a network for seconds.
SLOW = True

RIGHT = [
    Right("both a little faster", "mended = dict(g_lr=2e-3, d_lr=2.5e-3)"),
    Right("D twice as fast", 'mended = {"g_lr": 2e-3, "d_lr": 4e-3}'),
    Right("only D changed", 'mended = {"g_lr": 2.2e-3, "d_lr": 2.2e-3, "head_start": 0}'),
    Right("the defaults", "mended = {'g_lr': 0.002, 'd_lr': 0.002, 'head_start': 5}"),
    Right(
        "computed",
        """
        rate = 1 / 500
        mended = {'g_lr': rate, 'd_lr': 1.5 * rate}""",
    ),
    Right("three to two", 'mended = {"g_lr": 0.0018, "d_lr": 0.0027}'),
    Right("only D's rate", """mended = {"g_lr": 3e-3, "d_lr": 3e-3}"""),
    Right("defaults left out", """mended = {"d_lr": 4e-3}"""),
]

WRONG = [
    Wrong(
        "as it was",
        says="D cannot keep up",
        check=_HITS,
        code='mended = {"g_lr": 5e-3, "d_lr": 2e-4}',
    ),
    Wrong(
        "a head start only",
        says="D cannot keep up",
        check=_HITS,
        code='mended = {"g_lr": 5e-3, "d_lr": 2e-4, "head_start": 50}',
    ),
    Wrong(
        "G even faster",
        says="D cannot keep up",
        check=_HITS,
        code='mended = {"g_lr": 1e-2, "d_lr": 2e-4}',
    ),
    Wrong(
        "both slower",
        says="D cannot keep up",
        check=_HITS,
        code='mended = {"g_lr": 5e-4, "d_lr": 2e-5}',
    ),
    Wrong(
        "exchanged the wrong way",
        says="D cannot keep up",
        check=_HITS,
        code='mended = {"g_lr": 2e-3, "d_lr": 1e-4}',
    ),
    Wrong("far too slow", says="spots", check=_HITS, code='mended = {"g_lr": 1e-6, "d_lr": 1e-6}'),
    Wrong(
        "G does not learn", says="spots", check=_HITS, code='mended = {"g_lr": 1e-7, "d_lr": 2e-3}'
    ),
    Wrong(
        "both far too fast", says="spots", check=_HITS, code='mended = {"g_lr": 0.5, "d_lr": 0.5}'
    ),
    Wrong(
        "more steps",
        says="only g_lr, d_lr and head_start",
        check=_HITS,
        code='mended = {"g_lr": 2e-3, "d_lr": 2e-3, "steps": 9}',
    ),
    Wrong("exchanged", says="spots", check=_HITS, code="""mended = {"g_lr": 2e-4, "d_lr": 5e-1}"""),
    Wrong(
        "a head start for ever",
        says="head start",
        check=_HITS,
        code="""mended = {"g_lr": 2e-3, "d_lr": 2e-3, "head_start": 10**7}""",
    ),
    Wrong(
        "the penalty smuggled in",
        says="only g_lr, d_lr and head_start",
        check=_HITS,
        code="""mended = {"g_lr": 2e-3, "d_lr": 2e-3, "penalty": None}""",
    ),
]
