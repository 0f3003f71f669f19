"""One submission: what to run, running it, and the notebook that shows the result."""
