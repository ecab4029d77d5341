"""No test depends on time: Hypothesis sets no deadline for an example."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
