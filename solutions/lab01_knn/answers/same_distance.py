"""Answers to `same_distance`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import EMPTY

RIGHT = [
    Right(
        "norms",
        """
        def tinted(image, distance):
            one = torch.ones_like(image)
            return image + distance * one / one.norm()


        def boxed(image, distance, top, left, size):
            mask = torch.zeros_like(image)
            mask[top : top + size, left : left + size] = 1
            return image + distance * mask / mask.norm()
        """,
    ),
    Right(
        "padding",
        """
        def tinted(image, distance):
            return image + torch.full_like(
                image, distance / (image.shape[0] * image.shape[1]) ** 0.5
            )


        def boxed(image, distance, top, left, size):
            height, width = image.shape
            box = torch.full((size, size), distance / size, dtype=image.dtype)
            sides = (left, width - left - size, top, height - top - size)
            return image + torch.nn.functional.pad(box, sides)
        """,
    ),
    Right(
        "loops",
        """
        def tinted(image, distance):
            import math

            c = distance / math.sqrt(image.numel())
            result = image.clone()
            for i in range(image.shape[0]):
                for j in range(image.shape[1]):
                    result[i, j] += c
            return result


        def boxed(image, distance, top, left, size):
            result = image.clone()
            for i in range(top, top + size):
                for j in range(left, left + size):
                    result[i, j] = image[i, j] + distance / size
            return result
        """,
    ),
    Right(
        "numpy inside",
        """
        def tinted(image, distance):
            import numpy as np

            return torch.from_numpy(
                image.numpy() + np.float32(distance / np.sqrt(image.numel()))
            )


        def boxed(image, distance, top, left, size):
            pixels = image.numpy().copy()
            pixels[top : top + size, left : left + size] += distance / size
            return torch.from_numpy(pixels)
        """,
    ),
    Right(
        "float64 inside",
        """
        def tinted(image, distance):
            moved = image.double() + distance / image.numel() ** 0.5
            return moved.to(image.dtype)


        def boxed(image, distance, top, left, size):
            moved = image.double().clone()
            moved[top : top + size, left : left + size] += distance / (size * size) ** 0.5
            return moved.to(image.dtype)
        """,
    ),
    Right(
        "Python numbers",
        """
        def tinted(image, distance):
            c = (distance**2 / image.numel()) ** 0.5
            rows = [[pixel + c for pixel in row] for row in image.tolist()]
            return torch.tensor(rows, dtype=image.dtype)


        def boxed(image, distance, top, left, size):
            rows = image.tolist()
            for row in rows[top : top + size]:
                for column in range(left, left + size):
                    row[column] += distance / size
            return torch.tensor(rows, dtype=image.dtype)
        """,
    ),
    Right(
        "where",
        """
        def tinted(image, distance):
            return image.add(distance * image.numel() ** -0.5)


        def boxed(image, distance, top, left, size):
            row = torch.arange(image.shape[0])[:, None]
            column = torch.arange(image.shape[1])
            inside = (
                (top <= row) & (row < top + size) & (left <= column) & (column < left + size)
            )
            return torch.where(inside, image + distance / size, image)
        """,
    ),
]

WRONG = [
    Wrong(
        "L1 share",
        says="L1 distance",
        check="tinted: the right distance, the same constant everywhere",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel()


        def boxed(image, distance, top, left, size):
            return image
        """,
    ),
    Wrong(
        "changes its input",
        says="the call changed image (values)",
        check="tinted: random pictures",
        code="""
        def tinted(image, distance):
            return image.add_(distance / image.numel() ** 0.5)


        def boxed(image, distance, top, left, size):
            image[top : top + size, left : left + size] += distance / size
            return image
        """,
    ),
    Wrong(
        "the whole distance at each pixel",
        says="8 is the L2 distance of the whole picture",
        check="tinted: the right distance, the same constant everywhere",
        code="""
        def tinted(image, distance):
            return image + distance


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance / size
            return result
        """,
    ),
    Wrong(
        "the box: the whole distance at each pixel",
        says="6 is the L2 distance of the whole box",
        check="boxed: the right distance, and nothing outside the box changes",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance
            return result
        """,
    ),
    Wrong(
        "the box: L1 share",
        says="shares out the L1 distance",
        check="boxed: the right distance, and nothing outside the box changes",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance / size**2
            return result
        """,
    ),
    Wrong(
        "the box: root of the size",
        says="size is the side of the box",
        check="boxed: the right distance, and nothing outside the box changes",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance / size**0.5
            return result
        """,
    ),
    Wrong(
        "the box: rows and columns exchanged",
        says="rows and columns of the box are exchanged",
        check="boxed: the right distance, and nothing outside the box changes",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[left : left + size, top : top + size] += distance / size
            return result
        """,
    ),
    Wrong(
        "the box: one pixel too large",
        says="entries differ",
        check="boxed: random pictures",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size + 1, left : left + size] += distance / size
            return result
        """,
    ),
    Wrong(
        "the box: set, not added",
        says="add the constant to the pixels",
        check="boxed: random pictures",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] = distance / size
            return result
        """,
    ),
    Wrong(
        "square pictures only",
        says="called with image: float32 of shape (5, 9)",
        check="tinted: random pictures",
        code="""
        def tinted(image, distance):
            return image + distance / image.shape[0]


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance / size
            return result
        """,
    ),
    Wrong(
        "the box alone",
        says="",
        check="boxed: the right distance, and nothing outside the box changes",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            return image[top : top + size, left : left + size] + distance / size
        """,
    ),
    Wrong(
        "pictures in float32",
        says="expected a tensor of dtype float64, got float32",
        check="pictures of the same shape and dtype",
        code="""
        def tinted(image, distance):
            return image.float() + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.float().clone()
            result[top : top + size, left : left + size] += distance / size
            return result
        """,
    ),
    Wrong(
        "a float64 picture is its own copy",
        says="the call changed image (values)",
        check="pictures of the same shape and dtype",
        code="""
        def tinted(image, distance):
            return (image.double() + distance / image.numel() ** 0.5).to(image.dtype)


        def boxed(image, distance, top, left, size):
            moved = image.double()
            moved[top : top + size, left : left + size] += distance / size
            return moved.to(image.dtype)
        """,
    ),
    Wrong(
        "clamped to 255",
        says="the picture is not clamped",
        check="tinted: random pictures",
        code="""
        def tinted(image, distance):
            return (image + distance / image.numel() ** 0.5).clamp(0, 255)


        def boxed(image, distance, top, left, size):
            result = image.clone()
            result[top : top + size, left : left + size] += distance / size
            return result.clamp(0, 255)
        """,
    ),
    Wrong(
        "no box beyond row and column 16",
        says="",
        check="boxed: random pictures",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            result = image.clone()
            top, left = min(top, 16), min(left, 16)
            result[top : top + size, left : left + size] += distance / size
            return result
        """,
    ),
]

ALLOWED = [
    *EMPTY,
    Allowed(
        "*: float64 only to the precision of float32",
        "The text allows a constant that was worked out in float32.",
    ),
    Allowed("*: in float32 first", "The text allows a constant that was worked out in float32."),
    Allowed("*: *below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed(
        "tinted: result: nan in place of 0",
        "After a constant was added, hardly a pixel is exactly 0.",
    ),
    Allowed("*: distance: wrong for negative", "The text promises distances from 0 up."),
    Allowed("boxed: top: wrong where *", "The box lies within the picture."),
    Allowed("boxed: size: wrong *", "The box lies within the picture, and has a pixel."),
]
