"""Speed beside the real peers: ratios measured side by side in one run, never bare times."""

from course_lib.threads import wait_passively

wait_passively()  # before anything loads torch
