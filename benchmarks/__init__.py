"""Speed beside the real peers: ratios measured side by side in one run, never bare times."""

from course_lib.threads import wait_calmly

wait_calmly()  # before anything loads torch
