"""Answers to `regret`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

SUMS = """
def regret(means, actions):
    costs = means.max() - means[actions]
    return costs.cumsum(dim=1)
"""

RIGHT = [
    Right("running sums", SUMS),
    Right(
        "a loop over the steps",
        """
        def regret(means, actions):
            total = means.new_zeros(len(actions))
            columns = []
            for step in range(actions.shape[1]):
                total = total + means.max() - means[actions[:, step]]
                columns.append(total)
            return torch.stack(columns, dim=1)
        """,
    ),
    Right(
        "best so far minus got so far",
        """
        def regret(means, actions):
            steps = torch.arange(1, actions.shape[1] + 1)
            wide = means.double()
            return (steps * wide.max() - wide[actions].cumsum(1)).to(means.dtype)
        """,
    ),
    Right(
        "costs per arm first",
        """
        def regret(means, actions):
            gaps = means.max() - means
            return torch.cumsum(gaps[actions], -1)
        """,
    ),
    Right(
        "numpy inside",
        """
        def regret(means, actions):
            m = means.detach().numpy()
            return torch.from_numpy(np.cumsum(m.max() - m[actions.numpy()], axis=1).astype(m.dtype))
        """,
    ),
    Right(
        "one-hot",
        """
        def regret(means, actions):
            pulled = torch.nn.functional.one_hot(actions, len(means)).cumsum(dim=1).to(means.dtype)
            return pulled @ (means.max() - means)
        """,
    ),
    Right(
        "a lambda with gather",
        """
        regret = lambda means, actions: (
            means.max() - means.expand(len(actions), -1).gather(1, actions)
        ).cumsum(1)
        """,
    ),
]

FIRST = "two games of three steps by hand"
RANDOM = "random games"

WRONG = [
    Wrong(
        "single steps",
        says="that is what single steps cost",
        check=FIRST,
        typical=True,
        code=but(SUMS, "costs.cumsum(dim=1)", "costs"),
    ),
    Wrong(
        "the reward",
        says="that is the reward",
        check=FIRST,
        code=but(SUMS, "means.max() - means[actions]", "means[actions]"),
    ),
    Wrong(
        "along the games",
        says="add up along the steps",
        check=FIRST,
        code=but(SUMS, "dim=1", "dim=0"),
    ),
    Wrong(
        "the sign",
        says="best minus pulled",
        check=FIRST,
        code=but(SUMS, "means.max() - means[actions]", "means[actions] - means.max()"),
    ),
    Wrong(
        "the best that was pulled",
        says="also of those that nobody pulled",
        check=RANDOM,
        code=but(SUMS, "means.max()", "means[actions].max()"),
    ),
    Wrong(
        "a mean over the steps",
        says="that is a mean",
        check=FIRST,
        code=but(
            SUMS, "costs.cumsum(dim=1)", "costs.cumsum(1) / torch.arange(1, actions.shape[1] + 1)"
        ),
    ),
    Wrong(
        "the last value only",
        says="expected shape (2, 3)",
        check=FIRST,
        code=but(SUMS, "costs.cumsum(dim=1)", "costs.sum(dim=1)"),
    ),
    Wrong(
        "a best of 1",
        says="not 1",
        check=FIRST,
        code=but(SUMS, "means.max()", "1"),
    ),
    Wrong(
        "missed pulls counted",
        says="costs the difference",
        check=FIRST,
        code=but(
            SUMS, "means.max() - means[actions]", "(actions != means.argmax()).to(means.dtype)"
        ),
    ),
    Wrong(
        "never above 0.75 a step",
        says="",
        check=RANDOM,
        code=but(
            SUMS, "means.max() - means[actions]", "(means.max() - means[actions]).clamp(max=0.75)"
        ),
    ),
    Wrong(
        "float32 always",
        says="dtype float64",
        check=RANDOM,
        code=but(SUMS, "costs.cumsum(dim=1)", "costs.float().cumsum(dim=1)"),
    ),
    Wrong(
        "begins with 0",
        says="the first step counts",
        check=FIRST,
        code=but(SUMS, "costs.cumsum(dim=1)", "costs.cumsum(dim=1) - costs"),
    ),
    Wrong(
        "shares of the best",
        says="not the ratio",
        check=FIRST,
        code=but(SUMS, "means.max() - means[actions]", "1 - means[actions] / means.max()"),
    ),
]

ALLOWED = [
    *(
        Allowed(one, "A regret is never negative.")
        for one in ("regret: result: negative numbers as 0",)
    ),
    *(
        Allowed(one, "It lies within the tolerance of sums of numbers of this size.")
        for one in ("regret: result: below *",)
    ),
    *(
        Allowed(one, "There is a game at least, a step and an arm.")
        for one in ("regret: *: wrong for no entry",)
    ),
]
