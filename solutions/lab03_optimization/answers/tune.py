"""Answers to `tune`."""

from autograder.audit.answers import Right, Wrong, but

_SECOND = "three settings: the second is best on the validation set"
_LOOKS = "the test set is looked at once"
_CHOSEN = "accuracy(models[best], *test)"

_PLAIN = """
def tune(settings, train, accuracy, val, test):
    models = [train(setting) for setting in settings]
    scores = [accuracy(W, *val) for W in models]
    best = scores.index(max(scores))
    return settings[best], accuracy(models[best], *test)
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right("argmax", but(_PLAIN, "scores.index(max(scores))", "int(torch.tensor(scores).argmax())")),
    Right(
        "a loop that keeps the best",
        """
        def tune(settings, train, accuracy, val, test):
            best_score = -1.0
            for setting in settings:
                W = train(setting)
                score = accuracy(W, val[0], val[1])
                if score > best_score:
                    best, best_score, best_W = setting, score, W
            return best, accuracy(best_W, test[0], test[1])
        """,
    ),
    Right(
        "max of pairs",
        """
        def tune(settings, train, accuracy, val, test):
            tried = [(s, train(s)) for s in settings]
            setting, W = max(tried, key=lambda pair: accuracy(pair[1], *val))
            return setting, accuracy(W, *test)
        """,
    ),
    Right(
        "trained again at the end",
        but(_PLAIN, "accuracy(models[best], *test)", "accuracy(train(settings[best]), *test)"),
    ),
    Right(
        "sorted",
        """
        def tune(settings, train, accuracy, val, test):
            models = {i: train(s) for i, s in enumerate(settings)}
            order = sorted(models, key=lambda i: accuracy(models[i], *val), reverse=True)
            reported = accuracy(models[order[0]], *test)
            return (settings[order[0]], reported)
        """,
    ),
    Right(
        "a list in place of a tuple",
        but(
            _PLAIN,
            "return settings[best], accuracy(models[best], *test)",
            "return [settings[best], accuracy(models[best], *test)]",
        ),
    ),
]

WRONG = [
    Wrong(
        "as it started",
        says="best on the test set",
        check=_SECOND,
        code=but(_PLAIN, "*val", "*test", _CHOSEN, "scores[best]"),
    ),
    Wrong(
        "the best on the test set",
        says="looked at 4 times",
        check=_LOOKS,
        code=but(_PLAIN, "*val", "*test", _CHOSEN, "max(scores)"),
    ),
    Wrong(
        "reports validation",
        says="validation set: it chose",
        check=_SECOND,
        code=but(_PLAIN, _CHOSEN, "scores[best]"),
    ),
    Wrong(
        "chooses by test, reports once more",
        says="best on the test set",
        check=_SECOND,
        code=but(_PLAIN, "*val", "*test"),
    ),
    Wrong(
        "worst",
        says="worst on the validation set",
        check=_SECOND,
        code=but(_PLAIN, "max(scores)", "min(scores)"),
    ),
    Wrong(
        "position",
        says="",
        check="random accuracies",
        code=but(_PLAIN, "settings[best]", "settings[best - 1]"),
    ),
    Wrong(
        "best of both",
        says="best accuracy on the test set",
        check=_SECOND,
        code=but(_PLAIN, _CHOSEN, "max(accuracy(W, *test) for W in models)"),
    ),
    Wrong(
        "looks twice",
        says="looked at 2 times",
        check=_LOOKS,
        code=but(_PLAIN, "    return", "    print(accuracy(models[best], *test))\n    return"),
    ),
    Wrong(
        "looks at all",
        says="looked at 4 times",
        check=_LOOKS,
        code=but(_PLAIN, _CHOSEN, "[accuracy(W, *test) for W in models][best]"),
    ),
    Wrong(
        "sum of both",
        says="best on the test set",
        check=_SECOND,
        code=but(_PLAIN, "accuracy(W, *val)", "accuracy(W, *val) + 2 * accuracy(W, *test)"),
    ),
    Wrong(
        "returns the model",
        says="",
        check=_SECOND,
        code=but(_PLAIN, "settings[best],", "models[best] + 0.5,"),
    ),
    Wrong(
        "first setting",
        says="worst on the validation set",
        check=_SECOND,
        code=but(_PLAIN, "scores.index(max(scores))", "0"),
    ),
]
