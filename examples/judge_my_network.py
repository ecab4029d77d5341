"""Bring your own weights and ask for the truth about them.

    python examples/judge_my_network.py

Any integer network will do: an input code, layers of (weights, biases), an output code, one threshold. Here a hand-made
network squeezes four features into three neurons, and the prover finds the input on which that goes wrong.
"""

import numpy as np

from verify import BareCode, IdentityCode, Network, Proved, Refuted, TwoAnd, prove, scores

problem = TwoAnd(inputs=4, sparsity=2, pairs=((0, 1), (2, 3)))

code = BareCode(np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, -1]]))  # feature 3 lies across the other three
weights = np.array([[1, 1, 0], [1, 1, 2]])
biases = np.array([-1, -3])
network = Network([(weights, biases)], code, IdentityCode(2), threshold=1)

match prove(problem, network):
    case Proved(certificate):
        print("right on all", certificate.inputs_covered, "inputs")
    case Refuted(counterexample):
        print("wrong:", counterexample)
        print("all scores there:", scores(network, counterexample.active).tolist())
