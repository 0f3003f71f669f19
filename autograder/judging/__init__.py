"""One submission judged: what to run, running it, and the notebook that shows the result.

Tests run here, in a process where student code never runs; see docs/security.md.
"""
