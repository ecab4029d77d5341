"""Mutated graph files through all readers: a graph, or one sentence; what a second reader sees beside it.

    python -m benchmarks.reader_fuzz --files 100000 --seed 0

Every file is a small graph in one of the formats, with a few bytes, words or lines changed, repeated, cut, or replaced
by what readers stumble over. A reader answers with a graph or with a DocumentError or UsageError; anything else stops
the run with the file. Where both readers see a graph, they must see the same pairs of nodes, unless the file holds
what the second reader is known to read differently; such cases are counted by their reason. Files of AIGER run along.
"""

import random
import resource
import string
import sys
import time
import warnings
from collections import Counter

import networkx as nx

from benchmarks.arguments import parser_of
from benchmarks.graph_writers import WRITERS
from benchmarks.second_readers import second_pairs
from benchmarks.timing import peak_megabytes, table
from superproof.aiger import circuit_of
from superproof.aiger.read import parse_aiger
from superproof.errors import UsageError
from superproof.formats.content import unpacked
from superproof.formats.graph_file import read_unpacked
from superproof.formats.options import ReadOptions
from superproof.formats.registry import TABLES
from superproof.graphs import GraphFile, graph_of
from verify import DocumentError

MEMORY = 4 * 2**30
"""Address space beyond what is taken at the start: a file that asks for more ends the run."""
MEGABYTES = 300
"""Memory by which one small file may raise the peak: a graph of 2**22 nodes without names takes most of it."""
AIGER = b"aag 7 2 0 2 3\n2\n4\n6\n12\n6 13 15\n12 2 4\n14 3 5\ni0 x\ni1 y\no0 s\no1 c\nc\nhalf adder\n"
TOKENS = (
    b"#", b"%", b'"', b"'", b",", b";", b"\t", b" ", b"\n", b"\r", b"\0", b"{", b"[", b"]", b"<", b">", b"&amp;", b"-1",
    b"1.0", b"01", b"nan", b"1e999", b"999999999999", b"9" * 400, b"0",
     b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf", b"*Arcs :1",
    b"*Vertices 3", b"graph [", b"node [ id 1 ]", b"<graph>", b"<hyperedge>", b"p edge 3 3", b"%%MatrixMarket",
    b">>graph6<<",
    b"~~", b":", b"source,target", b"a a", b"\x1f\x8b", b"PK\x03\x04", b"{'a': 1}", b"\xe2\x80\xa8", b"\x0c",
)  # fmt: skip


def some_graph(rng: random.Random) -> "nx.Graph[str]":
    """A small graph of short names, without loops."""
    names = [
        "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randint(1, 4)))
        for _ in range(rng.randint(2, 8))
    ]
    names = list(dict.fromkeys(["a", *names]))
    while len(names) < 2:
        names.append("b")
    drawn = [rng.sample(names, 2) for _ in range(rng.randint(1, 12))]
    return nx.Graph([(one, other) for one, other in drawn])


def mutated(data: bytes, rng: random.Random) -> bytes:
    """`data` with up to three changes."""
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        data = rng.choice(CHANGES)(data, rng)
    return data


def _place(data: bytes, rng: random.Random) -> int:
    return rng.randint(0, len(data))


def _flip(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data) or 1)
    return data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]


def _insert(data: bytes, rng: random.Random) -> bytes:
    place = _place(data, rng)
    return data[:place] + rng.choice(TOKENS) + data[place:]


def _cut(data: bytes, rng: random.Random) -> bytes:
    start = _place(data, rng)
    return data[:start] + data[start + rng.choice((1, 2, 5, 1000)) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = _place(data, rng)
    part = data[start : start + rng.randint(1, 40)]
    return data[:start] + part * rng.randint(1, 3) + data[start:]


def _lines(data: bytes, rng: random.Random) -> bytes:
    rows = data.split(b"\n")
    i, j = rng.randrange(len(rows)), rng.randrange(len(rows))
    kind = rng.randrange(4)
    if kind == 0:
        rows[i], rows[j] = rows[j], rows[i]
    elif kind == 1:
        del rows[i]
    elif kind == 2:
        rows.insert(i, rows[j])
    else:
        rows[i] += b" " + rng.choice(TOKENS)
    return b"\n".join(rows)


def _word(data: bytes, rng: random.Random) -> bytes:
    words = data.split(b" ")
    words[rng.randrange(len(words))] = rng.choice(TOKENS)
    return b" ".join(words)


CHANGES = (_flip, _insert, _cut, _repeat, _lines, _word)


def read(name: str, data: bytes, format_: str | None) -> GraphFile | None:
    """The graph, or None where the reader refuses in one sentence."""
    try:
        found = read_unpacked(unpacked(name, data), ReadOptions(format=format_, drop_self_loops=True))
        return graph_of(name, found.format, found.raw, drop_self_loops=True)
    except (DocumentError, UsageError) as error:
        if "\n" in str(error) or len(str(error)) > 2000:
            raise ValueError(f"no one sentence: {error}") from error
        return None


def known_difference(format_: str, data: bytes, found: GraphFile) -> str | None:
    """The rule by which superproof reads other pairs than the second reader, where it accounts for all of them.

    A header that is told: the pair of the first row, and only that, is the second reader's alone. Another format, which
    is told as well, or separator: the second reader of that one sees the same.
    """
    ours, second = _named(found), second_pairs(format_, data) or set()
    if any("is a header" in note for note in found.notes) and ours < second and len(second - ours) == 1:
        return "header told"
    told = next((name for name, titles in TITLES.items() if found.read.format in titles), None)
    if found.read.format not in TITLES[format_] and told is not None and second_pairs(told, data) == ours:
        return "another format told"
    if format_ in TABLES and any(second_pairs(name, data) == ours for name in TABLES):
        return "another separator"
    return None


TITLES = {
    "edgelist": ("edge list",), "csv": ("table", "CSV"), "tsv": ("table", "TSV"),
    "semicolons": ("table with semicolons", "table"),
    "adjlist": ("adjacency list",), "gml": ("GML",), "graphml": ("GraphML",), "gexf": ("GEXF",), "pajek": ("Pajek",),
    "json": ("node-link JSON",), "mtx": ("Matrix Market",), "dimacs": ("DIMACS",), "metis": ("METIS",),
    "graph6": ("graph6",), "matrix": ("adjacency matrix",), "array": ("numpy array",),
}  # fmt: skip


def fuzz(files: int, seed: int, show: int = 0) -> dict[str, Counter[str]]:
    """How many files of each format were read alike, refused, read by one reader only, or read differently."""
    rng, counts = random.Random(seed), {name: Counter[str]() for name in (*WRITERS, "aiger")}
    for number in range(files):
        format_ = rng.choice([*WRITERS, "aiger"])
        if format_ == "aiger":
            counts["aiger"][_aiger(mutated(AIGER, rng))] += 1
            continue
        name, _, write = WRITERS[format_]
        data = mutated(write(some_graph(rng)), rng)
        told = rng.choice([None, format_])
        before = peak_megabytes()
        try:
            found = read(name, data, told)
            if peak_megabytes() > before + MEGABYTES:
                raise MemoryError(f"one small file took more than {MEGABYTES} MB")
        except Exception:  # whatever it is, the file that did it is shown
            print(f"file {number}, {name}, format {told}: {data!r}", file=sys.stderr)
            raise
        word = _compared(format_, data, found)
        counts[format_][word] += 1
        if word == "different" and show > 0:
            show -= 1
            theirs = second_pairs(format_, data)
            print(f"{name} {told} {data!r}\n  ours {found and _named(found)}\n  second {theirs}")
    return counts


def _named(found: GraphFile) -> set[frozenset[str]]:
    return {frozenset((found.names[a], found.names[b])) for a, b in found.pairs}


def _compared(format_: str, data: bytes, found: GraphFile | None) -> str:
    if found is None:
        return "refused"
    second = second_pairs(format_, data)
    if not second:
        return "ours only"
    if _named(found) == second:
        return "alike"
    return "known difference" if known_difference(format_, data, found) else "different"


def _aiger(data: bytes) -> str:
    try:
        graph = parse_aiger("g.aag", data)
        circuit_of(graph, sparsity=1, name="g.aag")
    except DocumentError:
        return "refused"
    return "ours only"


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=5, help="differences to print")
    arguments = parser.parse_args()
    fuzz(200, arguments.seed)  # Imports what readers import.
    with open("/proc/self/statm", encoding="ascii") as status:
        taken = int(status.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))
    warnings.simplefilter("error")
    start = time.process_time()
    counts = fuzz(arguments.files, arguments.seed, arguments.show)
    words = ("alike", "refused", "ours only", "known difference", "different")
    rows = [(name, sum(found.values()), *(found[word] for word in words)) for name, found in counts.items()]
    total = sum(counts.values(), Counter[str]())
    print(table(("format", "files", *words), [*rows, ("all", arguments.files, *(total[word] for word in words))]))
    print(f"{time.process_time() - start:.0f} CPU seconds, peak {peak_megabytes():.0f} MB; no other error")
    sys.exit(3 if total["different"] else 0)


if __name__ == "__main__":
    main()
