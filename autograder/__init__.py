"""What instructors run: labs built, submissions judged, a class graded and reported on."""
