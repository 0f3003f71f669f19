"""Answers to `framed`."""

from autograder.audit.answers import Allowed, Right, Wrong

RIGHT = [
    Right(
        "clone",
        """
        def framed(image, value):
            result = image.clone()
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Right(
        "a full picture, the inside put in",
        """
        def framed(image, value):
            result = torch.full_like(image, value)
            result[1:-1, 1:-1] = image[1:-1, 1:-1]
            return result
        """,
    ),
    Right(
        "where",
        """
        def framed(image, value):
            edge = torch.ones_like(image, dtype=torch.bool)
            edge[1:-1, 1:-1] = False
            return torch.where(edge, torch.as_tensor(value, dtype=image.dtype), image)
        """,
    ),
    Right(
        "masked_fill",
        """
        def framed(image, value):
            rows, columns = torch.arange(len(image))[:, None], torch.arange(image.shape[1])
            edge = (rows == 0) | (rows == len(image) - 1) | (columns == 0)
            edge = edge | (columns == image.shape[1] - 1)
            return image.masked_fill(edge, value)
        """,
    ),
    Right(
        "deepcopy and two loops",
        """
        import copy


        def framed(image, value):
            result = copy.deepcopy(image)
            h, w = image.shape
            for i in range(h):
                for j in range(w):
                    if i in (0, h - 1) or j in (0, w - 1):
                        result[i, j] = value
            return result
        """,
    ),
    Right(
        "numpy inside",
        """
        def framed(image, value):
            array = image.detach().numpy().copy()
            array[[0, -1]] = value
            array[:, [0, -1]] = value
            return torch.from_numpy(array)
        """,
    ),
    Right(
        "added to zeros",
        """
        def framed(image, value):
            result = torch.empty_like(image)
            result.copy_(image)
            for edge in (result[0], result[-1], result[:, 0], result[:, -1]):
                edge.fill_(value)
            return result
        """,
    ),
]

FIRST = "framed in white, and then the picture itself"
RANDOM = "random pictures"

WRONG = [
    Wrong(
        "untouched",
        says="the frame was painted onto the original",
        check=FIRST,
        typical=True,
        code="""
        def framed(image, value):
            result = image[:]
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "another view",
        says="the frame was painted onto the original",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.reshape(image.shape)
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "detached is no copy",
        says="the frame was painted onto the original",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.detach()
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "the copy comes too late",
        says="the frame was painted onto the original",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result.clone()
        """,
    ),
    Wrong(
        "contiguous is no copy",
        says="the frame was painted onto the original",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.contiguous()
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "only rows",
        says="only the rows are framed",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.clone()
            result[0] = result[-1] = value
            return result
        """,
    ),
    Wrong(
        "a frame of ones",
        says="the frame has the given value",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.clone()
            result[0] = result[-1] = 1
            result[:, 0] = result[:, -1] = 1
            return result
        """,
    ),
    Wrong(
        "a larger picture",
        says="expected shape (3, 3)",
        check=FIRST,
        code="""
        def framed(image, value):
            return torch.nn.functional.pad(image, (1, 1, 1, 1), value=value)
        """,
    ),
    Wrong(
        "only the corners",
        says="those are the corners",
        check=FIRST,
        code="""
        def framed(image, value):
            result = image.clone()
            result[0, 0] = result[-1, 0] = result[0, -1] = result[-1, -1] = value
            return result
        """,
    ),
    Wrong(
        "always floating-point",
        says="dtype",
        check=RANDOM,
        code="""
        def framed(image, value):
            result = image.float().clone() if image.dtype != torch.float32 else image.clone()
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "everything else black",
        says="all other pixels",
        check=FIRST,
        code="""
        def framed(image, value):
            result = torch.zeros_like(image)
            result[0] = result[-1] = value
            result[:, 0] = result[:, -1] = value
            return result
        """,
    ),
    Wrong(
        "columns for square pictures alone",
        says="",
        check=RANDOM,
        code="""
        def framed(image, value):
            result = image.clone()
            for i in range(min(image.shape)):
                result[i, 0] = result[i, -1] = value
            result[0] = result[-1] = value
            return result
        """,
    ),
]

ALLOWED = [
    *(
        Allowed(one, "Pictures of whole numbers are asked for as uint8 alone.")
        for one in (
            "framed: result: int32",
            "framed: result: as floating-point numbers",
            "framed: result: in eight bits",
            "framed: result: at most 9",
            "framed: result: never 0",
        )
    ),
    *(
        Allowed(one, "A picture has a pixel at least.")
        for one in ("framed: image: wrong for no entry",)
    ),
]
