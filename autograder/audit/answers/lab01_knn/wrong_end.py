"""Damaged pictures and the quiz: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="same_distance",
        name="L1 share",
        check="tinted: the right distance, the same constant everywhere",
        says="L1 distance",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel()


        def boxed(image, distance, top, left, size):
            return image
        """,
    ),
    Wrong(
        exercise="same_distance",
        name="changes its input",
        check="tinted: random pictures",
        says="in place",
        code="""
        def tinted(image, distance):
            return image.add_(distance / image.numel() ** 0.5)


        def boxed(image, distance, top, left, size):
            image[top : top + size, left : left + size] += distance / size
            return image
        """,
    ),
    Wrong(
        exercise="same_distance",
        name="the whole distance at each pixel",
        check="tinted: the right distance, the same constant everywhere",
        says="8 is the L2 distance of the whole picture",
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
        exercise="same_distance",
        name="the box: the whole distance at each pixel",
        check="boxed: the right distance, and nothing outside the box changes",
        says="6 is the L2 distance of the whole box",
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
        exercise="same_distance",
        name="the box: L1 share",
        check="boxed: the right distance, and nothing outside the box changes",
        says="shares out the L1 distance",
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
        exercise="same_distance",
        name="the box: root of the size",
        check="boxed: the right distance, and nothing outside the box changes",
        says="size is the side of the box",
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
        exercise="same_distance",
        name="the box: rows and columns exchanged",
        check="boxed: the right distance, and nothing outside the box changes",
        says="rows and columns of the box are exchanged",
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
        exercise="same_distance",
        name="the box: one pixel too large",
        check="boxed: random pictures",
        says="exactly the 4 × 4 pixels",
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
        exercise="same_distance",
        name="the box: set, not added",
        check="boxed: random pictures",
        says="",
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
        exercise="same_distance",
        name="square pictures only",
        check="tinted: random pictures",
        says="",
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
        exercise="same_distance",
        name="the box alone",
        check="boxed: the right distance, and nothing outside the box changes",
        says="",
        code="""
        def tinted(image, distance):
            return image + distance / image.numel() ** 0.5


        def boxed(image, distance, top, left, size):
            return image[top : top + size, left : left + size] + distance / size
        """,
    ),
    Wrong(
        exercise="quiz",
        name="one byte a number",
        check="question 1: gigabytes",
        says="each number takes four bytes",
        code="""
        q1 = 470.4
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="terabytes",
        check="question 1: gigabytes",
        says="that is in terabytes",
        code="""
        q1 = 1.8816
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="negative",
        check="question 2: 10 − 20 in uint8",
        says="uint8 has no negative numbers",
        code="""
        q1 = 1881.6
        q2 = -10
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="stops at zero",
        check="question 2: 10 − 20 in uint8",
        says="uint8 does not stop at 0",
        code="""
        q1 = 1881.6
        q2 = 0
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="percent",
        check="question 3: k = 1 on its own training set",
        says="give a share between 0 and 1",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 100
        q4 = "a"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="L2 turns",
        check="question 4: turning all points",
        says="L2 does not depend on the axes",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "b"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="both",
        check="question 4: turning all points",
        says="L2 does not change",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "c"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="neither",
        check="question 4: turning all points",
        says="L1 depends on the axes",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "d"
        q5 = 10
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="as fast as before",
        check="question 5: ten times the training pictures",
        says="memorising costs the same",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 1
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="squared",
        check="question 5: ten times the training pictures",
        says="O(N), not O(N²)",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 100
        q6 = "c"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="nearest",
        check="question 6: k as large as the training set",
        says="the nearest has one vote among all",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "a"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="random",
        check="question 6: k as large as the training set",
        says="nothing in k-NN is random",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "b"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="always 0",
        check="question 6: k as large as the training set",
        says="this is rarely a tie",
        code="""
        q1 = 1881.6
        q2 = 246
        q3 = 1.0
        q4 = "a"
        q5 = 10
        q6 = "d"
        """,
    ),
    Wrong(
        exercise="quiz",
        name="nothing filled in",
        check="question 1: gigabytes",
        says="nothing was filled in",
        code="""
        q1 = None
        q2 = None
        q3 = None
        q4 = None
        q5 = None
        q6 = None
        """,
    ),
]
