"""A class's results as tables, pages and files."""
