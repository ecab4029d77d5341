"""A checker that is proved in Coq, down to the digests: theories, the program made from them, and how it is asked."""

from verify.proved.check import COVERED, RESTS_ON, check_proved
from verify.proved.program import build, program_path
from verify.proved.theorem import theorem

__all__ = ["COVERED", "RESTS_ON", "build", "check_proved", "program_path", "theorem"]
