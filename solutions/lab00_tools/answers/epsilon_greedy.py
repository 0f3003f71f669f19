"""Answers to `epsilon_greedy`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

WHERE = """
def epsilon_greedy(estimates, epsilon, chance, any_arm):
    best = estimates.argmax(dim=1)
    return torch.where(chance < epsilon, any_arm, best)
"""

RIGHT = [
    Right("where", WHERE),
    Right(
        "a mask",
        """
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            arms = torch.argmax(estimates, dim=-1)
            explores = chance < epsilon
            arms[explores] = any_arm[explores]
            return arms
        """,
    ),
    Right(
        "game by game",
        """
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            arms = []
            for row, luck, arm in zip(estimates, chance, any_arm):
                arms.append(int(arm) if luck < epsilon else int(row.argmax()))
            return torch.tensor(arms)
        """,
    ),
    Right(
        "arithmetic with 0 and 1",
        """
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            explore = (chance < epsilon).long()
            return explore * any_arm + (1 - explore) * estimates.max(dim=1).indices
        """,
    ),
    Right(
        "numpy inside",
        """
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            best = np.argmax(estimates.numpy(), axis=1)
            return torch.from_numpy(np.where(chance.numpy() < epsilon, any_arm.numpy(), best))
        """,
    ),
    Right(
        "a stable sort",
        """
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            best = estimates.sort(dim=1, descending=True, stable=True).indices[:, 0]
            return torch.where(chance >= epsilon, best, any_arm)
        """,
    ),
    Right(
        "a lambda",
        """
        epsilon_greedy = lambda q, eps, u, arm: torch.where(u.lt(eps), arm, q.argmax(1))
        """,
    ),
]

FIRST = "three games by hand"
RANDOM = "random games"

WRONG = [
    Wrong(
        "the other way round",
        says="you explore with probability 1 − ε",
        check=FIRST,
        typical=True,
        code=but(WHERE, "any_arm, best)", "best, any_arm)"),
    ),
    Wrong(
        "nobody explores",
        says="nobody explores",
        check=FIRST,
        code=but(WHERE, "torch.where(chance < epsilon, any_arm, best)", "best"),
    ),
    Wrong(
        "everybody explores",
        says="everybody explores",
        check=FIRST,
        code=but(WHERE, "torch.where(chance < epsilon, any_arm, best)", "any_arm"),
    ),
    Wrong(
        "equal, too",
        says="0.1 is not smaller than 0.1",
        check=FIRST,
        code=but(WHERE, "chance < epsilon", "chance <= epsilon"),
    ),
    Wrong(
        "the worst arm",
        says="those are the worst arms",
        check=FIRST,
        code=but(WHERE, "argmax", "argmin"),
    ),
    Wrong(
        "draws its own numbers",
        says="",
        check=RANDOM,
        code=but(WHERE, "chance < epsilon", "torch.rand(len(estimates)) < epsilon"),
    ),
    Wrong(
        "draws its own arms",
        says="",
        check=RANDOM,
        code=but(
            WHERE, "any_arm, best", "torch.randint(0, estimates.shape[1], (len(estimates),)), best"
        ),
    ),
    Wrong(
        "one decision for all games",
        says="everybody explores",
        check=FIRST,
        code="""
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            return any_arm if chance[0] < epsilon else estimates.argmax(dim=1)
        """,
    ),
    Wrong(
        "the best game per arm",
        says="",
        check=RANDOM,
        code=but(WHERE, "argmax(dim=1)", "argmax(dim=0)[: len(chance)]"),
    ),
    Wrong(
        "the last of equals",
        says="not the last",
        check=FIRST,
        code=but(
            WHERE,
            "estimates.argmax(dim=1)",
            "estimates.shape[1] - 1 - estimates.flip(1).argmax(dim=1)",
        ),
    ),
    Wrong(
        "the estimates",
        says="not its estimate",
        check=FIRST,
        code=but(WHERE, "estimates.argmax(dim=1)", "estimates.max(dim=1).values"),
    ),
    Wrong(
        "a list",
        says="expected a tensor of dtype int64",
        check=RANDOM,
        code=but(WHERE, "any_arm, best)", "any_arm, best).tolist()"),
    ),
    Wrong(
        "floating-point arms",
        says="dtype int64",
        check=RANDOM,
        code=but(WHERE, "any_arm, best)", "any_arm, best).float()"),
    ),
    Wrong(
        "writes into any_arm",
        says="the call changed any_arm",
        check=RANDOM,
        code="""
        def epsilon_greedy(estimates, epsilon, chance, any_arm):
            keeps = chance >= epsilon
            any_arm[keeps] = estimates.argmax(dim=1)[keeps]
            return any_arm
        """,
    ),
]

ALLOWED = [
    *(
        Allowed(one, "Chance lies in [0, 1), and epsilon from 0 to 1.")
        for one in (
            "epsilon_greedy: chance: at most *",
            "epsilon_greedy: chance: negative *",
            "epsilon_greedy: chance: wrong for a n*",
            "epsilon_greedy: epsilon: *",
        )
    ),
    *(
        Allowed(one, "The first of equals wins already, and games do not look at each other.")
        for one in ("epsilon_greedy: *: of equal numbers *",)
    ),
    *(
        Allowed(one, "There is a game at least, and an arm.")
        for one in ("epsilon_greedy: *: wrong for no entry",)
    ),
    *(
        Allowed(
            one,
            "It changes an order only between numbers that lie nearer than float32 tells apart.",
        )
        for one in ("epsilon_greedy: *: in float32 first",)
    ),
]
