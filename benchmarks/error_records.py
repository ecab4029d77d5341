"""The part of the page of records about features that are real numbers: families, the table, and what it says."""

from benchmarks.timing import table
from superproof.real_features import shown_up
from superproof.records.error_record import ErrorRecord
from superproof.records.index import ErrorIndex
from superproof.records.real_families import REAL_FAMILIES

INTRODUCTION = """\
Features here are real numbers, and what counts is how wrong a network can be: the largest error of any output on any
input with at most v of m features that are not 0, [proved](real-features.md) for every one of these inputs. Networks
compete where family, m and v are the same, each with all of at most its neurons n; the least bound is the record, and
who answers 1/2 always, without a neuron, is off by 1/2. {count} networks lie in `records/`, each with the certificate
that `superproof records verify` reads again. *At least* is a lower bound for all networks of the family's form with n
neurons (`bounds.welch`; where it is 0 none is known).

```sh
superproof records problem --family relu --size 100 --sparsity 2 -o problem.json
superproof records beat network.safetensors --family relu --size 100 --sparsity 2 --made-by "how"
```

`python -m benchmarks.fill_error_records` made them. Toy models that are trained for the mean error, as published ones
are, are off by about 1 on 100 ReLUs in 50 neurons
([benchmarks](benchmarks.md#worst-errors-over-real-features)); words that share few neurons compute the 100 in 44, any
two at a time, to 3/8, and one alone to 1/8 (`constructions.relu_words`, whose guarantee is for every v).
Equiangular words come within a 25th of the lower bound while one feature is not 0."""
HEADER = ("m", "v", "n", "m/n", "off by at most", "at least", "network", "made by")


def section(index: ErrorIndex) -> list[str]:
    """Paragraphs and tables; none without records."""
    if not index.records:
        return []
    families = [(f"`{one.name}`", one.target, f"`{one.words}`") for one in REAL_FAMILIES.values()]
    parts = ["## Errors on real features", INTRODUCTION.format(count=len(index.records))]
    parts.append(table(("family", "output i", "form, n the neurons of the hidden layer that are counted"), families))
    for name in REAL_FAMILIES:
        rows = [_row(record) for record in index.records if record.family == name]
        if rows:
            parts += [f"### {name}", table(HEADER, rows)]
    return parts


def _row(record: ErrorRecord) -> tuple[object, ...]:
    return (
        record.features, record.sparsity, record.neurons, f"{record.features / record.neurons:.1f}",
        shown_up(record.at_most), f"{float(record.least):.4f}", f"`{record.network[:12]}`", f"`{record.made_by}`",
    )  # fmt: skip
