"""Adam with a short memory and a rate that decays to a tenth."""

from typing import final

import numpy as np

from verify.arrays import Floats

MEMORY = np.float32(0.9)
DECAY = 0.1
TINY = np.float32(1e-12)


@final
class Adam:
    """Updates one array in place, with both memories 0.9 (the hard sets change every few steps).

    The rate falls from `rate` times the array's root mean square at the start to a tenth of it in `steps` steps.
    """

    def __init__(self, parameters: Floats, rate: float, steps: int) -> None:
        self._rate = rate * float(np.sqrt(np.mean(parameters**2)))
        self._steps, self._step = steps, 0
        self._mean, self._square = np.zeros_like(parameters), np.zeros_like(parameters)

    def step(self, parameters: Floats, gradient: Floats) -> None:
        """Move the parameters once along the gradient."""
        rate = self._rate * DECAY ** (self._step / max(1, self._steps))
        self._step += 1
        unbiased = 1 - MEMORY**self._step
        self._mean += (1 - MEMORY) * (gradient - self._mean)
        self._square += (1 - MEMORY) * (gradient * gradient - self._square)
        scale = np.sqrt(self._square / np.float32(unbiased)) + TINY
        parameters -= np.float32(rate / unbiased) * self._mean / scale
