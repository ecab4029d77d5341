"""The pictures of a report, in reading order."""

from superproof.findings import Findings
from superproof.reports.figures.canvas import Picture
from superproof.reports.figures.cells import interference, reading
from superproof.reports.figures.channel_matrix import channel_matrix, excerpt, outputs_by_feature
from superproof.reports.figures.frontier import Landmark, family_of, frontier
from superproof.reports.figures.graph import can_draw, graph_picture
from superproof.reports.figures.influence import feature_influence
from superproof.reports.figures.level_bars import circuit_levels
from superproof.reports.figures.neuron_ranges import Line, Place, Zone, ranges
from superproof.reports.figures.score_axis import score_distribution
from superproof.reports.figures.search_path import search_path
from superproof.reports.score_counts import tally
from superproof.words import count
from verify.naming import brief


def pictures(findings: Findings) -> list[Picture]:
    """Those that say something about this kind of problem, for which this run has results, in reading order."""
    problem, network, labels = findings.source.problem, findings.network, tuple(map(brief, findings.source.labels))
    drawn = []
    if network is not None:
        if findings.comparison.obstacle is None:
            lines = [line for line in (_neurons(findings), _bits(findings)) if line is not None]
            drawn.append(ranges(lines, "Between the counting bound and one neuron per output", _caption(findings)))
        family = family_of(problem, findings.comparison)
        if family is not None:
            proved = {attempt.neurons for attempt in findings.tried if attempt.found} - {network.neurons}
            others = [Landmark(None, network.outputs, neurons) for neurons in sorted(proved)]
            drawn.append(frontier(family, [*others, Landmark("this network", network.outputs, network.neurons)]))
        scores = tally(problem, network, findings.counterexample)
        drawn.append(score_distribution(scores, network.threshold, findings.margin))
    if problem.is_circuit:  # A feature of a circuit has no outputs of its own.
        drawn.append(circuit_levels(problem, network))
    else:
        drawn.extend(_of_one_level(findings, labels))
    if len(findings.tried) > 1:
        attempts = [(attempt.neurons, attempt.found) for attempt in findings.tried]
        drawn.append(search_path(attempts, problem.outputs))
    return drawn


def _of_one_level(findings: Findings, labels: tuple[str, ...]) -> list[Picture]:
    """The graph, what features share, who reads whom, a channel, and how unequal features are."""
    problem, network, example = findings.source.problem, findings.network, findings.counterexample
    influences = tuple(map(len, outputs_by_feature(problem)))
    drawn = []
    if can_draw(problem):
        drawn.append(graph_picture(problem, labels, () if example is None else example.active))
    if network is not None:
        order = sorted(range(problem.inputs), key=lambda j: (-influences[j], j))
        drawn.append(interference(network, tuple(order)))
        drawn.append(reading(problem, network))
        part = excerpt(problem, network)
        if part is not None:
            drawn.append(channel_matrix(part, labels))
    if len(set(influences)) > 1:
        drawn.append(feature_influence(influences, labels, problem.outputs))
    return drawn


def _neurons(findings: Findings) -> Line | None:
    network, comparison = findings.network, findings.comparison
    bound = comparison.bound_neurons
    if network is None or bound is None:
        return None
    outputs = network.outputs
    places = (
        Place(network.neurons, "this network", "network"),
        Place(outputs, "one per output", "plain"),
        Place(bound, "at least, by counting", "bound"),
    )
    zones = (
        Zone(outputs, None, "room for all", "plain"),
        Zone(None, bound, "too few", "bound"),
        Zone(bound, outputs, "superposition", "network"),
    )
    return Line("Neurons", places, zones)


def _bits(findings: Findings) -> Line | None:
    comparison = findings.comparison
    if comparison.parameter_bits is None or comparison.entropy_bits is None or comparison.bound_bits is None:
        return None
    places = (
        Place(comparison.bound_bits, "at least, by counting", "bound"),
        Place(comparison.entropy_bits, "this network, by entropy", "network"),
        Place(comparison.parameter_bits, "as stored", "plain"),
    )
    return Line("Parameter bits", places, (Zone(None, comparison.bound_bits, "too few", "bound"),))


def _caption(findings: Findings) -> str:
    comparison = findings.comparison
    return (
        f"The bound on neurons is for {count(comparison.layers, 'layer')} of n \N{MULTIPLICATION SIGN} n parameters of "
        f"{comparison.width} bits, as wide as this network's weights are stored. Logarithmic scales."
    )
