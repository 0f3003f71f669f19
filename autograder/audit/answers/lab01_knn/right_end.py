"""Damaged pictures and the quiz: right answers that differ in kind."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="same_distance",
        name="norms",
        code="""
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
        exercise="same_distance",
        name="padding",
        code="""
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
        exercise="same_distance",
        name="loops",
        code="""
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
        exercise="same_distance",
        name="numpy inside",
        code="""
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
        exercise="same_distance",
        name="float64 inside",
        code="""
        def tinted(image, distance):
            moved = image.double() + distance / image.numel() ** 0.5
            return moved.to(image.dtype)


        def boxed(image, distance, top, left, size):
            moved = image.double()
            moved[top : top + size, left : left + size] += distance / (size * size) ** 0.5
            return moved.to(image.dtype)
        """,
    ),
    Right(
        exercise="same_distance",
        name="Python numbers",
        code="""
        def tinted(image, distance):
            c = (distance**2 / image.numel()) ** 0.5
            return torch.tensor([[pixel + c for pixel in row] for row in image.tolist()])


        def boxed(image, distance, top, left, size):
            rows = image.tolist()
            for row in rows[top : top + size]:
                for column in range(left, left + size):
                    row[column] += distance / size
            return torch.tensor(rows)
        """,
    ),
    Right(
        exercise="same_distance",
        name="where",
        code="""
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
    Right(
        exercise="quiz",
        name="rounded",
        code="""
        q1, q2, q3, q4, q5, q6 = 1882, 246, 1, "a", 10.0, "c"
        """,
    ),
    Right(
        exercise="quiz",
        name="as computed",
        code="""
        q1 = 10_000 * 60_000 * 784 * 4 / 10**9
        q2 = (10 - 20) % 256
        q3 = 100 / 100
        q4, q5, q6 = "a", 20 / 2, "c"
        """,
    ),
    Right(
        exercise="quiz",
        name="whole numbers",
        code="""
        q1, q2, q3 = 1881, 246, 1
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Right(
        exercise="quiz",
        name="two digits",
        code="""
        q1 = 1.9e3
        q2 = 246.0
        q3 = 1.0
        q4 = "a"
        q5 = 1e1
        q6 = "c"
        """,
    ),
    Right(
        exercise="quiz",
        name="from tensors",
        code="""
        q1 = torch.tensor([1e4, 6e4, 784, 4, 1e-9], dtype=torch.float64).prod().item()
        q2 = (torch.tensor([10], dtype=torch.uint8) - 20).item()
        q3 = torch.ones(3).mean().item()
        q4, q5, q6 = "a", 10, "c"
        """,
    ),
    Right(
        exercise="quiz",
        name="letters by position",
        code="""
        q1 = 1882.0
        q2 = 256 - 10
        q3 = float(True)
        q4 = "abcd"[0]
        q5 = int("10")
        q6 = "abcd"[2]
        """,
    ),
    Right(
        exercise="quiz",
        name="by a rough estimate",
        code="""
        q1 = 1800
        q2 = 0xF6
        q3 = 1.0
        q4 = "a"
        q5 = 10.0
        q6 = "c"
        """,
    ),
]
