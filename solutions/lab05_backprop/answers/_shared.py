"""Sentences that answers and mutants of more than one of Lab 5's exercises share."""

#: What a student reads where the local slope alone is sent back.
LOST = "the factor dout is missing"

# Why a mutant is equivalent.
ONES = "One is the same in every dtype, and takes that of what it is multiplied with."
OWN = "That tensor was made in this call, and nobody else keeps it: it may change."
PRODUCT = "The gate multiplies the two, and a product does not depend on their order."
