"""What instructors run: labs built, submissions judged, a class graded and reported on."""

import sys

from course_lib.threads import wait_calmly

wait_calmly()  # before anything loads torch

# Importing it takes two of the three seconds in which the grader starts, in every worker anew: it
# prepares a grammar by which jsonschema, where it finds it, checks international addresses. No
# notebook's schema asks for that, and jsonschema has no setting for it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
