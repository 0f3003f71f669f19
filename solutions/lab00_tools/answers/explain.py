"""Answers to `explain`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

STEPS = """
def explain(error, installed, search_path):
    module, file = read_error(error)
    if file:
        for folder in installed:
            if file.startswith(folder + "/"):
                return "version"
        return "shadowed"
    top = module.split(".")[0]
    package = TO_INSTALL.get(top, top)
    places = [f for f, names in installed.items() if normal(package) in map(normal, names)]
    for place in places:
        if place in search_path:
            return "version"
    if places:
        return "elsewhere"
    if package != top:
        return "other name"
    return "missing"
"""

RIGHT = [
    Right("rule by rule", STEPS),
    Right(
        "sets",
        """
        def explain(error, installed, search_path):
            module, file = read_error(error)
            if file:
                inside = [folder for folder in installed if (file + "/").startswith(folder + "/")]
                return "version" if inside else "shadowed"
            top, _, _ = module.partition(".")
            package = TO_INSTALL.get(top) or top
            found = {
                folder
                for folder, names in installed.items()
                if normal(package) in {normal(n) for n in names}
            }
            if found.intersection(search_path):
                return "version"
            return "elsewhere" if found else ("missing" if top not in TO_INSTALL else "other name")
        """,
    ),
    Right(
        "helpers",
        """
        def _has(names, package):
            return any(normal(n) == normal(package) for n in names)


        def explain(error, installed, search_path):
            module, file = read_error(error)
            if file == "not a package":
                return "shadowed"
            if file:
                ours = any(str(Path(file)).startswith(f"{folder}/") for folder in installed)
                return "version" if ours else "shadowed"
            top = module.split(".", 1)[0]
            package = TO_INSTALL[top] if top in TO_INSTALL else top
            if any(_has(installed.get(folder, []), package) for folder in search_path):
                return "version"
            if any(_has(names, package) for names in installed.values()):
                return "elsewhere"
            return "missing" if package == top else "other name"
        """,
    ),
    Right(
        "own regular expressions",
        r"""
        import re


        def explain(error, installed, search_path):
            if "is not a package" in error:
                return "shadowed"
            if found := re.search(r"\((.*\.py)\)", error):
                folders = [f for f in installed if found[1].startswith(f + "/")]
                return "version" if folders else "shadowed"
            top = re.search(r"named '(\w+)", error)[1]
            want = normal(TO_INSTALL.get(top, top))
            on_path = off_path = False
            for folder, names in installed.items():
                if any(normal(name) == want for name in names):
                    on_path |= folder in search_path
                    off_path = True
            if on_path:
                return "version"
            if off_path:
                return "elsewhere"
            return "other name" if top in TO_INSTALL else "missing"
        """,
    ),
    Right(
        "match",
        """
        def explain(error, installed, search_path):
            module, file = read_error(error)
            top = module.split(".")[0]
            package = normal(TO_INSTALL.get(top, top))
            where = [f for f in installed if package in [normal(n) for n in installed[f]]]
            inside = any(file.startswith(f + "/") for f in installed)
            match (bool(file), inside, any(f in search_path for f in where), bool(where)):
                case (True, False, _, _):
                    return "shadowed"
                case (True, True, _, _) | (False, _, True, _):
                    return "version"
                case (False, _, False, True):
                    return "elsewhere"
            return "other name" if normal(top) != package else "missing"
        """,
    ),
    Right(
        "pathlib",
        """
        from pathlib import PurePosixPath


        def explain(error: str, installed: dict, search_path: list) -> str:
            module, file = read_error(error)
            if file:
                parents = {str(parent) for parent in PurePosixPath(file).parents}
                return "version" if parents & set(installed) else "shadowed"
            top = module.split(".")[0]
            package = TO_INSTALL.get(top, top)
            has = {f: normal(package) in [normal(n) for n in ns] for f, ns in installed.items()}
            if any(has.get(f, False) for f in search_path):
                return "version"
            if any(has.values()):
                return "elsewhere"
            return "missing" if package is top else "other name"
        """,
    ),
]

RANDOM = "random errors"

WRONG = [
    Wrong(
        "never elsewhere",
        says="in a folder where this kernel does not look",
        check="postcodes, installed for another Python",
        typical=True,
        code=but(STEPS, '        return "elsewhere"', '        return "missing"'),
    ),
    Wrong(
        "the name to import is the name to install",
        says="see TO_INSTALL",
        check="sklearn, installed nowhere",
        code=but(STEPS, "TO_INSTALL.get(top, top)", "top"),
    ),
    Wrong(
        "any file is the library's",
        says="her file is found first",
        check="torch.py in Ana's own folder",
        code=but(STEPS, '        return "shadowed"', '        return "version"'),
    ),
    Wrong(
        "the whole dotted name",
        says="the part before the dot",
        check=RANDOM,
        code=but(STEPS, 'module.split(".")[0]', "module"),
    ),
    Wrong(
        "names as they are written",
        says="compare names as pip does",
        check=RANDOM,
        code=but(STEPS, "normal(package) in map(normal, names)", "package in names"),
    ),
    Wrong(
        "capitals on one side",
        says="compare names as pip does",
        check=RANDOM,
        code=but(STEPS, "normal(package) in map(normal, names)", "package in map(normal, names)"),
    ),
    Wrong(
        "looked up for the message only",
        says="look up the name to install",
        check=RANDOM,
        code=but(
            STEPS, "normal(package) in map(normal, names)", "normal(top) in map(normal, names)"
        ),
    ),
    Wrong(
        "every file is shadowing",
        says="is the library",
        check=RANDOM,
        code=but(
            STEPS,
            '                return "version"\n        return "sh',
            '                pass\n        return "sh',
        ),
    ),
    Wrong(
        "a folder that begins alike",
        says="only begins alike",
        check=RANDOM,
        code=but(STEPS, 'file.startswith(folder + "/")', "file.startswith(folder)"),
    ),
    Wrong(
        "elsewhere before the path",
        says="counts first: rule 3",
        check=RANDOM,
        code=but(
            STEPS,
            "        if place in search_path:",
            "        if place not in search_path:\n            return 'elsewhere'\n        else:",
        ),
    ),
    Wrong(
        "forgets what is on the path",
        says="counts first: rule 3",
        check=RANDOM,
        code=but(STEPS, "if place in search_path", "if False"),
    ),
    Wrong(
        "by the text alone",
        says="no file of Ana's is named",
        check="postcodes, installed for another Python",
        code="""
        def explain(error, installed, search_path):
            return "shadowed"
        """,
    ),
    Wrong(
        "a sentence",
        says="expected 'elsewhere'",
        check="postcodes, installed for another Python",
        code=but(STEPS, '"elsewhere"', '"installed for another interpreter"'),
    ),
    Wrong(
        "the order of the last two",
        says="see TO_INSTALL",
        check="sklearn, installed nowhere",
        code=but(STEPS, "package != top", "package == top"),
    ),
]

TEXT = "The change is one of numbers; here are texts, which it leaves as they are."

ALLOWED = [
    *(
        Allowed(f"explain: {one}", TEXT)
        for one in (
            "state: the same call twice gets another result",
            "installed: *in place",
            "search_path: wrong for *",
        )
    ),
]
