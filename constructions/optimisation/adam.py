"""Adam with a short memory and a rate that decays, to a tenth if nothing else is asked."""

from typing import final

import numpy as np

from verify.arrays import Floats

MEMORY = np.float32(0.9)
DECAY = 0.1
TINY = np.float32(1e-12)


@final
class Adam:
    """Updates one array in place, with short memories (the hard sets change every few steps).

    The rate falls from `rate` times the array's root mean square at the start to `decay` times that in `steps` steps;
    `squares` is the memory of the gradient's square, of the gradient 0.9.
    """

    def __init__(self, parameters: Floats, rate: float, steps: int, decay: float = DECAY, squares: float = 0.9) -> None:
        self._decay, self._squares = decay, np.float32(squares)
        self._rate = rate * float(np.sqrt(np.mean(parameters**2)))
        self._steps, self._step = steps, 0
        self._mean, self._square = np.zeros_like(parameters), np.zeros_like(parameters)

    def step(self, parameters: Floats, gradient: Floats) -> None:
        """Move the parameters once along the gradient."""
        rate = self._rate * self._decay ** (self._step / max(1, self._steps))
        self._step += 1
        unbiased = 1 - MEMORY**self._step
        unbiased_square = 1 - self._squares**self._step
        self._mean += (1 - MEMORY) * (gradient - self._mean)
        self._square += (1 - self._squares) * (gradient * gradient - self._square)
        scale = np.sqrt(self._square / np.float32(unbiased_square)) + TINY
        parameters -= np.float32(rate / unbiased) * self._mean / scale
