"""Answers to `topological_order`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_ORDER = "(x + y) z: every wire after its inputs"
_TWICE = "a wire that is used twice stands there once"
_LONG = "a short way and a long way to the same gate"
_CONTRACT = "the contract: random graphs, equal values, chains, asked again"

_PLAIN = """
def topological_order(end):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(end)
    return order
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "a stack",
        """
        def topological_order(end):
            order, todo = [], [(end, iter(end.inputs))]
            seen = {end}
            while todo:
                node, rest = todo[-1]
                for source in rest:
                    if source not in seen:
                        seen.add(source)
                        todo.append((source, iter(source.inputs)))
                        break
                else:
                    order.append(node)
                    todo.pop()
            return order
        """,
    ),
    Right("inputs from the right", but(_PLAIN, "in node.inputs:", "in reversed(node.inputs):")),
    Right(
        "by counting",
        """
        def topological_order(end):
            nodes, todo = [], [end]
            while todo:
                node = todo.pop()
                if node not in nodes:
                    nodes.append(node)
                    todo.extend(node.inputs)
            users = {node: 0 for node in nodes}
            for node in nodes:
                for source in node.inputs:
                    users[source] += 1
            ready, backwards = [end], []
            while ready:
                node = ready.pop()
                backwards.append(node)
                for source in node.inputs:
                    users[source] -= 1
                    if users[source] == 0:
                        ready.append(source)
            return backwards[::-1]
        """,
    ),
    Right(
        "by depth",
        """
        def topological_order(end):
            depth = {}

            def measure(node):
                if node not in depth:
                    depth[node] = 1 + max((measure(source) for source in node.inputs), default=0)
                return depth[node]

            measure(end)
            return sorted(depth, key=depth.get)
        """,
    ),
    Right(
        "a dict keeps the order",
        """
        def topological_order(end, done=None):
            done = {} if done is None else done
            if end not in done:
                for source in end.inputs:
                    topological_order(source, done)
                done[end] = True
            return list(done)
        """,
    ),
    Right(
        "layer by layer",
        """
        def topological_order(end):
            found = set()

            def collect(node):
                if node not in found:
                    found.add(node)
                    for source in node.inputs:
                        collect(source)

            collect(end)
            order = []
            while found:
                ready = [n for n in found if not any(s in found for s in n.inputs)]
                order += ready
                found -= set(ready)
            return tuple(order)
        """,
    ),
    Right(
        "recursion with a fresh default",
        """
        def topological_order(end, seen=None):
            seen = set() if seen is None else seen
            seen.add(end)
            order = []
            for source in end.inputs:
                if source not in seen:
                    order += topological_order(source, seen)
            return [*order, end]
        """,
    ),
    Right(
        "a generator inside",
        """
        def topological_order(end):
            seen = []

            def walk(node):
                if not any(node is one for one in seen):
                    seen.append(node)
                    for source in node.inputs:
                        yield from walk(source)
                    yield node

            return list(walk(end))
        """,
    ),
]

WRONG = [
    Wrong(
        "not marked",
        says="more than once",
        check=_TWICE,
        code=but(_PLAIN, "        seen.add(id(node))\n", ""),
    ),
    Wrong(
        "turned round",
        says="the end comes first",
        check=_ORDER,
        code=but(_PLAIN, "return order", "return order[::-1]"),
    ),
    Wrong(
        "node before its inputs",
        says="the end comes first",
        check=_ORDER,
        code="""
        def topological_order(end):
            order = []

            def visit(node):
                if node not in order:
                    order.append(node)
                    for source in node.inputs:
                        visit(source)

            visit(end)
            return order
        """,
    ),
    Wrong(
        "without the end",
        says="is missing",
        check=_ORDER,
        code=but(_PLAIN, "return order", "return order[:-1]"),
    ),
    Wrong(
        "one step back only",
        says="is missing",
        check=_ORDER,
        code=but(_PLAIN, "            visit(source)", "            order.append(source)"),
    ),
    Wrong(
        "breadth first",
        says="comes before its input",
        check=_LONG,
        code="""
        def topological_order(end):
            order, todo = [], [end]
            while todo:
                node = todo.pop(0)
                if node not in order:
                    order.append(node)
                    todo.extend(node.inputs)
            return order[::-1]
        """,
    ),
    Wrong(
        "gates only",
        says="is missing",
        check=_ORDER,
        code=but(
            _PLAIN,
            "        order.append(node)",
            "        if node.gate is not None:\n            order.append(node)",
        ),
    ),
    Wrong(
        "labels in place of nodes",
        says="a list of nodes",
        check=_ORDER,
        code=but(_PLAIN, "order.append(node)", "order.append(node.label)"),
    ),
    Wrong(
        "first input only",
        says="is missing",
        check=_ORDER,
        code=but(_PLAIN, "in node.inputs:", "in node.inputs[:1]:"),
    ),
    Wrong(
        "inputs before all gates, gates as they come",
        says="comes before its input",
        check=_LONG,
        code="""
        def topological_order(end):
            found = []

            def visit(node):
                if node not in found:
                    found.append(node)
                    for source in node.inputs:
                        visit(source)

            visit(end)
            leaves = [node for node in found if node.gate is None]
            return leaves + sorted(
                (node for node in found if node.gate is not None),
                key=lambda node: (node is end, node.label),
            )
        """,
    ),
    Wrong(
        "seen as a default",
        says="is missing",
        check=_CONTRACT,
        code="""
        def topological_order(end, seen=set()):
            order = []
            if end not in seen:
                seen.add(end)
                for source in end.inputs:
                    order += topological_order(source)
                order.append(end)
            return order
        """,
    ),
    Wrong(
        "marks that stay on the nodes",
        says="is missing",
        check=_CONTRACT,
        code="""
        def topological_order(end):
            order = []

            def visit(node):
                if getattr(node, "visited", False):
                    return
                node.visited = True
                for source in node.inputs:
                    visit(source)
                order.append(node)

            visit(end)
            return order
        """,
    ),
    Wrong(
        "by the label",
        says="is missing",
        check=_CONTRACT,
        code=but(_PLAIN, "id(node)", "node.label"),
    ),
    Wrong(
        "by the value",
        says="is missing",
        check=_CONTRACT,
        code=but(_PLAIN, "id(node)", "node.value.item()"),
    ),
    Wrong(
        "all that was ever visited",
        says="a list of nodes of the graph",
        check=_TWICE,
        code=but(
            "_order = []\n" + _PLAIN,
            "order, seen = [], set()",
            "order, seen = _order, {id(node) for node in _order}",
        ),
    ),
    Wrong(
        "a generator",
        says="got an object of type",
        check=_ORDER,
        code=but(_PLAIN, "return order", "return iter(order)"),
    ),
]

ALLOWED = [
    Allowed("*: a tuple in place of a list", "The text takes a tuple, too."),
    Allowed("*: the same call twice gets another result", "Nodes hold nothing to spoil."),
]
