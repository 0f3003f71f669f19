"""Answers to `tune`."""

from autograder.audit.answers import Right, Wrong, but

_SECOND = "three settings: the second is best on the validation set"
_LOOKS = "the test set is looked at once"
_RANDOM = "random settings, and equal ones"
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
    Right(
        "a lambda over positions, numpy's argmax",
        """
        import numpy as np

        def tune(settings, train, accuracy, val, test):
            trained = list(map(train, settings))
            on_val = lambda k: float(accuracy(trained[k], *val))
            k = int(np.argmax([on_val(k) for k in range(len(settings))]))
            return settings[k], accuracy(trained[k], *test)
        """,
    ),
    Right(
        "the last of equals",
        """
        def tune(settings, train, accuracy, val, test):
            X, y = val
            top = -math.inf
            for setting in settings:
                model = train(setting)
                if (score := accuracy(model, X, y)) >= top:
                    top, chosen = score, (setting, model)
            return chosen[0], accuracy(chosen[1], *test)
        """,
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
        check=_RANDOM,
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
        says="return the setting itself",
        check=_SECOND,
        code=but(_PLAIN, "settings[best],", "models[best],"),
    ),
    Wrong(
        "first setting",
        says="worst on the validation set",
        check=_SECOND,
        code=but(_PLAIN, "scores.index(max(scores))", "0"),
    ),
    Wrong(
        "the position of the setting",
        says="that is a position: return the setting itself",
        check=_SECOND,
        code=but(_PLAIN, "settings[best],", "best,"),
    ),
    Wrong(
        "ties broken on the test set",
        says="three settings are equally good",
        check=_RANDOM,
        code="""
        def tune(settings, train, accuracy, val, test):
            models = [train(setting) for setting in settings]
            scores = [accuracy(W, *val) for W in models]
            ties = [k for k, score in enumerate(scores) if score == max(scores)]
            if len(ties) == 1:
                return settings[ties[0]], accuracy(models[ties[0]], *test)
            found = {k: accuracy(models[k], *test) for k in ties}
            best = max(found, key=found.get)
            return settings[best], found[best]
        """,
    ),
    Wrong(
        "the first setting is never taken",
        says="",
        check=_RANDOM,
        code=but(_PLAIN, "scores.index(max(scores))", "scores.index(max(scores[1:] or scores))"),
    ),
    Wrong(
        "the last setting is never taken",
        says="",
        check=_RANDOM,
        code=but(_PLAIN, "scores.index(max(scores))", "scores.index(max(scores[:-1] or scores))"),
    ),
    Wrong(
        "settings sorted in place",
        says="the call changed settings",
        check=_RANDOM,
        code=but(_PLAIN, "    models", "    settings.sort(reverse=True)\n    models"),
    ),
    Wrong(
        "accuracies rounded to whole per cents",
        says="",
        check=_RANDOM,
        code=but(_PLAIN, "accuracy(W, *val)", "round(accuracy(W, *val), 2)"),
    ),
    Wrong(
        "the accuracy of a coin where the test set is small",
        says="does not depend on test",
        check=_RANDOM,
        code=but(_PLAIN, _CHOSEN, "accuracy(models[best], *test) if len(val[1]) == 2 else 0.5"),
    ),
]
