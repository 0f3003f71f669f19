"""Settings of every test: no downloads, no environment of the person who runs them."""

import os

# Before anything asks for data.
os.environ["COURSE_OFFLINE"] = "1"
os.environ.pop("COURSE_CHECKS", None)
os.environ.pop("COURSE_DEVICE", None)
