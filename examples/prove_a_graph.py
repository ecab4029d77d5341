"""From a graph to a proved network, in three steps. Start here.

    python examples/prove_a_graph.py

Features are the members of Zachary's karate club, outputs are their friendships: output i is the AND of two features.
"""

import networkx as nx

from bounds import class_of, lower_bound
from constructions import smallest_proved
from verify import TwoAnd, check

graph = nx.karate_club_graph()
problem = TwoAnd.from_graph(graph, sparsity=2)

found = smallest_proved(problem, seed=0)
for attempt in found.tried:
    print("tried", attempt)

network = found.network
print(f"{network.neurons} neurons compute {problem.outputs} outputs")
print("checked:", check(problem, network, found.certificate))

least = lower_bound(class_of(problem))
print(f"the counting bound: {least.bits} parameter bits, whatever the network")
