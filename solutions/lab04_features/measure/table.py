"""The numbers of Lab 4's table "What you should see", measured with the reference solution."""

from __future__ import annotations

import time
from typing import Any

import torch
from torch import Tensor

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import data
from course_lib.data import Dataset

Lab = dict[str, Any]

#: λ, of those that `compare` of the lab tries: fixed, so that draws differ in nothing else.
REG = {"digits": 1e-3, "few": 1e-3, "words": 1e-2, "many": 3e-2}


def colour_pictures(digits: Dataset) -> Dataset:
    """CIFAR-10's excerpt beside MNIST, the photographs beside the offline digits."""
    if digits.name == "mnist":
        return data.load("cifar10-small", device=digits.device)
    return data.photographs(device=digits.device)


def fixed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine."""
    pictures = colour_pictures(digits)
    some = digits.train_images[:2]
    numbers = [lab["strokes"](cell)(some).shape[1] for cell in (8, 7, 4)]
    return {
        "digits, training / test": f"{len(digits.train_images):,} / {len(digits.test_images):,}",
        "colour pictures, training / test": (
            f"{len(pictures.train_images):,} / {len(pictures.test_images):,}"
        ),
        "numbers of HOG, cells of 8, 7, 4": " / ".join(f"{number:,}" for number in numbers),
    }


def scored(
    lab: Lab, dataset: Dataset, tables: tuple[Tensor, Tensor], reg: float, seed: int, part: str
) -> float:
    """The accuracy on a part of a linear classifier of some features."""
    train, other = lab["standardize"](*tables)
    W, b = lab["fit_linear"](
        train,
        dataset.train_labels,
        classes=dataset.num_classes,
        reg=reg,
        epochs=lab["epochs_for"](len(train)),
        seed=seed,
    )
    score: float = lab["share_right"](W, b, other, getattr(dataset, f"{part}_labels"))
    return score


def digit_rows(lab: Lab, digits: Dataset) -> Rows:
    """Digits: what depends on the order of the pictures in training."""
    rows: Rows = {}
    kinds = {
        "raw pixels": (lab["raw"], REG["digits"]),
        "HOG, cells of 7": (lab["strokes"](7), REG["few"]),
        "HOG, cells of 4": (lab["strokes"](4), REG["digits"]),
    }
    for name, (feature, reg) in kinds.items():
        tables = feature(digits.train_images), feature(digits.test_images)
        scores = [scored(lab, digits, tables, reg, seed, "test") for seed in SEEDS]
        rows[f"digits, test: {name}"] = spread(scores, ".2%")
    gains = []
    ways = [
        tuple(lab["strokes"](7, lab[votes])(images)
              for images in (digits.train_images, digits.val_images))
        for votes in ("orientation_votes", "hard_votes")
    ]  # fmt: skip
    for seed in SEEDS:
        shared, hard = (scored(lab, digits, way, REG["few"], seed, "val") for way in ways)
        gains.append(100 * (shared - hard))
    rows["validation: shared votes less hard votes, points"] = spread(gains, "+.1f")
    return rows


def colour_rows(lab: Lab, digits: Dataset) -> Rows:
    """Colour pictures: what depends on the codebook and on the order in training."""
    pictures = colour_pictures(digits)
    parts = pictures.train_images, pictures.test_images
    fixed = {
        "raw pixels": (lab["raw"], REG["many"]),
        "colour histogram": (lambda x: lab["color_histogram"](x.float() / 255, 24), REG["few"]),
        "HOG, cells of 4": (lab["strokes"](4), REG["many"]),
    }
    found: dict[str, list[float]] = {}
    seconds = []
    known = {name: tuple(map(feature, parts)) for name, (feature, _) in fixed.items()}
    for seed in SEEDS:
        for name, (_, reg) in fixed.items():
            score = scored(lab, pictures, known[name], reg, seed, "test")
            found.setdefault(name, []).append(score)
        begun = time.process_time()  # of the processor, which other programs do not stretch
        book = lab["learn_codebook"](pictures.train_images, seed=seed)
        soft = tuple(lab["soft_words"](part, book) for part in parts)
        seconds.append(time.process_time() - begun)
        of_words = {
            "hard words": tuple(lab["hard_words"](part, book) for part in parts),
            "soft words, whole picture": tuple(x.unflatten(1, (4, -1)).sum(dim=1) for x in soft),
            "soft words, quadrants": soft,
            "soft words and HOG": tuple(
                torch.cat(both, dim=1) for both in zip(known["HOG, cells of 4"], soft, strict=True)
            ),
        }
        for name, tables in of_words.items():
            reg = REG["many" if "HOG" in name else "words"]
            score = scored(lab, pictures, tables, reg, seed, "test")
            found.setdefault(name, []).append(score)
    rows = {f"colour, test: {name}": spread(scores, ".1%") for name, scores in found.items()}
    return {**rows, "codebook and soft words, processor seconds": spread(seconds, ".0f")}


def rows(lab: Lab, digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {**fixed_rows(lab, digits), **digit_rows(lab, digits), **colour_rows(lab, digits)}
