"""One output on given inputs: its exact distance from the threshold, what a machine may lose there, what one reads."""

from collections.abc import Collection, Sequence
from typing import final

import numpy as np

from verify.arrays import Bools
from verify.floats.exact_values import ExactNetwork
from verify.floats.fine import FINE, Units, shifted_up, units_up
from verify.floats.machine import losses
from verify.floats.network import FloatNetwork

Inputs = Sequence[Collection[int]]
RUNS = {"float16": np.float32, "bfloat16": np.float32, "float32": np.float32, "float64": np.float64}


@final
class Pointwise:
    """Answers about single outputs on single inputs, for the few of them that bounds on all leave open."""

    def __init__(self, network: FloatNetwork) -> None:
        self.network = network
        self.exact = ExactNetwork(network)

    def reads(self, inputs: Inputs, output: int) -> Bools:
        """What the output reads, exactly, (inputs,)."""
        return np.asarray(self.exact.reads(inputs, slice(output, output + 1))[0])

    def distances(self, inputs: Inputs, output: int) -> Units:
        """|score - threshold| in units, rounded down, (inputs,)."""
        excess = np.abs(self.exact.excess(inputs, slice(output, output + 1))[0])
        return -shifted_up(-excess, self.exact.exponent + FINE)

    def losses(self, inputs: Inputs, output: int) -> Units:
        """Bounds on what a machine loses of this score on these very inputs, in units, (inputs,).

        Errors: those of `verify.floats.machine.losses`.
        """
        network = self.network
        *before, last = network.layers
        mine = slice(output, output + 1)
        read = last.weights[mine], last.bias[mine], last.rectified[mine]
        alone = FloatNetwork([*before, read], network.thresholds[mine], network.precision, network.strict)
        first = alone.layers[0]
        sums = [units_up(np.abs(first.weights[:, sorted(active)])).sum(axis=1) for active in inputs]
        states = zip(self.exact.states(inputs, mine)[:-1], self.exact.layers, strict=False)
        sizes = [shifted_up(np.abs(state), layer.exponent + FINE) for state, layer in states]
        active = max(map(len, inputs))
        found = losses(alone, active, np.array(sums).T + units_up(np.abs(first.bias))[:, None], sizes)
        return np.asarray(found[0])

    def run(self, active: Collection[int], output: int) -> float:
        """The score as numpy computes it in the arithmetic that the network is executed in."""
        kind = RUNS[self.network.precision]
        x = np.zeros(self.network.inputs, dtype=kind)
        x[sorted(active)] = 1
        with np.errstate(all="ignore"):
            for layer in self.network.layers:
                z = layer.weights.astype(kind) @ x + layer.bias.astype(kind)
                x = np.where(layer.rectified, np.maximum(z, 0), z).astype(kind)
        return float(x[output])

    def run_reads(self, active: Collection[int], output: int) -> bool:
        """What the output reads when numpy runs the network."""
        run, theta = self.run(active, output), float(self.network.thresholds[output])
        return run > theta if self.network.strict else run >= theta
