"""Answers to `interpreter_of`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

FINDS = """
def interpreter_of(module):
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    if spec is None or not spec.has_location:
        return None
    return spec.origin
"""

RIGHT = [
    Right("three returns", FINDS),
    Right(
        "by the names that are no file",
        """
        def interpreter_of(module):
            try:
                spec = importlib.util.find_spec(module)
            except ImportError:
                return None
            if spec is None or spec.origin in ("built-in", "frozen"):
                return None
            return spec.origin
        """,
    ),
    Right(
        "part by part",
        """
        from importlib.machinery import PathFinder


        def interpreter_of(module):
            places, name = None, ""
            for part in module.split("."):
                name = f"{name}.{part}" if name else part
                spec = PathFinder.find_spec(name, places)
                if spec is None:
                    return None
                places = spec.submodule_search_locations
            return spec.origin
        """,
    ),
    Right(
        "suppressed",
        """
        import contextlib


        def interpreter_of(module):
            spec = None
            with contextlib.suppress(ModuleNotFoundError):
                spec = importlib.util.find_spec(module)
            return getattr(spec, "origin", None) if getattr(spec, "has_location", False) else None
        """,
    ),
    Right(
        "built-in names first",
        """
        import sys


        def interpreter_of(module):
            if module in sys.builtin_module_names:
                return None
            top, _, rest = module.partition(".")
            if rest and importlib.util.find_spec(top) is None:
                return None
            spec = importlib.util.find_spec(module)
            return None if spec is None else spec.origin
        """,
    ),
    Right(
        "the path must exist",
        """
        def interpreter_of(module: str):
            try:
                found = importlib.util.find_spec(module)
            except Exception:
                found = None
            if found is None or found.origin is None:
                return None
            return found.origin if Path(found.origin).exists() else None
        """,
    ),
]

ODD = "modules that nobody may load"
NONE = "no file: None"
FIRST = "json comes from a file, postcode_reader from nowhere"

WRONG = [
    Wrong(
        "imports it",
        says="",
        check=ODD,
        typical=True,
        code="""
        def interpreter_of(module):
            try:
                return getattr(importlib.import_module(module), "__file__", None)
            except ModuleNotFoundError:
                return None
        """,
    ),
    Wrong(
        "built-in as a file",
        says="a built-in module has no file",
        check=NONE,
        code=but(FINDS, "spec is None or not spec.has_location", "spec is None"),
    ),
    Wrong(
        "no parent",
        says="ModuleNotFoundError",
        check=NONE,
        code="""
        def interpreter_of(module):
            spec = importlib.util.find_spec(module)
            return spec.origin if spec is not None and spec.has_location else None
        """,
    ),
    Wrong(
        "the spec may be None",
        says="AttributeError",
        check=FIRST,
        code="""
        def interpreter_of(module):
            return importlib.util.find_spec(module).origin
        """,
    ),
    Wrong(
        "the folder",
        says="that is the folder",
        check=FIRST,
        code=but(FINDS, "return spec.origin", "return str(Path(spec.origin).parent)"),
    ),
    Wrong(
        "the interpreter",
        says="that is the interpreter",
        check=FIRST,
        code="""
        import sys


        def interpreter_of(module):
            return sys.executable if importlib.util.find_spec(module) else None
        """,
    ),
    Wrong(
        "the word None",
        says="expected None, got 'None'",
        check=FIRST,
        code=but(
            FINDS,
            "    return spec.origin",
            "    return spec.origin",
            "return None",
            "return 'None'",
        ),
    ),
    Wrong(
        "an empty text for what is built in",
        says="None is asked for, not an empty text",
        check=NONE,
        code="""
        def interpreter_of(module):
            try:
                spec = importlib.util.find_spec(module)
            except ModuleNotFoundError:
                return None
            if spec is None:
                return None
            return spec.origin if spec.has_location else ""
        """,
    ),
    Wrong(
        "the word None for what is built in",
        says="None is asked for, not a text",
        check=NONE,
        code="""
        def interpreter_of(module):
            try:
                spec = importlib.util.find_spec(module)
            except ModuleNotFoundError:
                return None
            return None if spec is None else str(spec.origin if spec.has_location else None)
        """,
    ),
    Wrong(
        "a Path",
        says="expected",
        check=FIRST,
        code=but(FINDS, "return spec.origin", "return Path(spec.origin)"),
    ),
    Wrong(
        "only what is loaded already",
        says="expected",
        check=ODD,
        code="""
        import sys


        def interpreter_of(module):
            return getattr(sys.modules.get(module), "__file__", None)
        """,
    ),
    Wrong(
        "the package, not its part",
        says="expected",
        check=ODD,
        code=but(FINDS, "find_spec(module)", "find_spec(module.split('.')[0])"),
    ),
]

ALLOWED = [
    *(
        Allowed(
            one, "A text has no shape, and the change is one of numbers: it leaves a text as it is."
        )
        for one in ("interpreter_of: state: *",)
    ),
]
