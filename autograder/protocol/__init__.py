"""The wire between the judge and a student's kernel: data, and calls of the student's functions."""
