"""The page of the records, and its pictures, from the folder records alone.

    python -m benchmarks.records [--folder DIR] [--docs DIR]

Writes docs/records.md, and beside it records-neurons.svg, records-bits.svg, records-kappa.svg and
records-function-bits.svg. Nothing is built or proved here: `superproof records verify` does that.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.error_records import section
from benchmarks.line_pictures import Chart, Series, picture
from benchmarks.timing import table
from bounds import LabelledTwoAnd, lower_bound
from superproof.records.index import Index, default_folder, load_error_index, load_index
from superproof.records.problem_families import FAMILIES
from superproof.records.record import Record

DRAWN = {
    "two-regular": "computed", "complete": "computed", "permutation": "other", "or": "other", "holding": "held",
    "three-and": "computed", "mixed": "other",
}  # fmt: skip
"""Families with several sizes that the pictures show, and their styles."""
KAPPA = {"two-regular", "complete", "permutation", "or", "three-and", "mixed", "complete-bipartite", "four-stars"}
NOTE = "Written by `python -m benchmarks.records`; a test runs it again and compares."
HEADER = ("m'", "v", "seed", "width", "n", "m'/n", "kappa", "parameter bits", "over lg\\|F\\|",
          "function bits per parameter", "best in", "network", "made by")  # fmt: skip
INTRODUCTION = """\
The best networks that superproof has proved, by family of problems: a table to cite, and to beat. Every row is a
network whose certificate the checker called valid; `superproof records verify` counts every figure and checks every
proof again from the files of `records/`, and so does CI. {kept} networks lie there; {large} of more than 100 kB are
kept by recipe, digest and certificate (`superproof records verify --rebuild` builds them; training may give another
network on another machine, and then it says unknown).

**The rule.** Networks compete where family, m', sparsity and seed are the same, each with all of at most its width: the
least of 1, 2, 4, 8, 16, 32 and 64 bits in which an index tells all values of the weights apart. There are two records:
in *neurons* (n; among as many, the fewer parameter bits) and in *bits* (the fewest bits from which all parameters are
read back, `ParameterBits.least`; among as many, the fewer neurons). A challenger must be strictly better, and a holder
of neither record is removed. kappa = n / sqrt(lg|F|), where lg|F| is the [counting bound](bounds.md) of the problem's
class, rounded down; function bits per parameter are lg|F| over the number of parameters. What all this says about
growth, and what it does not, is in [the law](law.md).

**To beat one** (status 0 once it is proved; a wrong network is refuted and changes nothing):

```sh
superproof records problem --family two-regular --size 256 -o problem.json
superproof records beat network.safetensors --family two-regular --size 256 --made-by "how"
```
"""


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    chosen = parser.parse_args()
    index = load_index(chosen.folder)
    (chosen.docs / "records.md").write_text(page(index), encoding="utf-8")
    for name, text in pictures(index).items():
        (chosen.docs / f"{name}.svg").write_text(text, encoding="utf-8")


def page(index: Index) -> str:
    """The document."""
    kept = sum(record.kept for record in index.records)
    parts = ["# Records", NOTE, INTRODUCTION.format(kept=kept, large=len(index.records) - kept).rstrip()]
    charts = ("neurons", "bits", "kappa", "function-bits")
    parts += [f"![{chart.title}](records-{name}.svg)" for name, chart in zip(charts, CHARTS, strict=True)]
    parts += ["## Families", table(("family", "gates", "definition"), list(map(family_row, FAMILIES)))]
    for name in FAMILIES:
        rows = [row(index, record) for record in index.records if record.family == name]
        if rows:
            parts += [f"## {name}", table(HEADER, rows)]
    parts += section(load_error_index(index.folder))
    return "\n\n".join(parts) + "\n"


def family_row(name: str) -> tuple[str, str, str]:
    return f"`{name}`", FAMILIES[name].gate, FAMILIES[name].definition


def row(index: Index, record: Record) -> tuple[object, ...]:
    figures = record.figures
    command = record.made_by.removesuffix(" -o network.safetensors").replace("|", "\\|")
    return (
        record.size, record.sparsity, record.seed, figures.bits, figures.neurons,
        f"{record.size / figures.neurons:.1f}", shown(record.kappa, ".2f"), f"{figures.parameter_bits:,}",
        shown(record.ratio, ".1f"), shown(record.function_bits, ".2f"), ", ".join(index.best_in(record)),
        f"`{figures.network[:12]}`", f"`{command}`",
    )  # fmt: skip


def shown(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


AXIS = "outputs m' (logarithmic)"
CHARTS = (
    Chart("records-neurons", "Fewest neurons proved, v = 2, 3-AND v = 3", AXIS, "neurons n (logarithmic)"),
    Chart("records-bits", "Fewest parameter bits proved, v = 2, 3-AND v = 3", AXIS, "bits (logarithmic)"),
    Chart("records-kappa", "kappa = n / sqrt(lg|F|) of the records in neurons", AXIS, "kappa", logarithmic=False),
    Chart("records-function-bits", "Function bits per parameter of the records in neurons", AXIS, "lg|F| / parameters",
          logarithmic=False),
)  # fmt: skip


def pictures(index: Index) -> dict[str, str]:
    """The SVG files by name."""
    neurons, bits, kappa, function_bits = CHARTS
    regular = least(index, "two-regular", lambda record: record.figures.neurons)
    sizes = [size for size, _ in regular]
    bound = [(size, lower_bound(LabelledTwoAnd(size, size)).bits) for size in sizes]
    roots = [(size, sqrt(lg)) for size, lg in bound]
    eighths = [(size, lower_bound(LabelledTwoAnd(size, size)).neurons(8)) for size in sizes]
    drawn = {
        neurons: [
            *lines(index, DRAWN, lambda record: record.figures.neurons),
            Series("2-AND: sqrt(lg|F|)", roots, "bound"),
            Series("2-AND: at least (8-bit weights)", eighths, "bound"),
        ],
        bits: [
            *lines(index, [name for name in DRAWN if name != "holding"], lambda record: record.figures.parameter_bits),
            Series("2-AND: lg|F|", bound, "bound"),
        ],
        kappa: lines(index, sorted(KAPPA), lambda record: record.kappa),
        function_bits: lines(index, sorted(KAPPA), lambda record: record.function_bits, best=max),
    }
    return {chart.name: picture(chart, series) for chart, series in drawn.items()}


def lines(
    index: Index,
    names: Sequence[str] | dict[str, str],
    figure: Callable[[Record], float | None],
    best: Callable[..., float] = min,
) -> list[Series]:
    return [Series(name, least(index, name, figure, best), DRAWN.get(name, "other")) for name in names]


def least(
    index: Index, name: str, figure: Callable[[Record], float | None], best: Callable[..., float] = min
) -> list[tuple[int, float]]:
    """The best of a figure by size at seed 0, over all widths, at the family's own sparsity."""
    found: dict[int, list[float]] = {}
    for record in index.records:
        value = figure(record)
        own = record.family == name and record.seed == 0 and record.sparsity == FAMILIES[name].sparsity
        if own and value is not None:
            found.setdefault(record.size, []).append(value)
    return [(size, best(values)) for size, values in sorted(found.items())]


if __name__ == "__main__":
    main()
