"""No test depends on time: Hypothesis sets no deadline for an example.

A property is tried on 25 examples in every run; `--hypothesis-profile thorough` tries 1000.
"""

from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("house")
