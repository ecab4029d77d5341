"""A problem: the function F, as levels of gates, and the sparsity of its admissible inputs."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, final

import numpy as np

from verify.codes.base import require_size
from verify.errors import shown
from verify.statement.gates import Gate, GateGroup, checked_gate, groups_of

if TYPE_CHECKING:
    import networkx as nx

FORMS = ("gates", "permutation", "circuit")
SHOWN_GATES = 8


@final
@dataclass(frozen=True)
class Problem:
    """F: {0,1}^m -> {0,1}^m' as `levels` of gates, and v = `sparsity`: level l holds its gates on level l - 1.

    Level 0 are the m = `features`, the last level the m' outputs; gates name what they read by number. `form` is the
    word by which documents name the problem. "gates": one level of different gates. "permutation": one level of copies,
    each of another feature. "circuit": any number of levels, and *every* level has at most v active on an admissible
    input.

    Errors: TypeError for what is made of anything but tuples, gates and integers; ValueError for a gate that
    `checked_gate` refuses, a level without gates, a sparsity outside 1..m, or levels against the rule of the form.
    Details: docs/methods.md.

    >>> problem = Problem(3, 2, ((Gate("or", (2, 0)), Gate("and", (0, 1))),))
    >>> problem.gates[0], problem.is_two_and, problem.is_circuit
    (Gate(kind='or', inputs=(0, 2)), False, False)
    """

    features: int
    sparsity: int
    levels: tuple[tuple[Gate, ...], ...]
    form: str = "gates"

    def __repr__(self) -> str:
        gates = sum(map(len, self.levels))
        levels = self.levels if gates <= SHOWN_GATES else f"<{len(self.levels)} of {gates} gates>"
        return f"Problem(features={self.features}, sparsity={self.sparsity}, levels={levels}, form={self.form!r})"

    def _repr_html_(self) -> str:
        from verify.rich import problem_card

        return problem_card(self)

    def __post_init__(self) -> None:
        if type(self.form) is not str or self.form not in FORMS:
            raise ValueError(f"a problem's form must be one of {', '.join(FORMS)}, not {shown(self.form)}")
        width = require_size("inputs", self.features)
        object.__setattr__(self, "features", width)
        object.__setattr__(self, "sparsity", require_sparsity(self.sparsity, width))
        levels = []
        for number, level in enumerate(self.levels, start=1):
            levels.append(_checked_level(f"level {number}" if self.is_circuit else "", level, width))
            width = len(levels[-1])
        object.__setattr__(self, "levels", tuple(levels))
        if not self.is_circuit:
            self._require_one_level_of_different_gates()
        elif not levels:
            raise ValueError("a circuit needs at least one level, not 0")
        if self.is_permutation and not (self.outputs == self.features and all(g.kind == "copy" for g in self.gates)):
            raise ValueError(f"a permutation must be one copy of each of its {self.features} features")

    def _require_one_level_of_different_gates(self) -> None:
        if len(self.levels) != 1:
            raise ValueError(f"a problem of form {self.form} must have one level of gates, not {len(self.levels)}")
        number: dict[Gate, int] = {}
        for i, gate in enumerate(self.levels[0]):
            if number.setdefault(gate, i) != i:
                name = f"{gate.kind} of {shown(gate.inputs)}"
                raise ValueError(f"gate {i} must differ from all before it, but {name} is gate {number[gate]} already")

    def __reduce__(self) -> tuple[object, ...]:
        """Copies and pickles are built, and so checked, like any other problem."""
        return Problem, (self.features, self.sparsity, self.levels, self.form)

    @property
    def inputs(self) -> int:
        """m, the number of features."""
        return self.features

    @property
    def outputs(self) -> int:
        """m', the number of gates of the last level."""
        return len(self.levels[-1])

    @property
    def widths(self) -> tuple[int, ...]:
        """The numbers of features of levels 0, ..., L."""
        return (self.features, *map(len, self.levels))

    @property
    def is_circuit(self) -> bool:
        """Whether every level must be sparse; all other problems have one level."""
        return self.form == "circuit"

    @property
    def is_permutation(self) -> bool:
        """Whether this is a permutation by name: one copy of every feature."""
        return self.form == "permutation"

    @cached_property
    def is_two_and(self) -> bool:
        """Whether every output is the AND of two features."""
        return self.form == "gates" and all(g.kind == "and" and len(g.inputs) == 2 for g in self.gates)

    @cached_property
    def level_groups(self) -> tuple[tuple[GateGroup, ...], ...]:
        """The gates of every level as arrays, one group a kind and fan-in, in the order in which they first occur."""
        return tuple(groups_of(level) for level in self.levels)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The outputs as gates of features. Errors: TypeError for circuits."""
        if self.is_circuit:
            raise TypeError("a circuit's outputs are gates of the level before, not of its inputs: ask for its levels")
        return self.levels[0]

    def gate(self, output: int) -> Gate:
        """The gate that one output computes. Errors: those of `gates`."""
        return self.gates[output]

    def gate_groups(self) -> tuple[GateGroup, ...]:
        """All gates as arrays; every output is in exactly one group. Errors: those of `gates`."""
        return self.level_groups[0] if self.gates else ()

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Of a 2-AND the two features of every output. Errors: TypeError for other problems."""
        if not self.is_two_and:
            raise TypeError("only a 2-AND has pairs, and some output here is no AND of two features")
        return tuple((a, b) for a, b in (gate.inputs for gate in self.gates))

    @cached_property
    def preimages(self) -> tuple[int, ...]:
        """Of a permutation the feature that every output repeats. Errors: TypeError for other problems."""
        if not self.is_permutation:
            raise TypeError("only a permutation has preimages")
        return tuple(gate.inputs[0] for gate in self.gates)

    @cached_property
    def images(self) -> tuple[int, ...]:
        """Of a permutation the output that repeats feature j, for every j. Errors: those of `preimages`."""
        return tuple(np.argsort(self.preimages).tolist())

    @property
    def influence(self) -> tuple[int, ...]:
        """For every feature the number of outputs that use it. Errors: those of `gates`.

        >>> from verify import gate_problem
        >>> gate_problem(3, 2, [("or", 0, 1), ("and", 0, 1, 2)]).influence
        (2, 2, 1)
        """
        uses = np.concatenate([group.inputs.ravel() for group in self.gate_groups()])
        return tuple(np.bincount(uses, minlength=self.features).tolist())

    def graph(self) -> "nx.Graph[int]":
        """A 2-AND as a graph: nodes 0..m-1 are features, edges outputs. Errors: those of `pairs`.

        >>> from verify import TwoAnd
        >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
        >>> TwoAnd.from_graph(problem.graph(), sparsity=2) == problem
        True
        """
        import networkx as nx

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(self.features))
        graph.add_edges_from(self.pairs)
        return graph

    def document(self) -> dict[str, object]:
        """The JSON object that stands for the problem, key by key as docs/formats.md has it."""
        head: dict[str, object] = {"format": "superproof-problem-1", "kind": self.form}
        if self.is_permutation:
            return head | {"sparsity": self.sparsity, "images": list(self.images)}
        levels = [[[gate.kind, *gate.inputs] for gate in level] for level in self.levels]
        gates = {"levels": levels} if self.is_circuit else {"gates": levels[0]}
        return head | {"inputs": self.features, "sparsity": self.sparsity} | gates


def _checked_level(name: str, level: object, width: int) -> tuple[Gate, ...]:
    if type(level) is not tuple:
        raise TypeError(f"{name or 'the level of a problem'} must be a tuple of gates, not {shown(level)}")
    if not level:
        raise ValueError(f"{name or 'a problem'} must have at least one gate, not 0")
    place = f"{name}, gate" if name else "gate"
    gates = []
    for i, gate in enumerate(level):
        if type(gate) is not Gate:
            raise TypeError(f"{place} {i} must be a Gate, not {shown(gate)}")
        gates.append(checked_gate(f"{place} {i}", gate, width))
    return tuple(gates)


def require_sparsity(sparsity: object, features: int) -> int:
    """`sparsity` as a plain int; TypeError or ValueError unless 1 <= sparsity <= features."""
    plain = require_size("sparsity", sparsity)
    if plain > features:
        raise ValueError(f"sparsity must be at most the number of features, {features}, not {shown(plain)}")
    return plain
