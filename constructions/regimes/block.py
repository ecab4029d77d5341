"""A block of the compute layer: neurons of its own, and the outputs whose channels lie in them."""

from dataclasses import dataclass, replace
from typing import final

import numpy as np

from verify.arrays import Longs


@final
@dataclass(frozen=True, eq=False)
class Block:
    """Some outputs, each with a channel of k neurons of the block, and the weights that excite these neurons.

    Feature `features[t]` excites neuron `neurons[t]` with weight `weights[t]`; a neuron fires by what it receives above
    `rest`. Both inputs of an output together give `rest` + 1 to every neuron of its channel, so that with nothing else
    active the channel fires with 1 everywhere. `outputs` (M,) are numbers of the problem's outputs, `channels` (M, k)
    their neurons, numbered within the block from 0 to `rows` - 1. `regime` is LL, LH, HH or VH. Where every output is
    `alone` in a neuron of its own, that neuron stands k times in its channel and fires with k instead of 1.
    """

    regime: str
    rows: int
    rest: int
    neurons: Longs
    features: Longs
    weights: Longs
    outputs: Longs
    channels: Longs
    alone: bool = False

    @property
    def unit(self) -> int:
        """What a neuron of a channel fires with: 1, or k for an output that is alone in it."""
        return int(self.channels.shape[1]) if self.alone else 1

    def pruned(self) -> "Block":
        """The block without the neurons that lie in no channel: they could only be spurious."""
        used = np.zeros(self.rows, dtype=np.bool_)
        used[self.channels] = True
        number = np.cumsum(used) - 1
        kept = used[self.neurons]
        return replace(
            self,
            rows=int(used.sum()),
            neurons=number[self.neurons[kept]],
            features=self.features[kept],
            weights=self.weights[kept],
            channels=number[self.channels],
        )


def distinct_entries(neurons: Longs, features: Longs) -> tuple[Longs, Longs]:
    """The distinct (neuron, feature) pairs, sorted by neuron.

    >>> [a.tolist() for a in distinct_entries(np.array([1, 0, 1]), np.array([2, 3, 2]))]
    [[0, 1], [3, 2]]
    """
    width = features.max() + 1
    first, second = np.divmod(np.unique(neurons.ravel() * width + features.ravel()), width)
    return first, second
