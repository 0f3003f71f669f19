"""x"""

ANSWERS = []
