"""What this course adds to nbgrader: subclasses of its preprocessors, named in its config."""
