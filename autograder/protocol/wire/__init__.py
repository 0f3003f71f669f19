"""The protocol between the judge and a student's kernel: data in frames over one Unix socket.

The package stands alone, since both sides load it: the judge as `autograder.protocol.wire`, the
kernel as `course_protocol`, from a folder that holds nothing else of the grader. What arrives at
the judge is read as data and as nothing else: no pickle, no class, no code.
"""
