"""Lab 6's GAN beside a plain baseline in the same seconds, and how busy it keeps the machine.

``python -m benchmarks.gan`` prints both; ``--seconds``, ``--seeds`` and ``--precision bfloat16``
change what is measured. ``python -m benchmarks gan`` puts the quality into the table of ratios.

The two are trained in turn, a few steps at a time, each until its own clock shows the seconds. On a
CPU the clock is the processor's, so that other programs do not shift the result; on an accelerator
it is the wall's.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import sys
import time
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from autograder.labsource.reference import solution
from benchmarks.ratio import Ratio, machine
from benchmarks.tables import source
from course_lib import data, default_device, metrics, seed_everything
from course_lib.timing import synchronize

SLICE = 10  # steps before the other one's turn
BASELINE_NOISE = 96
SAMPLES = 2_000
TARGET = 0.5  # at most this share of the baseline's Fréchet distance


class Player:
    """A GAN in training: its steps, its clock, and the generator that it draws with."""

    def __init__(self, images: Tensor, noise_dim: int, batch: int) -> None:
        self.images, self.noise_dim, self.batch = images, noise_dim, batch
        self.seconds, self.steps = 0.0, 0

    def play(self, precision: torch.dtype) -> None:
        """A few steps, timed."""
        kind = self.images.device.type
        choice = torch.autocast(kind, precision, enabled=precision != torch.float32)
        began = clock(kind)
        with choice:
            for _ in range(SLICE):
                index = torch.randint(len(self.images), (self.batch,), device=self.images.device)
                self.step(self.images[index])
        self.seconds += clock(kind) - began
        self.steps += SLICE

    def step(self, real: Tensor) -> None:
        """One step of D and one of G."""
        raise NotImplementedError

    def generator(self) -> nn.Module:
        """What draws."""
        raise NotImplementedError


class Lab(Player):
    """The reference solution of Lab 6: networks, losses, steps, and the average generator."""

    def __init__(self, lab: dict[str, Any], images: Tensor) -> None:
        super().__init__(images, lab["NOISE_DIM"], batch=16)
        self.lab = lab
        self.g = lab["Generator"]().to(images.device)
        self.d = lab["Discriminator"]().to(images.device)
        self.average = copy.deepcopy(self.g)
        self.optimizers = [
            torch.optim.Adam(net.parameters(), lr=2e-3, betas=(0.5, 0.999), fused=True)
            for net in (self.g, self.d)
        ]

    def step(self, real: Tensor) -> None:
        """The lab's train_step."""
        losses = self.lab["discriminator_loss"], self.lab["generator_loss"]
        self.lab["train_step"](self.g, self.d, *self.optimizers, real, *losses)
        self.lab["follow"](self.average, self.g, 0.99)

    def generator(self) -> nn.Module:
        """The average."""
        return self.average


class Baseline(Player):
    """The plain GAN to be compared with.

    Generator 96-1024-1024-784, ReLU, tanh; discriminator 784-256-256-1, leaky ReLU; Adam 1e-3 with
    betas (0.5, 0.999); batch 128; the standard non-saturating loss.
    """

    def __init__(self, images: Tensor) -> None:
        super().__init__(images, BASELINE_NOISE, batch=128)
        self.g = nn.Sequential(
            nn.Linear(BASELINE_NOISE, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(),
            nn.Linear(1024, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)),
        ).to(images.device)  # fmt: skip
        self.d = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 256), nn.LeakyReLU(0.2), nn.Linear(256, 256),
            nn.LeakyReLU(0.2), nn.Linear(256, 1), nn.Flatten(0),
        ).to(images.device)  # fmt: skip
        self.g_optimizer, self.d_optimizer = (
            torch.optim.Adam(net.parameters(), lr=1e-3, betas=(0.5, 0.999))
            for net in (self.g, self.d)
        )

    def step(self, real: Tensor) -> None:
        """D, then G, on fresh noise."""
        noise = torch.randn(2, len(real), self.noise_dim, device=real.device)
        fake = self.g(noise[0]).detach()
        loss = F.softplus(-self.d(real)).mean() + F.softplus(self.d(fake)).mean()
        self.d_optimizer.zero_grad()
        loss.backward()
        self.d_optimizer.step()
        loss = F.softplus(-self.d(self.g(noise[1]))).mean()
        self.g_optimizer.zero_grad()
        loss.backward()
        self.g_optimizer.step()

    def generator(self) -> nn.Module:
        """The generator itself."""
        return self.g


def clock(kind: str) -> float:
    """Seconds so far: of the processor on a CPU, of the wall (work done) on an accelerator."""
    if kind == "cpu":
        return time.process_time()
    synchronize()
    return time.perf_counter()


@torch.no_grad()
def distance(player: Player, real_features: Tensor, judge: metrics.DigitClassifier) -> float:
    """The Fréchet distance of what a player draws from held-out real pictures."""
    network = player.generator().eval()
    noise = torch.randn(SAMPLES, player.noise_dim, device=player.images.device)
    drawn = judge.features(torch.cat([network(part) for part in noise.split(500)]))
    network.train()
    return metrics.frechet_distance(real_features, drawn)


def distances(
    seconds: float, seeds: int, precision: torch.dtype = torch.float32, name: str = "mnist"
) -> list[tuple[float, float]]:
    """(ours, baseline) for each seed, after the same seconds."""
    digits = data.load(name, device=default_device())
    images, judge = metrics.to_unit_range(digits.train_images), metrics.digit_classifier(digits)
    real = judge.features(metrics.to_unit_range(digits.test_images[:SAMPLES]))
    lab, found = solution(source("lab06_gan")), []
    for seed in range(seeds):
        seed_everything(seed)
        players: list[Player] = [Lab(lab, images), Baseline(images)]
        while any(player.seconds < seconds for player in players):
            for player in players:
                if player.seconds < seconds:
                    player.play(precision)
        ours, plain = (distance(player, real, judge) for player in players)
        found.append((ours, plain))
        print(f"seed {seed}, {seconds:g} s each: ours {ours:.1f} ({players[0].steps:,} steps), "
              f"baseline {plain:.1f} ({players[1].steps:,} steps)", flush=True)  # fmt: skip
    return found


def busy(precision: torch.dtype = torch.float32, steps: int = 200) -> str:
    """Steps per second and, on a GPU, the share of time in which no kernel runs."""
    digits = data.load("mnist", device=default_device())
    player = Lab(solution(source("lab06_gan")), metrics.to_unit_range(digits.train_images))
    player.play(precision)  # kernels are chosen and memory is taken in the first steps
    began, player.steps = time.perf_counter(), 0
    with _kernels(digits.device.type) as kernel_seconds:
        while player.steps < steps:
            player.play(precision)
        synchronize()
        wall = time.perf_counter() - began
    rate = f"{player.steps / wall:.1f} steps per second in {str(precision)[6:]}"
    spent = kernel_seconds()
    if spent is None:
        return f"{rate}; no GPU here, so there is no time outside its kernels to tell"
    return f"{rate}; {max(0.0, 1 - spent / wall):.0%} of the time no kernel ran"


@contextlib.contextmanager
def _kernels(kind: str):
    """Count the seconds in which kernels run inside the block; None where there is no GPU."""
    if kind != "cuda":
        yield lambda: None
        return
    from torch.profiler import ProfilerActivity, profile

    with profile(activities=[ProfilerActivity.CUDA]) as seen:
        yield lambda: _sum_of_kernels(seen)


def _sum_of_kernels(seen: Any) -> float:
    """Seconds of all kernels; the profiler may have to be stopped first to know them."""
    with contextlib.suppress(RuntimeError, AssertionError):
        seen.stop()
    return sum(event.self_device_time_total for event in seen.key_averages()) / 1e6


def measure(seconds: float = 60.0, seeds: int = 3) -> list[Ratio]:
    """The quality reached in the same seconds, as ratios: a smaller distance is better."""
    print(busy())
    rounds = [ours / plain for ours, plain in distances(seconds, seeds)]
    name = f"GAN, Fréchet distance after {seconds:g} s ÷ that of a plain baseline"
    return [Ratio(name, rounds, target=TARGET)]


def main(arguments: list[str]) -> int:
    """Print steps per second, then both distances for each seed and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gan")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    given = parser.parse_args(arguments)
    precision: torch.dtype = getattr(torch, given.precision)
    print(machine())
    print(busy(precision))
    found = distances(given.seconds, given.seeds, precision)
    shares = sorted(ours / plain for ours, plain in found)
    print(f"ours ÷ baseline: {shares[0]:.3f} – {shares[-1]:.3f} (target: at most {TARGET})")
    return 0 if shares[-1] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
