"""Answers to `bounding_boxes`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

LOOP = """
def bounding_boxes(raw):
    rows = []
    for record in open_mat(raw)["digits"][0]:
        left, top, width, height = [int(v) for v in record["box"].ravel()]
        rows.append([top - 1, left - 1, top - 1 + height, left - 1 + width])
    return torch.tensor(rows)
"""

RIGHT = [
    Right("record by record", LOOP),
    Right(
        "stacked and computed at once",
        """
        def bounding_boxes(raw):
            boxes = np.concatenate(open_mat(raw)["digits"]["box"].ravel().tolist()).astype("int64")
            left, top, width, height = boxes.T
            return torch.from_numpy(
                np.stack([top - 1, left - 1, top + height - 1, left + width - 1], axis=1)
            )
        """,
    ),
    Right(
        "squeezed, and made one axis again",
        """
        def bounding_boxes(raw):
            found = scipy.io.loadmat(io.BytesIO(raw.tobytes()), squeeze_me=True)["digits"]
            found = np.atleast_1d(found)
            boxes = torch.tensor([[int(v) for v in record["box"]] for record in found])
            corner = boxes[:, [1, 0]] - 1
            return torch.cat([corner, corner + boxes[:, [3, 2]]], dim=1)
        """,
    ),
    Right(
        "fields by position",
        """
        def bounding_boxes(raw):
            table = open_mat(raw)["digits"]
            result = torch.zeros(table.size, 4, dtype=torch.int64)
            for place in range(table.size):
                left, top, width, height = table[0, place][2][0].astype(int)
                result[place] = torch.tensor([top - 1, left - 1, top + height - 1, left + width - 1])
            return result
        """,
    ),
    Right(
        "a matrix",
        """
        def bounding_boxes(raw):
            boxes = [record["box"].ravel().tolist() for record in open_mat(raw)["digits"].ravel()]
            change = torch.tensor(
                [[0.0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=torch.float64
            )
            return (torch.tensor(boxes, dtype=torch.float64) @ change - 1).round().long()
        """,
    ),
    Right(
        "a helper per box",
        """
        def _one(left, top, width, height):
            top, left = int(top) - 1, int(left) - 1
            return top, left, top + int(height), left + int(width)


        def bounding_boxes(raw):
            fields = open_mat(raw)["digits"]["box"].ravel()
            return torch.tensor([_one(*field.ravel()) for field in fields], dtype=torch.int64)
        """,
    ),
    Right(
        "records as objects",
        """
        def bounding_boxes(raw):
            file = io.BytesIO(raw.tobytes())
            digits = scipy.io.loadmat(file, struct_as_record=False)["digits"].ravel()
            rows = [list(map(int, one.box.ravel())) for one in digits]
            return torch.tensor([[t - 1, l - 1, t + h - 1, l + w - 1] for l, t, w, h in rows])
        """,
    ),
]

FIRST = "a box of 3 × 4 pixels in the corner"
RANDOM = "random files"

WRONG = [
    Wrong(
        "counted from 1",
        says="MATLAB counts from 1",
        check=FIRST,
        typical=True,
        code=but(LOOP, "- 1", "- 0"),
    ),
    Wrong(
        "the end is not moved",
        says="bottom = top + height, counted from 0",
        check=FIRST,
        code=but(LOOP, "top - 1 + height, left - 1 + width", "top + height, left + width"),
    ),
    Wrong(
        "left first",
        says="top comes first",
        check=FIRST,
        code=but(LOOP, "left, top, width, height =", "top, left, height, width ="),
    ),
    Wrong(
        "the end included",
        says="the last row is not included",
        check=FIRST,
        code=but(LOOP, "top - 1 + height, left - 1 + width", "top - 2 + height, left - 2 + width"),
    ),
    Wrong(
        "height and width",
        says="bottom and right are places",
        check=FIRST,
        code=but(LOOP, "top - 1 + height, left - 1 + width", "height, width"),
    ),
    Wrong(
        "the file's own dtype",
        says="",
        check=RANDOM,
        code="""
        def bounding_boxes(raw):
            boxes = np.concatenate(open_mat(raw)["digits"]["box"].ravel().tolist())
            left, top, width, height = boxes.T
            ends = [top - 1, left - 1, top - 1 + height, left - 1 + width]
            return torch.from_numpy(np.stack(ends, axis=1).astype("int64"))
        """,
    ),
    Wrong(
        "modulo 256",
        says="make them int first",
        check=RANDOM,
        code=but(LOOP, "return torch.tensor(rows)", "return torch.tensor(rows) % 256"),
    ),
    Wrong(
        "the first record only",
        says="expected shape (2, 4)",
        check=FIRST,
        code=but(LOOP, '["digits"][0]:', '["digits"][:, 0]:'),
    ),
    Wrong(
        "squeezed, not for one",
        says="called with",
        check=RANDOM,
        code="""
        def bounding_boxes(raw):
            found = scipy.io.loadmat(io.BytesIO(raw.tobytes()), squeeze_me=True)["digits"]
            rows = []
            for record in found:
                left, top, width, height = map(int, record["box"])
                rows.append([top - 1, left - 1, top - 1 + height, left - 1 + width])
            return torch.tensor(rows)
        """,
    ),
    Wrong(
        "floating-point boxes",
        says="dtype int64",
        check=RANDOM,
        code=but(LOOP, "int(v)", "float(v)"),
    ),
    Wrong(
        "a list",
        says="expected a tensor of dtype int64",
        check=RANDOM,
        code=but(LOOP, "torch.tensor(rows)", "rows"),
    ),
    Wrong(
        "sorted",
        says="expected",
        check=RANDOM,
        code=but(LOOP, "torch.tensor(rows)", "torch.tensor(sorted(rows, reverse=True))"),
    ),
    Wrong(
        "the digit in place of the box",
        says="ValueError",
        check=FIRST,
        code=but(LOOP, 'record["box"]', 'record["digit"]'),
    ),
    Wrong(
        "all columns at once",
        says="",
        check=FIRST,
        code=but(LOOP, "torch.tensor(rows)", "torch.tensor(rows).T"),
    ),
]

ALLOWED: list[Allowed] = []
