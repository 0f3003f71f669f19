"""The border between the judge and a student's kernel: data in frames over one Unix socket.

The package stands alone, since both sides load it: the judge as `autograder.judge.border`, the
kernel as `border`, from a folder that holds nothing else of the grader. What arrives at the judge
is read as data and as nothing else: no pickle, no class, no code.
"""
