"""What grading a class asks of nbgrader: its converters for one student, and its pages."""
