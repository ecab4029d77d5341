"""What is known about one record: its place in the table, its figures, and how it was made."""

from dataclasses import asdict, dataclass
from math import sqrt
from typing import final

import numpy as np

from bounds.audit import SLACK
from superproof.comparison import compare
from superproof.errors import UsageError
from superproof.records.problem_families import FAMILIES, Family
from verify import Network, Problem, problem_digest
from verify.documents import Fields

WIDTHS = (1, 2, 4, 8, 16, 32, 64)
"""Classes of weights, by the bits that tell the values of a network's weights apart."""
KEPT = 100_000
"""Bytes of a network's file up to which it is kept in the repository; a larger one is built again by its recipe."""
NEURONS, BITS = "neurons", "bits"
CURRENCIES = (NEURONS, BITS)
MOST_WORDS = 300
"""Letters kept of how a network was made."""


@final
@dataclass(frozen=True)
class Figures:
    """Sizes of a network for a problem, in integers; `bits` is the class of its weights (`weight_class`).

    `parameter_bits` are the fewest from which its parameters are read back (`ParameterBits.least`), `bound_bits` is
    floor(lg|F|) of the problem's class, None where no class is counted. The digests are those of certificates.
    """

    bits: int
    neurons: int
    parameters: int
    parameter_bits: int
    bound_bits: int | None
    problem: str
    network: str


@final
@dataclass(frozen=True)
class Recipe:
    """A construction's own defaults with so many neurons and this seed."""

    construction: str
    neurons: int
    seed: int

    @property
    def command(self) -> str:
        """What builds it, for the problem that `superproof records problem` writes."""
        return (
            f"superproof build problem.json --construction {self.construction} --neurons {self.neurons} "
            f"--seed {self.seed} -o network.safetensors"
        )


@final
@dataclass(frozen=True)
class Record:
    """An entry of the index: where it stands, its figures, whether its network is `kept` as a file, how it was made."""

    family: str
    size: int
    sparsity: int
    seed: int
    gate: str
    figures: Figures
    kept: bool
    made_by: str
    recipe: Recipe | None = None

    @property
    def of(self) -> tuple[str, int, int, int]:
        """The problem that it competes for, with all networks of at most its width."""
        return self.family, self.size, self.sparsity, self.seed

    @property
    def order(self) -> tuple[int, ...]:
        """Its place in the index, by families and sizes."""
        return list(FAMILIES).index(self.family), *self.of[1:], self.figures.bits, *self.cost(NEURONS)

    @property
    def network(self) -> str:
        """The digest of its network."""
        return self.figures.network

    @property
    def stem(self) -> str:
        """What its files are called."""
        return f"{self.family}-{self.size}-v{self.sparsity}-{self.network[:12]}"

    def cost(self, currency: str) -> tuple[int, int]:
        """What is to be small: neurons and then parameter bits, or the other way round."""
        neurons, bits = self.figures.neurons, self.figures.parameter_bits
        return (neurons, bits) if currency == NEURONS else (bits, neurons)

    @property
    def kappa(self) -> float | None:
        """n / sqrt(lg|F|)."""
        bound = self.figures.bound_bits
        return round(self.figures.neurons / sqrt(bound), 3) if bound else None

    @property
    def ratio(self) -> float | None:
        """Parameter bits over lg|F|."""
        bound = self.figures.bound_bits
        return round(self.figures.parameter_bits / bound, 2) if bound else None

    @property
    def function_bits(self) -> float | None:
        """lg|F| over the number of parameters."""
        bound = self.figures.bound_bits
        return round(bound / self.figures.parameters, 3) if bound else None

    def document(self) -> dict[str, object]:
        """As the index holds it."""
        return asdict(self)

    def facts(self) -> dict[str, object]:
        """For the object of --json."""
        derived = {"kappa": self.kappa, "ratio": self.ratio, "function_bits_per_parameter": self.function_bits}
        return {**self.document(), **derived}


def digest_in(fields: Fields, key: str) -> str:
    """A digest of a record. Errors: DocumentError."""
    if len(digest := fields.text(key)) != 64 or set(digest) - set("0123456789abcdef"):
        fields.refuse(key, "be a SHA-256 in small hexadecimal digits")
    return digest


def record_of(path: object, members: dict[str, object]) -> Record:
    """The record in an object of the index. Errors: DocumentError for a key, type or value that none has."""
    fields = Fields(path, members, tuple(Record.__dataclass_fields__))
    figures = Fields(path, fields.object("figures"), tuple(Figures.__dataclass_fields__))
    if fields.text("family") not in FAMILIES:
        fields.refuse("family", f"be one of {', '.join(FAMILIES)}")
    if type(kept := fields.take("kept")) is not bool:
        fields.refuse("kept", "be true or false")
    recipe = None
    if fields.take("recipe") is not None:
        named = Fields(path, fields.object("recipe"), tuple(Recipe.__dataclass_fields__))
        recipe = Recipe(named.text("construction"), named.integer("neurons"), named.integer("seed"))
    counted = Figures(
        bits=figures.integer("bits"),
        neurons=figures.integer("neurons"),
        parameters=figures.integer("parameters"),
        parameter_bits=figures.integer("parameter_bits"),
        bound_bits=None if figures.take("bound_bits") is None else figures.integer("bound_bits"),
        problem=digest_in(figures, "problem"),
        network=digest_in(figures, "network"),
    )
    return Record(
        fields.text("family"), fields.integer("size"), fields.integer("sparsity"), fields.integer("seed"),
        fields.text("gate"), counted, kept, fields.text("made_by"), recipe,
    )  # fmt: skip


def measured(family: Family, problem: Problem, network: Network) -> Figures:
    """The figures of a network, all counted here."""
    comparison = compare(problem, network, encode=True)
    if comparison.spent is None or comparison.parameters is None:
        raise UsageError("only a network has figures")
    return Figures(
        bits=weight_class(network),
        neurons=network.neurons,
        parameters=comparison.parameters,
        parameter_bits=comparison.spent.least,
        bound_bits=comparison.bound_bits if family.counted else None,
        problem=problem_digest(problem),
        network=network.digest,
    )


def require_possible(family: Family, figures: Figures) -> None:
    """UsageError for what no network of a random problem can be: 64 parameter bits below lg|F| (docs/bounds.md).

    A graph of a fixed form, such as a complete one, is one function and may well have a shorter description.
    """
    least = (figures.bound_bits or 0) - SLACK
    if family.seeded and figures.parameter_bits < least:
        raise UsageError(
            f"a network of a random problem must have at least {least} parameter bits ({SLACK} below lg|F|), not "
            f"{figures.parameter_bits}: something of it that is not counted depends on the problem"
        )


def weight_class(network: Network) -> int:
    """The least of `WIDTHS` in which an index tells all values of the network's weights apart.

    >>> from verify import IdentityCode
    >>> weight_class(Network([([[1, -1]], [0])], IdentityCode(2), IdentityCode(1), threshold=1))
    1
    """
    values = np.unique(np.concatenate([np.unique(layer.weights) for layer in network.layers])).size
    return next(width for width in WIDTHS if values <= 1 << width)
