"""The numbers of Lab 6's table "What you should see", measured with the reference solution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import Timer, metrics, seed_everything
from course_lib.data import Dataset

# As the lab's demo "training": on more than ENOUGH pictures, and on fewer.
ENOUGH, LONG, SHORT = 10_000, 10_000, 2_000
STRONG = {"d_lr": 2e-2, "head_start": 300, "saturating": True}
COLLAPSING = {"g_lr": 5e-3, "d_lr": 2e-4}


def fixed_rows(lab: Mapping[str, Any], digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine."""
    return {
        "training / test pictures": f"{len(digits.train_images):,} / {len(digits.test_images):,}"
    }


def classifier_rows(digits: Dataset) -> Rows:
    """The classifier behind the measures; rounding makes it a little different elsewhere."""
    judge = metrics.digit_classifier(digits)
    found = judge.probabilities(metrics.to_unit_range(digits.test_images)).argmax(dim=1)
    return {
        "the classifier behind the measures, test accuracy": (
            f"{(found == digits.test_labels).float().mean():.1%}"
        ),
    }


def floors(digits: Dataset) -> Rows:
    """Real pictures against other real ones, and noise: what the numbers are compared with."""
    judge = metrics.digit_classifier(digits)
    real = metrics.to_unit_range(digits.test_images)
    n = min(2_000, len(real) // 2)
    floor, ceiling, apart = [], [], []
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        order = torch.randperm(len(real), generator=generator)
        one, two = judge.features(real[order[:n]]), judge.features(real[order[n : 2 * n]])
        noise = torch.rand(n, 1, 28, 28, generator=generator) * 2 - 1
        floor.append(metrics.frechet_distance(one, two))
        ceiling.append(metrics.frechet_distance(one, judge.features(noise)))
        apart.append(metrics.two_sample_accuracy(one[:1_000], two[:1_000]))
    return {
        "Fréchet distance, real against real (the floor)": spread(floor, ".1f"),
        "Fréchet distance, noise": spread(ceiling, ".0f"),
        "told apart, real from real": spread(apart, ".0%"),
    }


def trained_rows(lab: Mapping[str, Any], digits: Dataset) -> Rows:
    """The lab's training, once for each seed."""
    steps = LONG if len(digits.train_images) > ENOUGH else SHORT
    judge = metrics.digit_classifier(digits)
    images, real = (metrics.to_unit_range(x) for x in (digits.train_images, digits.test_images))
    n = min(2_000, len(real) // 2)
    seen = judge.features(real[:n])
    fresh = metrics.nearest_images(real[:200], images)[0].median()
    distances, covered, easier, apart, nearest, seconds = [], [], [], [], [], []
    for seed in SEEDS:
        seed_everything(seed)
        with Timer() as clock:
            generator = lab["train_gan"](images, steps).eval()
        with torch.no_grad():
            drawn = torch.cat([generator(part) for part in lab["sample_noise"](n).split(500)])
        features = judge.features(drawn)
        distances.append(metrics.frechet_distance(seen, features))
        beliefs = judge.probabilities(drawn)
        covered.append(metrics.digit_coverage(beliefs))
        easier.append(metrics.digit_coverage(beliefs, confidence=0.8))
        apart.append(metrics.two_sample_accuracy(seen[:1_000], features[:1_000]))
        nearest.append(float(metrics.nearest_images(drawn[:200], images)[0].median() / fresh))
        seconds.append(clock.seconds)
    return {
        "steps of the training": f"{steps:,}",
        "Fréchet distance after the training": spread(distances, ".1f"),
        "digits covered, the classifier at least 90 % sure": spread(covered, ".0f"),
        "digits covered, 80 % sure as in exercise 11": spread(easier, ".0f"),
        "told apart, generated from real": spread(apart, ".0%"),
        "nearest training picture, generated ÷ fresh real": spread(nearest, ".2f"),
        "the training, seconds": spread(seconds, ".0f"),
    }


def ring_rows(lab: Mapping[str, Any]) -> Rows:
    """How many of the eight spots each game on the ring hits."""
    games: dict[str, dict[str, Any]] = {
        "healthy": {},
        "collapsing": COLLAPSING,
        "D too strong": STRONG,
        "D too strong, with the penalty": {**STRONG, "penalty": lab["gradient_penalty"]},
        "collapse, mended": lab["mended"],
    }
    return {
        f"spots hit of 8, {name}": spread(
            [lab["spots_hit"](lab["ring_game"](seed, **how)[0]) for seed in SEEDS], ".0f"
        )
        for name, how in games.items()
    }


def rows(lab: Mapping[str, Any], digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {
        **fixed_rows(lab, digits),
        **classifier_rows(digits),
        **floors(digits),
        **trained_rows(lab, digits),
        **ring_rows(lab),
    }
