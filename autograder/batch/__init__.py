"""Many submissions judged at once, on this machine's cores or on a Dask cluster."""

from autograder.batch.crew import Crew, cores
from autograder.batch.job import Answer, Job
from autograder.batch.standing import Progress, Standing

__all__ = ["Answer", "Crew", "Job", "Progress", "Standing", "cores"]
