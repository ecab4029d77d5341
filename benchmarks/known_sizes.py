"""Families of problems by size, and for each construction the smallest n found to be proved (docs/constructions.md).

Data for `benchmarks.sizes`, which builds and proves each of them again. How each n was found: `Known`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from benchmarks.size_families import BIPARTITE, COMPLETE, PERMUTED, REGULAR, ROOT_STARS, STARS
from constructions.regimes import Design


@final
@dataclass(frozen=True)
class Known:
    """A network that is proved: `neurons` asked for, seed and design (None: the default of the construction).

    `searched`: n came from a search (`smallest_proved` and the like, or steps of at most 7 percent down to a failure);
    else it is what one request, or coarse steps, gave.
    """

    neurons: int
    seed: int = 0
    design: Design | None = None
    searched: bool = False


FAILS = Known(0)
"""One neuron fewer than one a gate or feature is not enough."""


@final
@dataclass(frozen=True)
class Row:
    """A construction on a family: what is known by size."""

    regime: str
    family: str
    construction: str
    formula: str
    known: Mapping[int, Known] = field(default_factory=dict)


def searched(neurons: int, seed: int = 0, design: Design | None = None) -> Known:
    return Known(neurons, seed, design, searched=True)


def tight(neurons: int, channel: int = 10) -> Known:
    return Known(neurons, design=Design.tight(2, channel))


SQUARE_ROOT = "O(sqrt(m') log m')"
EDGE = "kappa sqrt(lg F), kappa {}"
OPTIMISED, STRUCTURED, PARTITIONED = "optimised-channels", "structured-channels", "partitioned-channels"
INPUT, UNION = "input-channels", "union-channels"
ROWS = (
    Row(
        "LL",
        REGULAR,
        OPTIMISED,
        EDGE.format("0.9 to 1.1"),
        {64: searched(25), 256: searched(56), 1024: searched(133), 4096: Known(322)},
    ),
    Row(
        "LL",
        REGULAR,
        STRUCTURED,
        "about 1.4 sqrt(m') lg m'",
        {64: searched(63), 256: searched(177), 1024: searched(448, 1), 4096: searched(1040)},
    ),
    Row(
        "LL",
        REGULAR,
        "random-channels",
        "O(sqrt(m' log m'))",
        {64: FAILS, 256: FAILS, 1024: Known(900), 4096: searched(1600)},
    ),
    Row(
        "LL",
        REGULAR,
        "output-channels",
        SQUARE_ROOT,
        {64: FAILS, 256: searched(183, 0, Design(channel=8, weight=10)), 1024: searched(600), 4096: Known(1450)},
    ),
    Row(
        "LL",
        REGULAR,
        PARTITIONED,
        SQUARE_ROOT,
        {64: searched(60, 0, Design.tight(2, 6)), 256: tight(130), 1024: tight(450), 4096: Known(1450)},
    ),
    Row(
        "LL",
        REGULAR,
        UNION,
        "2.3 to 2.5 sqrt(m' lg m')",
        {64: FAILS, 256: searched(102), 1024: searched(234), 4096: searched(560)},
    ),
    Row(
        "HH",
        COMPLETE,
        OPTIMISED,
        EDGE.format("1.4 to 2.0"),
        {64: searched(24, 2), 256: searched(70), 1024: searched(174, 3), 4096: Known(420, 1)},
    ),
    Row(
        "HH",
        COMPLETE,
        INPUT,
        SQUARE_ROOT,
        {64: FAILS, 256: searched(190), 1024: searched(450, 0, Design(channel=7, weight=12)), 4096: Known(1000)},
    ),
    Row(
        "HH",
        COMPLETE,
        PARTITIONED,
        SQUARE_ROOT,
        {64: tight(48, 6), 256: tight(100), 1024: tight(190, 14), 4096: tight(430, 20)},
    ),
    Row(
        "HH",
        BIPARTITE,
        OPTIMISED,
        EDGE.format("1.1 to 1.6"),
        {64: searched(23), 256: searched(57, 1), 1024: searched(141, 1), 4096: Known(363, 1)},
    ),
    Row(
        "HH",
        BIPARTITE,
        INPUT,
        SQUARE_ROOT,
        {64: FAILS, 256: FAILS, 1024: searched(569, 0, Design(channel=7, weight=12)), 4096: Known(1350)},
    ),
    Row(
        "HH",
        BIPARTITE,
        PARTITIONED,
        SQUARE_ROOT,
        {64: FAILS, 256: tight(100), 1024: tight(190, 14), 4096: tight(450, 21)},
    ),
    Row(
        "LH",
        ROOT_STARS,
        OPTIMISED,
        EDGE.format("0.9 to 1.1"),
        {64: searched(25, 2), 256: searched(56, 1), 1024: Known(140), 4096: Known(340)},
    ),
    Row("LH", ROOT_STARS, "mixed-channels", SQUARE_ROOT, {64: FAILS, 256: FAILS, 1024: Known(800), 4096: Known(1950)}),
    Row(
        "VH",
        STARS,
        OPTIMISED,
        EDGE.format("1.0 to 1.6"),
        {64: searched(26, 2), 256: searched(62, 2), 1024: searched(200), 4096: Known(500)},
    ),
    Row(
        "VH",
        STARS,
        "dedicated-channels",
        SQUARE_ROOT,
        {64: FAILS, 256: Known(230), 1024: searched(640), 4096: Known(1550)},
    ),
)
OTHERS = (
    Row(
        "readable",
        PERMUTED,
        "neural-permutation",
        "1.9 to 2.5 sqrt(m' lg m')",
        {64: searched(38), 256: searched(97), 1024: searched(236)},
    ),
    Row(
        "readable",
        PERMUTED,
        "matched-permutation",
        "about 1.4 sqrt(m') lg m'",
        {64: FAILS, 256: searched(180), 1024: searched(423), 4096: searched(1104)},
    ),
    Row(
        "re-encoded",
        PERMUTED,
        "reencoded-permutation",
        "2.5 to 3.1 sqrt(m' lg m')",
        {64: searched(49), 256: searched(139), 1024: searched(294), 4096: searched(671)},
    ),
    Row(
        "gates",
        "or",
        OPTIMISED,
        EDGE.format("1.8 to 2.9"),
        {64: searched(47), 256: searched(129), 1024: searched(340), 4096: Known(900)},
    ),
    Row(
        "gates",
        "xor",
        OPTIMISED,
        EDGE.format("2.8 to 4.3"),
        {64: searched(74), 256: searched(199, 1), 1024: Known(530, 1), 4096: searched(1310)},
    ),
    Row(
        "gates",
        "mixed gates",
        OPTIMISED,
        EDGE.format("1.9 to 2.7"),
        {64: searched(50, 1), 256: searched(145), 1024: Known(350), 4096: searched(835)},
    ),
    Row(
        "gates",
        "3-AND",
        OPTIMISED,
        EDGE.format("0.9 to 1.2"),
        {64: searched(28, 2), 256: searched(86), 1024: Known(175), 4096: Known(460)},
    ),
    Row(
        "gates",
        "or",
        STRUCTURED,
        "1.6 to 2.1 sqrt(m') lg m'",
        {64: FAILS, 256: searched(207), 1024: searched(626, 1), 4096: searched(1592, 1)},
    ),
    Row(
        "gates",
        "or",
        UNION,
        "3.0 to 5.3 sqrt(m' lg m')",
        {64: searched(59), 256: searched(185), 1024: searched(445), 4096: Known(1180)},
    ),
    Row(
        "gates",
        "3-AND",
        STRUCTURED,
        "1.7 to 2.3 sqrt(m') lg m'",
        {64: FAILS, 256: searched(215, 2), 1024: searched(626), 4096: Known(1800)},
    ),
)
