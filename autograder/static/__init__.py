"""Reading code without running it: names, slices, what is allowed."""
