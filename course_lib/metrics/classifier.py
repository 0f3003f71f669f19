"""The small classifier behind the measures: what it sees in a picture, and which digit it is."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor, nn

from course_lib.batches import map_rows, minibatches

_FEATURES = 64
_PIXELS = 28
#: Steps of training: nearly one epoch of MNIST, and enough for the small stand-in digits.
_STEPS = 400
_BATCH = 128
_SEED = 0
#: How many training pictures give the features' scale.
_SCALED_ON = 5_000


class DigitClassifier(nn.Module):
    """A small convolutional network for pictures of 28 × 28 with values from −1 to 1.

    Args:
        num_classes: How many classes there are.

    Example:
        >>> net = DigitClassifier(10)
        >>> net(torch.zeros(2, 1, 28, 28)).shape, net.features(torch.zeros(2, 1, 28, 28)).shape
        (torch.Size([2, 10]), torch.Size([2, 64]))
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size=5, stride=2, padding=2),  # (n, 16, 14, 14)
            nn.ReLU(),
            nn.Conv2d(16, 32, kernel_size=3, stride=2, padding=1),  # (n, 32, 7, 7)
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * 7 * 7, _FEATURES),
        )
        self.head = nn.Sequential(nn.ReLU(), nn.Linear(_FEATURES, num_classes))
        self.scale: Tensor
        self.register_buffer("scale", torch.ones(_FEATURES))

    def forward(self, images: Float[Tensor, "n 1 28 28"]) -> Float[Tensor, "n classes"]:
        """Scores of the classes."""
        return self.head(self.body(images))

    @torch.no_grad()
    def features(self, images: Float[Tensor, "n 1 28 28"]) -> Float[Tensor, "n 64"]:
        """What the last hidden layer sees: 64 numbers a picture, before the ReLU.

        Each is divided by its standard deviation over the training pictures, so that distances
        between features read alike for every data set.

        Raises:
            ValueError: The pictures have another shape.
        """
        return map_rows(
            lambda part: self.body(part.float()) / self.scale, _checked(images), rows=500
        )

    @torch.no_grad()
    def probabilities(self, images: Float[Tensor, "n 1 28 28"]) -> Float[Tensor, "n classes"]:
        """How sure it is of each class; rows sum to 1.

        Raises:
            ValueError: The pictures have another shape.
        """
        return map_rows(lambda part: self(part.float()).softmax(dim=1), _checked(images), rows=500)


def to_unit_range(images: UInt8[Tensor, "n h w"]) -> Float[Tensor, "n 1 h w"]:
    """Pictures of bytes as the networks take them: one channel, from −1 (black) to 1 (white).

    Example:
        >>> to_unit_range(torch.tensor([[[0, 255]]], dtype=torch.uint8))
        tensor([[[[-1.,  1.]]]])
    """
    return images[:, None].float() / 127.5 - 1


def train_classifier(
    images: UInt8[Tensor, "n 28 28"], labels: Int[Tensor, " n"], num_classes: int
) -> DigitClassifier:
    """Train the classifier: some seconds, the same numbers each time on one machine.

    Args:
        images: Pictures from 0 to 255.
        labels: Their classes.
        num_classes: How many classes there are.

    Returns:
        The network in evaluation mode, without gradients.
    """
    # The caller's random numbers must not depend on whether the classifier came from the cache.
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(_SEED)
        net = DigitClassifier(num_classes).to(images.device)
        order = torch.Generator().manual_seed(_SEED)
        optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=_STEPS)
        done = 0
        while done < _STEPS:
            for some, truth in minibatches(images, labels, size=_BATCH, generator=order):
                loss = nn.functional.cross_entropy(net(to_unit_range(some)), truth)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                done += 1
                if done == _STEPS:
                    break
        spread = net.features(to_unit_range(images[:_SCALED_ON])).std(dim=0)
        net.scale.copy_(spread.clamp(min=1e-6))
    return net.eval().requires_grad_(False)


def _checked(images: Tensor) -> Tensor:
    if images.ndim != 4 or images.shape[1:] != (1, _PIXELS, _PIXELS):
        raise ValueError(
            f"expected pictures of shape (n, 1, {_PIXELS}, {_PIXELS}) with values from -1 to 1, "
            f"got {tuple(images.shape)}; `to_unit_range` makes them from bytes."
        )
    return images
