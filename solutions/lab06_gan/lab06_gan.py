# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 6 · The minimax GAN
#
# Two networks play against each other. One draws digits. The other tries to tell them from real
# ones. Neither is ever shown how to draw, and in about a minute one of them can.
#
# **You will be able to**
#
# - say what each of the two players wants, as a loss computed from logits that cannot overflow;
# - work out the best discriminator, and what the game is worth when nobody can win it;
# - write one step of each player, in which the other does not move;
# - say whether generated pictures are any good, with numbers that can be wrong and with their floor;
# - recognise a collapsed generator and a discriminator that is too strong, and mend both.
#
# | | |
# |---|---|
# | You need | PyTorch modules and optimisers, sigmoid and cross-entropy (Labs 2, 3 and 5) |
# | Your time | about 4 hours; the machine needs about three minutes (see the table at the end) |
# | Points | 48 for code, 6 for the quiz, 3 for a written answer |
#
# Run the cells from the top. Where a cell says `YOUR CODE HERE`, put your answer in place of the
# `raise` line; the grey cell below checks it. ●○○ takes a few minutes, ●●○ needs a thought, ●●●
# needs paper. Where a line asks you to **predict**, write your guess down first.

# %% role="setup"
import math

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from course_lib import data, default_device
from course_lib.checks import (
    CheckFailed,
    check,
    close,
    equal,
    expect,
    is_number,
    one_of,
    rng,
    shape,
    unchanged,
    value_and_grad,
)
from course_lib.metrics import (
    digit_classifier,
    digit_coverage,
    nearest_images,
    to_unit_range,
    two_sample_accuracy,
)

device = default_device()
NOISE_DIM = 64  # numbers that a generator makes a picture of

# %% role="demo" id="data"
import matplotlib.pyplot as plt

from course_lib import Timer, metrics, plots, seed_everything

digits = data.load("mnist", device=device)
print(digits.source, "on", device)
images = to_unit_range(digits.train_images)  # (n, 1, 28, 28), from −1 (black) to 1 (white)
print("pictures", tuple(images.shape), "from", images.min().item(), "to", images.max().item())
_ = plots.image_grid(images[:20], value_range=(-1, 1), title="what is to be imitated")

# %% [markdown]
# ## 1 · A game for two
#
# A forger paints, a detective looks for forgeries. Each gets better because the other does. In a
# **generative adversarial network** (Goodfellow and others, 2014) both are networks:
#
# - the **generator** G turns random numbers z into a picture G(z);
# - the **discriminator** D looks at a picture and says how likely it is to be real.
#
# D wants one number to be large, and G wants *the same number* to be small. That is a minimax game.
# Before the networks, look at the smallest such game there is.
#
# ### A game by hand
#
# The number is $xy$. You own x and want it small. I own y and want it large. We move in turn, each
# a step along our own slope, and I move first:
#
# $$ y \leftarrow y + \eta\, x, \qquad\text{then}\qquad x \leftarrow x - \eta\, y $$
#
# because $\partial(xy)/\partial y = x$ and $\partial(xy)/\partial x = y$. You already see my new y.
# From (1, 1) with η = 1:
#
# | step | 0 | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|---|
# | y | 1 | 2 | 1 | −1 | −2 | −1 | 1 |
# | x | 1 | −1 | −2 | −1 | 1 | 2 | 1 |
#
# Check the first two columns on paper.
#
# **Predict.** (0, 0) is where neither of us can gain. With a smaller η, do we get there?
#
# ### Exercise 1 · Move in turn ●○○
#
# <details><summary>Hint</summary>
#
# Keep a list of points. In each step change y first, then x with the *new* y.
#
# </details>


# %% role="exercise" id="alternate"
def alternate(x: float, y: float, lr: float, steps: int) -> Float[Tensor, "steps_and_1 2"]:
    """The points (x, y) of the game of xy, played in turn, y first: the start, then every step."""
    ### BEGIN SOLUTION
    points = [(x, y)]
    for _ in range(steps):
        y = y + lr * x  # wants xy large
        x = x - lr * y  # wants xy small, and has seen y's move
        points.append((x, y))
    return torch.tensor(points)
    ### END SOLUTION


# %% role="test" id="alternate" points=3
with check("the table by hand", hint="y moves first; x then uses the new y"):
    close(
        alternate(1.0, 1.0, 1.0, 6),
        [[1, 1], [-1, 2], [-2, 1], [-1, -1], [1, -2], [2, -1], [1, 1]],
        mistakes={
            "both moved at once: x has to use the new y": (
                [[1, 1], [0, 2], [-2, 2], [-4, 0], [-4, -4], [0, -8], [8, -8]]
            ),
            "x moved first: here y does": (
                [[1, 1], [0, 1], [-1, 0], [-1, -1], [0, -1], [1, 0], [1, 1]]
            ),
            "both walk downhill: y wants xy to be large": (
                [[1, 1], [1, 0], [2, -1], [5, -3], [13, -8], [34, -21], [89, -55]]
            ),
            "each row is (x, y): you have them the other way round": (
                [[1, 1], [2, -1], [1, -2], [-1, -1], [-2, 1], [-1, 2], [1, 1]]
            ),
        },
    )

### BEGIN HIDDEN TESTS
with check("any start and any rate", hint="the slope for y is x, and the slope for x is y"):
    x, y = rng().normal(2).tolist()
    lr = rng().uniform(1, low=0.1, high=0.9).item()
    # One turn is linear: (x, y) is multiplied by a matrix, which is not what the solution does.
    turn = torch.tensor([[1 - lr**2, -lr], [lr, 1.0]], dtype=torch.float64)
    start = torch.tensor([x, y], dtype=torch.float64)
    expected = [torch.linalg.matrix_power(turn, k) @ start for k in range(9)]
    close(alternate(x, y, lr, 8), expected, rtol=1e-4, atol=1e-4)

with check("no step, and one step"):
    close(alternate(0.5, -2.0, 0.1, 0), [[0.5, -2.0]], atol=1e-6)
    close(alternate(0.5, -2.0, 0.1, 1), [[0.5, -2.0], [0.695, -1.95]], atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What the right answer draws</summary>
#
# ![closed curves for steps in turn, and an outward spiral for steps at once](figures/circles.png)
#
# </details>

# %% role="demo" id="circles"
figure, axes = plt.subplots(1, 2, figsize=(10, 4.6), layout="compressed")
for lr in (1.0, 0.5, 0.1):
    path = alternate(1.0, 1.0, lr, 70)
    axes[0].plot(path[:, 0], path[:, 1], marker=".", label=f"η = {lr}")
at_once = [torch.tensor([1.0, 1.0])]
for _ in range(70):
    x, y = at_once[-1]
    at_once.append(torch.stack([x - 0.1 * y, y + 0.1 * x]))
axes[1].plot(*torch.stack(at_once).T, marker=".", color=plots.BAD, label="η = 0.1")
for ax, title in zip(axes, ("in turn: round and round", "both at once: away"), strict=True):
    ax.plot(0, 0, marker="x", color="black", markersize=10, linestyle="none", label="equilibrium")
    ax.set_aspect("equal")
    plots.clean_axes(ax, title=title, xlabel="x", ylabel="y")
    ax.legend(loc="upper right")

# %% [markdown]
# In turn, the two go round for ever; at once, they run away. A smaller step only makes the circle
# smoother. Nobody is at fault: each goes downhill for itself. Keep this picture in mind. **A GAN's
# losses need not fall**, and a flat loss does not mean that nothing happens.

# %% [markdown]
# ## 2 · The two players
#
# ### Exercise 2 · Noise ●○○
#
# A generator needs something to make different pictures of: a row of independent standard normal
# numbers for each picture, mean 0 and standard deviation 1, fresh on every call, made on the device
# where they are needed.


# %% role="exercise" id="sample_noise"
def sample_noise(
    n: int, noise_dim: int = NOISE_DIM, device: torch.device | str = "cpu"
) -> Float[Tensor, "n noise_dim"]:
    """Fresh standard normal numbers, one row for each picture."""
    ### BEGIN SOLUTION
    return torch.randn(n, noise_dim, device=device)
    ### END SOLUTION


# %% role="test" id="sample_noise" points=2
with check("one row for each picture, float32"):
    shape(sample_noise(3), (3, NOISE_DIM))
    shape(sample_noise(1, 5), (1, 5))
    equal(sample_noise(2, 3).dtype, torch.float32)

with check("mean 0, standard deviation 1", hint="torch.randn, not torch.rand"):
    noise = sample_noise(4_000, 16)
    close(noise.std(), 1.0, atol=0.05, mistakes={
        "these are uniform numbers from 0 to 1: normal ones are asked for": 0.2887,
        "these are uniform numbers from -1 to 1: normal ones are asked for": 0.5774,
    })  # fmt: skip
    close(noise.mean(), 0.0, atol=0.05)

### BEGIN HIDDEN TESTS
with check("normal: some numbers lie beyond 3, and they are symmetric"):
    noise = sample_noise(4_000, 16)
    # For normal numbers E z⁴ = 3; 64,000 of them give ± 0.04. Uniform ones give 1.8.
    close((noise.double() ** 4).mean(), 3.0, atol=0.4, mistakes={
        "these are uniform numbers of standard deviation 1: normal ones are asked for": 1.8
    })  # fmt: skip
    close((noise.double() ** 3).mean(), 0.0, atol=0.2)

with check("fresh on every call, in every row and in every column"):
    first, second = sample_noise(50, 40), sample_noise(50, 40)
    expect(not torch.equal(first, second), "two calls gave the same numbers: draw fresh ones, "
           "without a fixed seed")  # fmt: skip
    expect((first[0] != first[1]).any(), "all rows are the same: draw numbers for each picture")
    expect((first[:, 0] != first[:, 1]).any(), "all columns are the same: draw noise_dim numbers")
    big = sample_noise(3_000, 4).double()
    close(big.T @ big / 3_000, torch.eye(4), atol=0.15)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3 · The generator ●●○
#
# Write a module that turns noise of shape (n, 64) into pictures of shape (n, 1, 28, 28) with values
# from −1 to 1. How it is built inside is up to you, and you will compare several. A good start: two
# hidden layers, 64 → 256 → 512 → 784, ReLU between them, `BatchNorm1d` before each ReLU, and
# `tanh` at the end, which gives the range.
#
# **Why no ReLU at the end?** Then no picture could have a black pixel: black is −1.
#
# You are marked by what it does: shape, range, another picture for other noise, any number of
# pictures at a time, and a gradient that reaches the noise. Nobody counts your parameters.
#
# <details><summary>Hint</summary>
#
# `nn.Unflatten(1, (1, 28, 28))` is the last layer: it turns rows of 784 into pictures. Keep the
# layers in `self.net = nn.Sequential(...)`.
#
# </details>


# %% role="exercise" id="generator"
class Generator(nn.Module):
    """Noise to pictures with values from −1 to 1."""

    def __init__(self, noise_dim: int = NOISE_DIM) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.net = nn.Sequential(
            nn.Linear(noise_dim, 256),
            nn.BatchNorm1d(256),
            nn.ReLU(),
            nn.Linear(256, 512),
            nn.BatchNorm1d(512),
            nn.ReLU(),
            nn.Linear(512, 28 * 28),
            nn.Tanh(),
            nn.Unflatten(1, (1, 28, 28)),
        )
        ### END SOLUTION

    def forward(self, noise: Float[Tensor, "n noise_dim"]) -> Float[Tensor, "n 1 28 28"]:
        """One picture for each row of noise."""
        ### BEGIN SOLUTION
        return self.net(noise)
        ### END SOLUTION


# %% [markdown]
# The checks look at your network through three small functions. You may use them, too.


# %% role="given"
def ready(network: nn.Module) -> nn.Module:
    """The network in evaluation mode, in which batch normalisation uses its running means."""
    return network.eval()


def mean_output(network: nn.Module):
    """A function that gives the mean of what a network answers, to take a gradient of."""
    return lambda x: network(x).mean()


def weights_of(network: nn.Module) -> list[Tensor]:
    """A copy of every weight of a network, in its order."""
    return [weight.detach().clone() for weight in network.parameters()]


# %% role="test" id="generator" points=4
with check("pictures of 28 × 28, for any number of them", hint="end with Unflatten(1, (1, 28, 28))"):
    generator = ready(Generator())
    for count in (2, 1, 257):
        shape(generator(rng().normal(count, NOISE_DIM)), (count, 1, 28, 28))

with check("values from -1 to 1, and both black and white can be reached", hint="tanh"):
    generator = ready(Generator())
    # Noise a thousand times too large drives the last layer to its limits.
    pixels = generator(1_000 * rng().normal(200, NOISE_DIM))
    expect(pixels.isfinite().all(), "some pixels are nan or inf")
    expect(pixels.abs().max() <= 1, f"a pixel has the value {pixels.abs().max():.4g}: end with tanh")
    expect(pixels.min() < 0, "no pixel is below 0, and black is -1: end with tanh, not with a "
           "sigmoid or a ReLU")  # fmt: skip
    expect(pixels.max() > 0, "no pixel is above 0, and white is 1: end with tanh")

### BEGIN HIDDEN TESTS
with check("other noise, another picture; the same noise, the same picture"):
    generator = ready(Generator())
    noise = rng().normal(6, NOISE_DIM)
    pictures = generator(noise).detach()
    close(generator(noise), pictures, atol=1e-5)
    apart = torch.pdist(pictures.flatten(1)).min()
    expect(apart > 1e-3, "different noise gave the same picture: use the argument `noise`")

with check("each row makes its own picture"):
    generator = ready(Generator())
    noise = rng().normal(5, NOISE_DIM)
    together = generator(noise).detach()
    alone = torch.cat([generator(noise[i : i + 1]).detach() for i in range(5)])
    close(together, alone, atol=1e-4)

with check("a gradient reaches the noise, and every number of it"):
    generator = ready(Generator())
    _, (slope,) = value_and_grad(mean_output(generator), rng().normal(4, NOISE_DIM))
    expect((slope.abs().sum(dim=0) > 0).all(), "the picture does not depend on all of the noise")

with check("other widths of noise"):
    shape(ready(Generator(10))(rng().normal(3, 10)), (3, 1, 28, 28))

with check("there is something to learn, and new generators differ"):
    one, two = weights_of(Generator()), weights_of(Generator())
    expect(len(one) > 0, "the generator has no weights: keep its layers as attributes of self")
    expect(any(not torch.equal(a, b) for a, b in zip(one, two, strict=True)),
           "two new generators have the same weights: do not fix a seed inside")  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4 · The discriminator ●●○
#
# It takes pictures (n, 1, 28, 28) and gives **one number a picture**, of shape (n,): a **logit**.
# Large and positive means "real", large and negative means "fake", 0 means "I cannot tell". The
# probability is $\sigma(\text{logit})$, but leave the sigmoid out: it belongs to the loss, where it
# can be computed without overflow.
#
# A good start: 784 → 256 → 256 → 1 with `LeakyReLU(0.2)` between. `Dropout(0.3)` after each makes it
# harder to learn the training pictures by heart. No batch normalisation here: each picture must be
# judged by itself.
#
# <details><summary>Hint</summary>
#
# `nn.Flatten()` comes first. The last layer gives (n, 1): take `[:, 0]`, or `.squeeze(1)`. A plain
# `.squeeze()` fails for a single picture.
#
# </details>


# %% role="exercise" id="discriminator"
class Discriminator(nn.Module):
    """Pictures to logits: how real each one looks."""

    def __init__(self) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(28 * 28, 256),
            nn.LeakyReLU(0.2),
            nn.Dropout(0.3),
            nn.Linear(256, 256),
            nn.LeakyReLU(0.2),
            nn.Dropout(0.3),
            nn.Linear(256, 1),
        )
        ### END SOLUTION

    def forward(self, images: Float[Tensor, "n 1 28 28"]) -> Float[Tensor, " n"]:
        """One logit for each picture."""
        ### BEGIN SOLUTION
        return self.net(images)[:, 0]
        ### END SOLUTION


# %% role="given"
def taught(discriminator: nn.Module, real: Tensor, fake: Tensor, steps: int = 60) -> nn.Module:
    """The discriminator after some steps in which real should score +3, and fake −3."""
    optimizer = torch.optim.Adam(discriminator.parameters(), lr=2e-3)
    discriminator.train()
    for _ in range(steps):
        loss = (discriminator(real) - 3).square().mean() + (discriminator(fake) + 3).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return discriminator.eval()


# %% role="test" id="discriminator" points=4
with check("one logit a picture, for any number of pictures", hint="the shape is (n,)"):
    discriminator = ready(Discriminator())
    for count in (2, 1, 257):
        shape(discriminator(rng().uniform(count, 1, 28, 28, low=-1)), (count,))

with check("it can learn to say real and fake", hint="no sigmoid at the end"):
    real = rng().uniform(32, 1, 28, 28, low=-0.2, high=1.0)
    fake = rng().uniform(32, 1, 28, 28, low=-1.0, high=0.2)
    discriminator = taught(Discriminator(), real, fake)
    says_real, says_fake = discriminator(real).mean().item(), discriminator(fake).mean().item()
    expect(
        not (says_fake > -0.1 and says_real - says_fake > 0.2),
        f"fakes score {says_fake:.2f} on average, after being taught to score -3: a logit can be "
        "negative, so leave out the sigmoid",
    )
    expect(
        says_real > 1.5 and says_fake < -1.5,
        f"taught that real is +3 and fake is -3, it says {says_real:.2f} and {says_fake:.2f}: "
        "nothing may bound the logits, and every layer must learn",
    )

### BEGIN HIDDEN TESTS
with check("each picture is judged by itself"):
    discriminator = ready(Discriminator())
    pictures = rng().uniform(5, 1, 28, 28, low=-1)
    together = discriminator(pictures).detach()
    alone = torch.cat([discriminator(pictures[i : i + 1]).detach() for i in range(5)])
    close(together, alone, atol=1e-4)
    expect(together.std() > 0, "all pictures got the same logit: use the argument `images`")

with check("a gradient reaches all parts of the picture"):
    discriminator = ready(Discriminator())
    _, (slope,) = value_and_grad(
        mean_output(discriminator), rng().uniform(8, 1, 28, 28, low=-1)
    )
    # Quarters, not pixels: with convolutions a single pixel may go unseen.
    quarters = F.avg_pool2d(slope.abs(), 14).mean(dim=0).flatten()
    expect((quarters > 0).all(), "a part of the picture has no influence on the logit")

with check("new discriminators differ"):
    one, two = weights_of(Discriminator()), weights_of(Discriminator())
    expect(len(one) > 0, "the discriminator has no weights: keep its layers as attributes of self")
    expect(any(not torch.equal(a, b) for a, b in zip(one, two, strict=True)),
           "two new discriminators have the same weights: do not fix a seed inside")  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# An untrained generator draws this. The number above is how real the untrained discriminator finds
# it, from 0 to 1.

# %% role="demo" id="untrained"
pictures = ready(Generator())(sample_noise(10)).detach()
looks_real = ready(Discriminator())(pictures).sigmoid()
_ = plots.image_grid(
    pictures, titles=[f"{p:.2f}" for p in looks_real.tolist()], value_range=(-1, 1)
)

# %% [markdown]
# ## 3 · What each player wants
#
# D sees real pictures x and fakes G(z). It wants to answer 1 to the first and 0 to the second. With
# probabilities $D(\cdot) = \sigma(\text{logit})$, the number they play for is
#
# $$ V(D, G) = \mathbb{E}_x \log D(x) + \mathbb{E}_z \log\bigl(1 - D(G(z))\bigr) $$
#
# D wants V large, so its **loss** is −V. Each mean is over the pictures of one batch.
#
# **By hand.** A D that knows nothing answers ½ to everything: all logits are 0. Its loss is
# $-\log\tfrac12 - \log\tfrac12 = 2 \log 2 = 1.386$. Remember this number; you will see it again.
#
# ### Logits, not probabilities
#
# For a logit of 100, $\sigma$ is 1 in float32, to the last bit. Then $\log(1 - 1) = -\infty$.
#
# **Predict.** What is the right value of $\log(1 - \sigma(100))$? (It is question 3 of the quiz.)
#
# The way out is to do the algebra before the arithmetic:
#
# $$ -\log \sigma(s) = \log(1 + e^{-s}), \qquad -\log(1 - \sigma(s)) = \log(1 + e^{s}) $$
#
# The function $\log(1 + e^{s})$ is called *softplus*. `F.softplus` and `F.logsigmoid` compute it
# without overflow, and so does `F.binary_cross_entropy_with_logits`.
#
# ### Exercise 5 · The discriminator's loss ●●○
#
# The mean over the real pictures **plus** the mean over the fakes, from logits. It must be right,
# with its gradients, for logits of ±100 as well. The two batches may differ in size.


# %% role="exercise" id="discriminator_loss"
def discriminator_loss(
    real_logits: Float[Tensor, " n"], fake_logits: Float[Tensor, " m"]
) -> Float[Tensor, ""]:
    """−V: −mean log σ(real) − mean log(1 − σ(fake)), from logits."""
    ### BEGIN SOLUTION
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
    ### END SOLUTION


# %% role="test" id="discriminator_loss" points=4
with check("a discriminator that knows nothing pays 2 log 2", hint="two means, added"):
    close(
        discriminator_loss(torch.zeros(4), torch.zeros(4)),
        2 * math.log(2),
        atol=1e-5,
        mistakes={
            "that is half of it: add the two means, do not average them": math.log(2),
            "the sign is wrong: the loss is -V": -2 * math.log(2),
            "these are sums over the pictures: means are asked for": 8 * math.log(2),
        },
    )

with check("three logits by hand: real 2, fakes -1 and 0"):
    # −log σ(2) = 0.1269; −log(1 − σ(−1)) = 0.3133 and −log(1 − σ(0)) = 0.6931, mean 0.5032.
    close(
        discriminator_loss(torch.tensor([2.0]), torch.tensor([-1.0, 0.0])),
        0.6301,
        atol=2e-4,
        mistakes={
            "real and fake are exchanged: D wants a large logit for real": 3.1302,
            "that is a sum over the fakes: take the mean of each batch": 1.1333,
            "that averages over all three: the mean over real plus the mean over fakes": 0.3778,
            "the logits went through the sigmoid twice: the functions named with_logits, softplus "
            "and logsigmoid take logits": 0.9990,
        },
    )

with check("logits of ±100: finite, and right", hint="softplus, not log(sigmoid)"):
    sure_and_right = discriminator_loss(torch.tensor([100.0]), torch.tensor([-100.0]))
    sure_and_wrong = discriminator_loss(torch.tensor([-100.0]), torch.tensor([100.0]))
    expect(sure_and_wrong.isfinite(), "the loss is not finite: take no log of a sigmoid")
    close(sure_and_right, 0.0, atol=1e-6)
    close(sure_and_wrong, 200.0, atol=1e-3, mistakes={
        "log(σ + a little) is cut off: the loss no longer grows": 2 * 18.42068,
        "log(σ + a little) is cut off, and the loss no longer grows": 2 * 27.63102,
        "the probability was clamped, and the loss no longer grows": 2 * 16.11810,
    })  # fmt: skip

### BEGIN HIDDEN TESTS
with check("random logits, batches of different sizes: value and gradients"):
    real = 3 * rng().normal(7, dtype=torch.float64)
    fake = 3 * rng().normal(4, dtype=torch.float64)
    value, (d_real, d_fake) = value_and_grad(discriminator_loss, real, fake)
    right, wrong = -real.sigmoid().log().mean(), -(1 - fake.sigmoid()).log().mean()
    exchanged = -(1 - real.sigmoid()).log().mean() - fake.sigmoid().log().mean()
    close(value, right + wrong, rtol=1e-6, atol=1e-7, mistakes={
        "real and fake are exchanged: D wants a large logit for real": exchanged,
        "that is half of it: add the two means, do not average them": (right + wrong) / 2,
        "the sign is wrong: the loss is -V": -right - wrong,
        "that averages over all pictures: the mean over real plus the mean over fakes": (
            (7 * right + 4 * wrong) / 11
        ),
    })  # fmt: skip
    # By hand: the slope of −log σ(s) is σ(s) − 1, that of −log(1 − σ(s)) is σ(s).
    close(d_real, (real.sigmoid() - 1) / 7, rtol=1e-6, atol=1e-8)
    close(d_fake, fake.sigmoid() / 4, rtol=1e-6, atol=1e-8)

with check("gradients at ±100: the full slope where D is wrong, none where it is right"):
    sure = torch.tensor([100.0, -100.0])
    value, (d_real, d_fake) = value_and_grad(discriminator_loss, sure, sure)
    close(value, 100.0, atol=1e-3)
    close(d_real, [0.0, -0.5], atol=1e-5)
    close(d_fake, [0.5, 0.0], atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ### What G wants: two ways to say it
#
# G appears only in the second part of V. In the **minimax** form it makes that part small:
#
# $$ L_{\text{minimax}} = \mathbb{E}_z \log\bigl(1 - \sigma(s)\bigr), \qquad s = \text{the logit of } G(z) $$
#
# Goodfellow and others proposed another, the **non-saturating** form. It asks for the same thing,
# that D be fooled, in other words:
#
# $$ L_{\text{non-saturating}} = -\,\mathbb{E}_z \log \sigma(s) $$
#
# **Predict.** Early on, D is sure that a fake is fake: s = −10. Which of the two has the larger slope
# there? Work it out: $\frac{d}{ds}\log(1 - \sigma(s)) = -\sigma(s)$ and
# $\frac{d}{ds}\bigl(-\log\sigma(s)\bigr) = \sigma(s) - 1$.
#
# ### Exercise 6 · The generator's loss, both forms ●●○


# %% role="exercise" id="generator_loss"
def generator_loss(
    fake_logits: Float[Tensor, " n"], saturating: bool = False
) -> Float[Tensor, ""]:
    """What G minimises, from logits: the non-saturating form, or the minimax form if saturating."""
    ### BEGIN SOLUTION
    if saturating:
        return -F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()
    ### END SOLUTION


# %% role="test" id="generator_loss" points=4
with check("the non-saturating form: by hand for logits 0 and 2"):
    # −log σ(0) = 0.6931 and −log σ(2) = 0.1269
    close(generator_loss(torch.tensor([0.0, 2.0])), 0.4100, atol=2e-4, mistakes={
        "that is the discriminator's part, -log(1 - σ): G wants its fakes to be called real": 1.4100,
        "that is the minimax form: without saturating=True, give -mean log σ": -1.4100,
        "that is a sum: the mean over the fakes is asked for": 0.8200,
        "the sign is wrong: G wants log σ to be large": -0.4100,
        "the logits went through the sigmoid twice": 0.4096,
    })  # fmt: skip

with check("the minimax form: by hand for logits 0 and 2"):
    # log(1 − σ(0)) = −0.6931 and log(1 − σ(2)) = −2.1269
    close(generator_loss(torch.tensor([0.0, 2.0]), saturating=True), -1.4100, atol=2e-4, mistakes={
        "that is the non-saturating form": 0.4100,
        "the sign is wrong: G minimises log(1 - σ) itself": 1.4100,
        "that is a sum: the mean over the fakes is asked for": -2.8200,
    })  # fmt: skip

with check("both forms are finite at ±100", hint="softplus or logsigmoid, not log(sigmoid)"):
    sure = torch.tensor([100.0, -100.0])
    for form, expected in ((False, 50.0), (True, -50.0)):
        value = generator_loss(sure, form)
        expect(value.isfinite(), "the loss is not finite: take no log of a sigmoid")
        close(value, expected, atol=1e-3)

### BEGIN HIDDEN TESTS
with check("the non-saturating form: random logits, value and gradient"):
    logits = 3 * rng().normal(9, dtype=torch.float64)
    value, (slope,) = value_and_grad(generator_loss, logits)
    close(value, -logits.sigmoid().log().mean(), rtol=1e-6, atol=1e-8)
    close(slope, (logits.sigmoid() - 1) / 9, rtol=1e-6, atol=1e-8)

with check("the minimax form: random logits, value and gradient"):
    logits = 3 * rng().normal(9, dtype=torch.float64)
    value, (slope,) = value_and_grad(generator_loss, logits, True)
    close(value, (1 - logits.sigmoid()).log().mean(), rtol=1e-6, atol=1e-8)
    close(slope, -logits.sigmoid() / 9, rtol=1e-6, atol=1e-8)

with check("where D is sure of a fake, one form still pulls and the other does not"):
    logits = torch.tensor([-100.0, -10.0], dtype=torch.float64)
    _, (pulls,) = value_and_grad(generator_loss, logits, False)
    _, (stuck,) = value_and_grad(generator_loss, logits, True)
    close(pulls, [-0.5, -0.49998], atol=1e-4)
    close(stuck, [0.0, -2.27e-5], atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What the right answer draws</summary>
#
# ![two losses over the logit, and the sizes of their slopes](figures/saturation.png)
#
# </details>

# %% role="demo" id="saturation"
logits = torch.linspace(-10, 6, 161)
figure, axes = plt.subplots(1, 2, figsize=(11, 4.2), layout="compressed")
losses, slopes = {}, {}
for name, form in (("non-saturating, −log σ(s)", False), ("minimax, log(1 − σ(s))", True)):
    s = logits.clone().requires_grad_()
    each = torch.stack([generator_loss(one[None], form) for one in s])
    losses[name] = each.detach()
    slopes[name] = torch.autograd.grad(each.sum(), s)[0].abs()
plots.curves(losses, xs=logits, xlabel="s, the logit of a fake", title="G's loss", ax=axes[0])
_ = plots.curves(slopes, xs=logits, xlabel="s, the logit of a fake", title="size of its slope",
                 ax=axes[1])  # fmt: skip

# %% [markdown]
# Both fall to the right: both want D to be fooled. But look at the left, where every GAN begins. D
# is sure of the fakes, and the minimax form has no slope left. G would learn nothing just when it
# has everything to learn. That is what *saturating* means, and why you will train with the other.

# %% [markdown]
# ## 4 · What is the game worth?
#
# Suppose you know everything: the density $p(x)$ of real data and the density $q(x)$ of fakes. Then
# V is an integral, and D may be any function:
#
# $$ V(D) = \int p(x) \log D(x) + q(x) \log\bigl(1 - D(x)\bigr)\, dx $$
#
# At each x separately, D picks a number d that makes $p \log d + q \log(1 - d)$ largest.
#
# **On paper.** Take the derivative by d and set it to zero: $p/d = q/(1-d)$. So
#
# $$ D^*(x) = \frac{p(x)}{p(x) + q(x)} $$
#
# Put it back in where the forger is perfect, $p = q$: $D^* = \tfrac12$ everywhere, and V is
# $2 \log\tfrac12 = -\log 4$. With worse fakes V is larger:
# $V(D^*) = -\log 4 + 2\, \mathrm{JSD}(p, q)$, with the Jensen-Shannon divergence of the two.
#
# ### Exercise 7 · The best discriminator, and the value ●●○
#
# On a grid of points that are `dx` apart, the integral becomes a sum times `dx`. Where p and q are
# both 0, no picture ever comes: let $D^*$ be ½ there. In V, count $0 \cdot \log 0$ as 0.
#
# <details><summary>Hint</summary>
#
# `torch.xlogy(p, d)` is p · log d, with 0 · log 0 = 0. For the best D, `torch.where` chooses between
# two tensors.
#
# </details>


# %% role="exercise" id="value"
def best_discriminator(p: Float[Tensor, " n"], q: Float[Tensor, " n"]) -> Float[Tensor, " n"]:
    """The D that makes V largest, at each point of the grid; ½ where p and q are both 0."""
    ### BEGIN SOLUTION
    total = p + q
    return torch.where(total > 0, p / total.clamp(min=torch.finfo(p.dtype).tiny), 0.5)
    ### END SOLUTION


def game_value(
    p: Float[Tensor, " n"], q: Float[Tensor, " n"], d: Float[Tensor, " n"], dx: float
) -> Float[Tensor, ""]:
    """V(D) on the grid, for any D with values d from 0 to 1."""
    ### BEGIN SOLUTION
    return ((torch.xlogy(p, d) + torch.xlogy(q, 1 - d)) * dx).sum()
    ### END SOLUTION


# %% role="test" id="value" points=4
with check("two points by hand: p = (0.5, 0.5), q = (0.25, 0.75)", hint="p / (p + q)"):
    p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75])
    close(best_discriminator(p, q), [2 / 3, 0.4], atol=1e-5, mistakes={
        "that is q / (p + q): D says how likely x is real": [1 / 3, 0.6],
        "that is p / q, which is no probability": [2.0, 2 / 3],
    })  # fmt: skip

with check("the value of the two points, and -log 4 at equilibrium", hint="p log d + q log(1 - d)"):
    p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75])
    half, d = torch.tensor([0.5, 0.5]), torch.tensor([2 / 3, 0.4])
    close(game_value(p, p, half, 1.0), -math.log(4), atol=1e-5, mistakes={
        "that is a mean over the grid: sum, times dx": -math.log(4) / 2,
        "the sign is wrong: V is what D wants to be large": math.log(4),
    })  # fmt: skip
    close(game_value(p, q, d, 1.0), -1.31865, atol=1e-4, mistakes={
        "d and 1 - d are exchanged": -1.78516,
        "that is a mean over the grid: sum, times dx": -0.659325,
    })  # fmt: skip

### BEGIN HIDDEN TESTS
with check("the value uses dx"):
    p, q = 2 * torch.tensor([0.5, 0.5]), 2 * torch.tensor([0.25, 0.75])
    d = torch.tensor([2 / 3, 0.4])
    close(game_value(p, q, d, 0.5), -1.31865, atol=1e-4, mistakes={
        "dx is left out: the sum is times dx": -2.6373
    })  # fmt: skip

with check("no other discriminator has a larger value"):
    p, q = rng().uniform(30, dtype=torch.float64), rng().uniform(30, dtype=torch.float64)
    best = best_discriminator(p, q)

    def integral(d):
        return (p * d.log() + q * (1 - d).log()).sum() * 0.1

    expect(((best > 0) & (best < 1)).all(), "D must lie between 0 and 1")
    for _ in range(5):
        other = (best + 0.1 * rng().normal(30, dtype=torch.float64)).clamp(0.001, 0.999)
        expect(integral(best) >= integral(other), "another discriminator has a larger value")

with check("random densities: the value is -log 4 + 2 JSD"):
    p, q = rng().uniform(40, dtype=torch.float64), rng().uniform(40, dtype=torch.float64)
    p, q = p / p.sum() / 0.5, q / q.sum() / 0.5
    middle = (p + q) / 2
    jsd = (F.kl_div(middle.log(), p, reduction="sum") + F.kl_div(middle.log(), q, reduction="sum"))
    close(game_value(p, q, p / (p + q), 0.5), -math.log(4) + jsd * 0.5, rtol=1e-6, atol=1e-7)

with check("densities that are 0: no nan", hint="torch.xlogy, and ½ where nothing ever comes"):
    p, q = torch.tensor([1.0, 0.0, 0.0]), torch.tensor([0.0, 1.0, 0.0])
    close(best_discriminator(p, q), [1.0, 0.0, 0.5], atol=1e-6)
    close(game_value(p, q, torch.tensor([1.0, 0.0, 0.5]), 1.0), 0.0, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Does a *trained* discriminator come near $D^*$? Here real data are a mixture of two bumps, and
# three forgers try: one far off, one that knows a single bump, and a perfect one. For each, a tiny
# network is trained on samples only, with your loss. The dashed line is $p/(p+q)$.
#
# **Predict.** What will D say where there is no data at all, left of −4?
#
# <details><summary>What the right answer draws</summary>
#
# ![densities, the best D and a trained one for three forgers](figures/best_d.png)
#
# </details>

# %% role="demo" id="best_d"
_ = seed_everything(0)
grid = torch.linspace(-6, 6, 601)
dx = 12 / 600


def bumps(x, parts):
    """The density of a mixture of normal bumps, (weight, mean, deviation) each."""
    return sum(w * torch.exp(torch.distributions.Normal(m, s).log_prob(x)) for w, m, s in parts)


def draw(n, parts):
    """Numbers from the mixture."""
    which = torch.multinomial(torch.tensor([w for w, _, _ in parts]), n, replacement=True)
    means, deviations = (torch.tensor([part[i] for part in parts])[which] for i in (1, 2))
    return (means + deviations * torch.randn(n))[:, None]


truth = [(0.5, -1.5, 0.5), (0.5, 1.5, 0.7)]
forgers = {
    "far off": [(1.0, 4.0, 0.6)],
    "one bump of two": [(1.0, 1.5, 0.7)],
    "perfect": truth,
}
figure, axes = plt.subplots(1, 3, figsize=(14, 4), layout="compressed")
for ax, (name, parts) in zip(axes, forgers.items(), strict=True):
    p, q = bumps(grid, truth), bumps(grid, parts)
    small = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(small.parameters(), lr=1e-2)
    for _ in range(300):
        loss = discriminator_loss(small(draw(256, truth))[:, 0], small(draw(256, parts))[:, 0])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    best = best_discriminator(p, q)
    value = game_value(p, q, best, dx)
    ax.fill_between(grid, p, alpha=0.3, label="p, real")
    ax.fill_between(grid, q, alpha=0.3, label="q, fake")
    ax.plot(grid, best, "--", color="black", label="best D")
    ax.plot(grid, small(grid[:, None]).detach().sigmoid()[:, 0], color=plots.BAD, label="trained D")
    plots.clean_axes(ax, title=f"{name}: V = {value:.2f}", xlabel="x")
axes[0].legend(loc="upper left")
print(f"-log 4 = {-math.log(4):.2f}")

# %% [markdown]
# Where there are data, the network finds $p/(p+q)$ from samples alone. Where there are none, it says
# anything: nobody ever asked it there. The value falls from 0, where the two can be told apart
# perfectly, to −log 4, where they cannot.

# %% [markdown]
# ## 5 · One step of each
#
# Now the training. The players move in turn. Three small functions do it, and they take the losses
# as arguments, so that the checks can try them with losses of their own. These are the checks'
# losses; they say the same with squares (you will meet them again in section 9):


# %% role="given"
def least_squares_d(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Another loss for D: real should score 1, fakes 0."""
    return (real_logits - 1).square().mean() + fake_logits.square().mean()


def least_squares_g(fake_logits: Tensor) -> Tensor:
    """Another loss for G: fakes should score 1."""
    return (fake_logits - 1).square().mean()


# %% [markdown]
# And this is a game small enough to be computed by the checks in another way: pictures of 4 pixels.


# %% role="given"
def small_game(seed: int, lr: float = 0.1, blind: bool = False):
    """A generator of 4 pixels, its discriminator, and an optimiser for each.

    The optimisers are plain gradient descent: w ← w − lr · gradient. A blind generator does not
    look at its noise (yet).
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        generator = nn.Sequential(nn.Linear(NOISE_DIM, 8), nn.Tanh(), nn.Linear(8, 4), nn.Tanh())
        discriminator = nn.Sequential(
            nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1), nn.Flatten(0)
        )
    if blind:
        nn.init.zeros_(generator[0].weight)
    g_optimizer = torch.optim.SGD(generator.parameters(), lr=lr)
    d_optimizer = torch.optim.SGD(discriminator.parameters(), lr=lr)
    return generator, discriminator, g_optimizer, d_optimizer


def has_gradient(network: nn.Module) -> bool:
    """Whether a gradient waits in any weight of a network."""
    return any(w.grad is not None and bool(w.grad.any()) for w in network.parameters())


def leave_gradients(network: nn.Module) -> None:
    """Put old gradients into every weight, as an earlier step may have left them."""
    for weight in network.parameters():
        weight.grad = torch.ones_like(weight)


# %% role="setup"
# How the checks work out, without your code, where a step of the small game must lead.
def drawn_by(weights, noise):
    """The small generator, written out."""
    hidden = torch.tanh(noise @ weights[0].T + weights[1])
    return torch.tanh(hidden @ weights[2].T + weights[3])


def judged_by(weights, images):
    """The small discriminator, written out."""
    hidden = F.leaky_relu(images @ weights[0].T + weights[1], 0.2)
    return (hidden @ weights[2].T + weights[3])[:, 0]


def squares_d(weights_d, weights_g, real, noise):
    """D's loss with squares on the small game."""
    fake = judged_by(weights_d, drawn_by(weights_g, noise))
    return (judged_by(weights_d, real) - 1).square().mean() + fake.square().mean()


def squares_g(weights_d, weights_g, noise):
    """G's loss with squares on the small game."""
    return (judged_by(weights_d, drawn_by(weights_g, noise)) - 1).square().mean()


def moved(weights, loss, lr):
    """w − lr · gradient, for every weight; loss is a function of them."""
    fresh = [weight.detach().clone().requires_grad_() for weight in weights]
    slopes = torch.autograd.grad(loss(fresh), fresh, allow_unused=True)
    return [(w if s is None else w - lr * s).detach() for w, s in zip(fresh, slopes, strict=True)]


def in_one_row(weights):
    """All weights of a network one after the other."""
    return torch.cat([weight.detach().flatten() for weight in weights])


# %% [markdown]
# ### Exercise 8 · D's step ●●○
#
# 1. Draw fakes from the given noise. **D's step must not touch G**, not even its gradients: cut the
#    thread with `.detach()`, or draw under `torch.no_grad()`.
# 2. Work out D's loss, forget old gradients, go backward, take a step.
# 3. Return a dict: `d_loss`, and as `d_real` and `d_fake` how real D finds the two on average, as
#    probabilities (σ of the logits, before the step). Detach what you return, but do not call
#    `.item()`: on a GPU that would make every step wait.


# %% role="exercise" id="discriminator_step"
def discriminator_step(
    discriminator: nn.Module,
    generator: nn.Module,
    optimizer: torch.optim.Optimizer,
    real: Float[Tensor, "n ..."],
    noise: Float[Tensor, "m noise_dim"],
    loss,
) -> dict[str, Tensor]:
    """One step of D on a batch: d_loss, d_real and d_fake, as they were before the step."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        fake = generator(noise)
    real_logits, fake_logits = discriminator(real), discriminator(fake)
    d_loss = loss(real_logits, fake_logits)
    optimizer.zero_grad()
    d_loss.backward()
    optimizer.step()
    return {
        "d_loss": d_loss.detach(),
        "d_real": real_logits.detach().sigmoid().mean(),
        "d_fake": fake_logits.detach().sigmoid().mean(),
    }
    ### END SOLUTION


# %% role="test" id="discriminator_step" points=5
with check("D takes one step down its own loss", hint="zero_grad, backward, step"):
    generator, discriminator, _, optimizer = small_game(1)
    g, d = weights_of(generator), weights_of(discriminator)
    real, noise = rng().uniform(6, 4, low=-1), rng().normal(6, NOISE_DIM)
    discriminator_step(discriminator, generator, optimizer, real, noise, least_squares_d)
    expected = moved(d, lambda w: squares_d(w, g, real, noise), 0.1)
    uphill = moved(d, lambda w: -squares_d(w, g, real, noise), 0.1)
    exchanged = moved(d, lambda w: (judged_by(w, drawn_by(g, noise)) - 1).square().mean()
                      + judged_by(w, real).square().mean(), 0.1)  # fmt: skip
    close(in_one_row(weights_of(discriminator)), in_one_row(expected), rtol=1e-4, atol=1e-5,
          mistakes={
              "D did not move: backward(), then optimizer.step()": in_one_row(d),
              "D walked uphill: its loss is to fall": in_one_row(uphill),
              "real and fake are exchanged: loss(real_logits, fake_logits)": in_one_row(exchanged),
          })  # fmt: skip

with check("G stays as it was, without a gradient", hint="generator(noise).detach()"):
    generator, discriminator, _, optimizer = small_game(2)
    before, d = in_one_row(weights_of(generator)), in_one_row(weights_of(discriminator))
    real, noise = rng().uniform(6, 4, low=-1), rng().normal(6, NOISE_DIM)
    discriminator_step(discriminator, generator, optimizer, real, noise, least_squares_d)
    close(in_one_row(weights_of(generator)), before, atol=1e-7)
    expect(not has_gradient(generator), "D's loss left gradients in G: they will be added to G's "
           "own. Cut the thread with detach()")  # fmt: skip
    expect((in_one_row(weights_of(discriminator)) != d).any(), "D did not move")

with check("D's loss on the same batch falls, step by step"):
    generator, discriminator, _, optimizer = small_game(3)
    real, noise = rng().uniform(8, 4, low=-1), rng().normal(8, NOISE_DIM)
    losses = [
        float(discriminator_step(discriminator, generator, optimizer, real, noise,
                                 least_squares_d)["d_loss"])
        for _ in range(5)
    ]  # fmt: skip
    expect(all(b < a for a, b in zip(losses, losses[1:], strict=False)),
           f"on one frozen batch d_loss went {', '.join(f'{x:.4f}' for x in losses)}: it must fall "
           "at every step")  # fmt: skip

### BEGIN HIDDEN TESTS
with check("old gradients are forgotten", hint="optimizer.zero_grad() before backward()"):
    generator, discriminator, _, optimizer = small_game(int(rng().integers(0, 10**6, (1,))))
    g, d = weights_of(generator), weights_of(discriminator)
    real, noise = rng().uniform(5, 4, low=-1), rng().normal(5, NOISE_DIM)
    leave_gradients(discriminator)
    discriminator_step(discriminator, generator, optimizer, real, noise, least_squares_d)
    expected = in_one_row(moved(d, lambda w: squares_d(w, g, real, noise), 0.1))
    close(in_one_row(weights_of(discriminator)), expected, rtol=1e-4, atol=1e-5, mistakes={
        "gradients that an earlier step left were added: call zero_grad() before backward()": (
            expected - 0.1
        ),
    })  # fmt: skip

with check("the numbers returned are those before the step, detached"):
    generator, discriminator, _, optimizer = small_game(int(rng().integers(0, 10**6, (1,))))
    g, d = weights_of(generator), weights_of(discriminator)
    real, noise = rng().uniform(7, 4, low=-1), rng().normal(3, NOISE_DIM)
    numbers = discriminator_step(
        discriminator, generator, optimizer, real, noise, least_squares_d
    )
    real_logits, fake_logits = judged_by(d, real), judged_by(d, drawn_by(g, noise))
    close(numbers["d_loss"], squares_d(d, g, real, noise), rtol=1e-4)
    close(numbers["d_real"], real_logits.sigmoid().mean(), rtol=1e-4, mistakes={
        "d_real is a mean logit: apply the sigmoid": real_logits.mean(),
        "d_real and d_fake are exchanged": fake_logits.sigmoid().mean(),
        "the sigmoid comes before the mean": real_logits.mean().sigmoid(),
    })  # fmt: skip
    close(numbers["d_fake"], fake_logits.sigmoid().mean(), rtol=1e-4)
    for name in ("d_loss", "d_real", "d_fake"):
        expect(isinstance(numbers[name], Tensor) and not numbers[name].requires_grad,
               f"{name} must be a detached tensor: no .item(), and no graph kept alive")  # fmt: skip

with check("the batch and the noise stay as they were"):
    generator, discriminator, _, optimizer = small_game(4)
    d = in_one_row(weights_of(discriminator))
    real, noise = rng().uniform(5, 4, low=-1), rng().normal(5, NOISE_DIM)
    kept = real.clone(), noise.clone()
    discriminator_step(discriminator, generator, optimizer, real, noise, least_squares_d)
    expect(torch.equal(real, kept[0]) and torch.equal(noise, kept[1]), "an argument was changed")
    expect((in_one_row(weights_of(discriminator)) != d).any(), "D did not move")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 9 · G's step ●●○
#
# Now the thread must *not* be cut: the loss has to go back through D into G. D's weights stay as they
# are, because only G's optimiser takes a step. Return a dict with `g_loss`, detached.
#
# **Predict.** After this step, do D's weights hold gradients? Is that a problem?


# %% role="exercise" id="generator_step"
def generator_step(
    discriminator: nn.Module,
    generator: nn.Module,
    optimizer: torch.optim.Optimizer,
    noise: Float[Tensor, "n noise_dim"],
    loss,
) -> dict[str, Tensor]:
    """One step of G: g_loss as it was before the step."""
    ### BEGIN SOLUTION
    g_loss = loss(discriminator(generator(noise)))
    optimizer.zero_grad()
    g_loss.backward()
    optimizer.step()
    return {"g_loss": g_loss.detach()}
    ### END SOLUTION


# %% role="test" id="generator_step" points=4
with check("G takes one step down its own loss", hint="the loss goes through D into G"):
    generator, discriminator, optimizer, _ = small_game(5)
    g, d = weights_of(generator), weights_of(discriminator)
    noise = rng().normal(6, NOISE_DIM)
    generator_step(discriminator, generator, optimizer, noise, least_squares_g)
    expected = moved(g, lambda w: squares_g(d, w, noise), 0.1)
    uphill = moved(g, lambda w: -squares_g(d, w, noise), 0.1)
    close(in_one_row(weights_of(generator)), in_one_row(expected), rtol=1e-4, atol=1e-5, mistakes={
        "G did not move: no detach() here, backward(), then optimizer.step()": in_one_row(g),
        "G walked uphill: its loss is to fall": in_one_row(uphill),
    })  # fmt: skip

with check("D stays as it was"):
    generator, discriminator, optimizer, _ = small_game(6)
    g, d = in_one_row(weights_of(generator)), in_one_row(weights_of(discriminator))
    generator_step(
        discriminator, generator, optimizer, rng().normal(6, NOISE_DIM), least_squares_g
    )
    close(in_one_row(weights_of(discriminator)), d, atol=1e-7)
    expect((in_one_row(weights_of(generator)) != g).any(), "G did not move")

with check("G's loss on the same noise falls, step by step"):
    generator, discriminator, optimizer, _ = small_game(7)
    noise = rng().normal(8, NOISE_DIM)
    losses = [
        float(generator_step(discriminator, generator, optimizer, noise, least_squares_g)["g_loss"])
        for _ in range(5)
    ]
    expect(all(b < a for a, b in zip(losses, losses[1:], strict=False)),
           f"on frozen noise g_loss went {', '.join(f'{x:.4f}' for x in losses)}: it must fall at "
           "every step")  # fmt: skip

### BEGIN HIDDEN TESTS
with check("gradients that an earlier step left in G are forgotten", hint="zero_grad()"):
    generator, discriminator, optimizer, _ = small_game(int(rng().integers(0, 10**6, (1,))))
    g, d = weights_of(generator), weights_of(discriminator)
    noise = rng().normal(5, NOISE_DIM)
    leave_gradients(generator)
    generator_step(discriminator, generator, optimizer, noise, least_squares_g)
    expected = in_one_row(moved(g, lambda w: squares_g(d, w, noise), 0.1))
    close(in_one_row(weights_of(generator)), expected, rtol=1e-4, atol=1e-5, mistakes={
        "gradients that an earlier step left were added: call zero_grad() before backward()": (
            expected - 0.1
        ),
    })  # fmt: skip

with check("the loss returned is that before the step, detached, for any noise"):
    generator, discriminator, optimizer, _ = small_game(int(rng().integers(0, 10**6, (1,))))
    g, d = weights_of(generator), weights_of(discriminator)
    noise = rng().normal(9, NOISE_DIM)
    numbers = generator_step(discriminator, generator, optimizer, noise, least_squares_g)
    close(numbers["g_loss"], squares_g(d, g, noise), rtol=1e-4)
    expect(isinstance(numbers["g_loss"], Tensor) and not numbers["g_loss"].requires_grad,
           "g_loss must be a detached tensor: no .item(), and no graph kept alive")  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10 · In turn ●○○
#
# D moves first, then G against the D that has just moved. Draw as many fakes as there are real
# pictures, with fresh noise for each of the two steps, on the device of `real`. Return all four
# numbers in one dict.


# %% role="exercise" id="train_step"
def train_step(
    generator: nn.Module,
    discriminator: nn.Module,
    g_optimizer: torch.optim.Optimizer,
    d_optimizer: torch.optim.Optimizer,
    real: Float[Tensor, "n ..."],
    d_loss,
    g_loss,
) -> dict[str, Tensor]:
    """A step of D, then one of G: d_loss, d_real, d_fake and g_loss."""
    ### BEGIN SOLUTION
    n, where = len(real), real.device
    noise = sample_noise(n, device=where)
    of_d = discriminator_step(discriminator, generator, d_optimizer, real, noise, d_loss)
    noise = sample_noise(n, device=where)
    of_g = generator_step(discriminator, generator, g_optimizer, noise, g_loss)
    return {**of_d, **of_g}
    ### END SOLUTION


# %% role="test" id="train_step" points=4
with check("all four numbers, and both players move"):
    generator, discriminator, g_optimizer, d_optimizer = small_game(8)
    g, d = in_one_row(weights_of(generator)), in_one_row(weights_of(discriminator))
    numbers = train_step(generator, discriminator, g_optimizer, d_optimizer,
                         rng().uniform(6, 4, low=-1), least_squares_d, least_squares_g)  # fmt: skip
    equal(sorted(numbers), ["d_fake", "d_loss", "d_real", "g_loss"])
    expect((in_one_row(weights_of(generator)) != g).any(), "G did not move")
    expect((in_one_row(weights_of(discriminator)) != d).any(), "D did not move")

with check("D first, then G against the D that has moved; nothing leaks from step to step",
           hint="each step forgets old gradients, and D's step leaves none in G"):  # fmt: skip
    # A blind generator draws the same whatever its noise is: the result can be worked out.
    generator, discriminator, g_optimizer, d_optimizer = small_game(9, blind=True)
    g, d = weights_of(generator), weights_of(discriminator)
    real, any_noise = rng().uniform(6, 4, low=-1), torch.zeros(6, NOISE_DIM)
    leave_gradients(generator)
    leave_gradients(discriminator)
    train_step(generator, discriminator, g_optimizer, d_optimizer, real, least_squares_d,
               least_squares_g)  # fmt: skip
    d_new = moved(d, lambda w: squares_d(w, g, real, any_noise), 0.1)
    g_new = moved(g, lambda w: squares_g(d_new, w, any_noise), 0.1)
    g_first = moved(g, lambda w: squares_g(d, w, any_noise), 0.1)
    d_second = moved(d, lambda w: squares_d(w, g_first, real, any_noise), 0.1)
    close(in_one_row(weights_of(discriminator)), in_one_row(d_new), rtol=1e-4, atol=1e-5, mistakes={
        "G moved before D: D's step comes first": in_one_row(d_second),
    })  # fmt: skip
    # All but the first weight, whose slope depends on the noise that was drawn.
    close(in_one_row(weights_of(generator)[1:]), in_one_row(g_new[1:]), rtol=1e-4, atol=1e-5,
          mistakes={"G played against the D of before: D's step comes first": in_one_row(
              g_first[1:])})  # fmt: skip

### BEGIN HIDDEN TESTS
with check("fresh noise at every call"):
    generator, discriminator, g_optimizer, d_optimizer = small_game(10, lr=0.0)
    real = rng().uniform(6, 4, low=-1)
    first, second = (
        train_step(generator, discriminator, g_optimizer, d_optimizer, real, least_squares_d,
                   least_squares_g)
        for _ in range(2)
    )  # fmt: skip
    close(first["d_real"], second["d_real"], atol=1e-6)
    expect(float(first["d_fake"]) != float(second["d_fake"]), "two calls drew the same fakes for D")
    expect(float(first["g_loss"]) != float(second["g_loss"]), "two calls drew the same fakes for G")

with check("batches of any size"):
    for n in (1, 13):
        generator, discriminator, g_optimizer, d_optimizer = small_game(11)
        numbers = train_step(generator, discriminator, g_optimizer, d_optimizer,
                             rng().uniform(n, 4, low=-1), least_squares_d,
                             least_squares_g)  # fmt: skip
        expect(all(bool(numbers[name].isfinite()) for name in ("d_loss", "g_loss")),
               f"a batch of {n} gave a loss that is not finite")  # fmt: skip
### END HIDDEN TESTS
