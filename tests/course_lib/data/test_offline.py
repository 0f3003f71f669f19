"""The stand-in digits against scikit-learn and Pillow."""

import numpy as np
import torch
from PIL import Image
from sklearn.datasets import load_digits

from course_lib.data.offline import digits_file, read_digits


def test_all_of_scikit_learns_digits_are_there_once():
    raw = read_digits()
    labels = torch.cat([raw.train[1], raw.test[1]])
    assert np.array_equal(labels.bincount().numpy(), np.bincount(load_digits().target))
    images = torch.cat([raw.train[0], raw.test[0]])
    assert len({image.numpy().tobytes() for image in images}) == 1797


def test_each_image_is_one_that_pillow_makes():
    raw, digits = read_digits(), load_digits()
    bright = (digits.images * 255 / 16).astype(np.float32)
    made = [Image.fromarray(one).resize((28, 28), Image.Resampling.BILINEAR) for one in bright]
    ours = torch.cat([raw.train[0], raw.test[0]]).flatten(1).float()
    theirs = torch.from_numpy(np.stack([np.asarray(one) for one in made])).flatten(1)
    distance, which = torch.cdist(ours, theirs, p=torch.inf).min(dim=1)
    assert distance.max() <= 0.501  # a pixel differs by no more than its rounding
    assert torch.equal(which.sort().values, torch.arange(1797))
    labels = torch.cat([raw.train[1], raw.test[1]])
    assert torch.equal(labels, torch.from_numpy(digits.target)[which])


def test_they_look_like_mnist_to_code():
    images, labels = read_digits().test
    assert (images.dtype, images.shape) == (torch.uint8, (400, 28, 28))
    assert (int(images.min()), int(images.max())) == (0, 255)
    assert (labels.dtype, set(labels.tolist())) == (torch.int64, set(range(10)))


def test_the_same_images_test_every_time():
    first, second = read_digits(), read_digits()
    assert torch.equal(first.test[0], second.test[0])
    assert torch.equal(first.train[1], second.train[1])


def test_the_file_is_where_scikit_learn_keeps_it():
    assert np.loadtxt(digits_file(), delimiter=",").shape == (1797, 65)
