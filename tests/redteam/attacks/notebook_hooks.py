"""Hooks of IPython and of its kernel."""

from tests.redteam.attack import Attack

FAMILY = "IPython and kernel hooks"

ATTACKS = (
    Attack(
        "ast-transformer",
        FAMILY,
        "an AST transformer removes every assert and every check from later cells",
        first=(
            """
            import ast

            class Strip(ast.NodeTransformer):
                def visit_Assert(self, node):
                    return ast.Pass()

                def visit_With(self, node):
                    return ast.Pass()

            get_ipython().ast_transformers.append(Strip())
            """,
        ),
    ),
    Attack(
        "input-transformer",
        FAMILY,
        "an input transformer turns every later cell into `pass`",
        first=(
            """
            get_ipython().input_transformers_cleanup.append(
                lambda lines: ["pass\\n"] if any("check(" in line for line in lines) else lines
            )
            """,
        ),
    ),
    Attack(
        "do-execute",
        FAMILY,
        "replaces the kernel's do_execute by one that always answers ok",
        last=(),
        first=(
            """
            kernel = get_ipython().kernel
            original = kernel.do_execute

            async def do_execute(code, *a, **k):
                if "check(" in code or "serve(" in code:
                    return {"status": "ok", "execution_count": 1, "payload": [],
                            "user_expressions": {}}
                return await original(code, *a, **k)

            kernel.do_execute = do_execute
            """,
        ),
    ),
    Attack(
        "run-cell",
        FAMILY,
        "replaces the shell's run_cell_async by one that does nothing",
        first=(
            """
            shell = get_ipython()
            original = type(shell).run_cell_async

            async def run_cell_async(self, code, *a, **k):
                return await original(self, "pass" if "check(" in code else code, *a, **k)

            type(shell).run_cell_async = run_cell_async
            """,
        ),
    ),
    Attack(
        "displayhook-ok",
        FAMILY,
        "shows 'ok' through the display hook, as a cell's result, before the test fails",
        answers={
            "double": """
                import sys

                def double(x):
                    sys.displayhook("ok")
                    return 0
            """
        },
    ),
    Attack(
        "displayhook-nan",
        FAMILY,
        "shows nan through the display hook: neither above nor below the points",
        answers={
            "double": """
                import sys

                def double(x):
                    sys.displayhook(float("nan"))
                    return 0
            """
        },
    ),
    Attack(
        "displayhook-points",
        FAMILY,
        "shows the number of points through the display hook, as partial credit",
        answers={
            "double": """
                import sys

                def double(x):
                    sys.displayhook(4.0)
                    return 0
            """
        },
    ),
    Attack(
        "no-traceback",
        FAMILY,
        "replaces the shell's showtraceback, so that no error is ever shown",
        first=(
            """
            shell = get_ipython()
            shell.set_custom_exc((BaseException,), lambda *a, **k: [])
            shell.showtraceback = shell._showtraceback = lambda *a, **k: None
            """,
        ),
    ),
    Attack(
        "events",
        FAMILY,
        "an event before each cell clears the test out of the namespace",
        first=(
            """
            def before(info=None):
                if info is not None and "check(" in (info.raw_cell or ""):
                    info.raw_cell = "pass"
                    raise KeyboardInterrupt

            get_ipython().events.register("pre_run_cell", before)
            """,
        ),
    ),
    Attack(
        "namespace-replaced",
        FAMILY,
        "gives the shell a namespace that has every name, each a function that agrees",
        first=(
            """
            class Agree:
                def __call__(self, *a, **k):
                    return self

                def __enter__(self):
                    return self

                def __exit__(self, *a):
                    return True

            class Names(dict):
                def __getitem__(self, name):
                    return Agree() if name in ("check", "equal") else dict.__getitem__(self, name)

                def __missing__(self, name):
                    return Agree()

            shell = get_ipython()
            names = Names(shell.user_ns)
            shell.user_ns = shell.user_module.__dict__
            type(shell).user_ns = property(lambda self: names, lambda self, value: None)
            """,
        ),
    ),
    Attack(
        "compiler-replaced",
        FAMILY,
        "replaces the shell's compiler by one that compiles nothing of a test",
        first=(
            """
            import ast
            compiler = get_ipython().compile
            original = compiler.ast_parse
            compiler.ast_parse = lambda source, *a, **k: original(
                "pass" if "check(" in source else source, *a, **k)
            """,
        ),
    ),
    Attack(
        "import-hook",
        FAMILY,
        "an import hook hands the tests a course_lib.checks of the student's own",
        first=(
            """
            import sys, types

            class Agree:
                def __init__(self, *a, **k): pass
                def __call__(self, *a, **k): return self
                def __enter__(self): return self
                def __exit__(self, *a): return True
                def __getattr__(self, name): return Agree()

            fake = types.ModuleType("course_lib.checks")
            fake.__getattr__ = lambda name: Agree
            sys.modules["course_lib.checks"] = fake
            """,
        ),
    ),
)
