"""How long files of many edges take to read, and how much memory: an edge list, a table, and the large formats.

    python -m benchmarks.large_graphs --edges 1000000

A random graph on a tenth as many nodes, names as text; each file is read in a process of its own. CPU seconds are of
`read_graph`, imports not counted; peak is the process's largest resident memory.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.timing import table

Pairs = list[list[int]]
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://www.gexf.net/1.2draft"
CHILD = """
import resource, sys, time
from superproof.graphs import read_graph
read_graph(sys.argv[2])
start = time.process_time()
graph = read_graph(sys.argv[1])
took = time.process_time() - start
print(len(graph.pairs), f"{took:.1f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000)
"""


def _gml(pairs: Pairs, nodes: int) -> str:
    known = "".join(f'node [ id {j} label "n{j}" ]\n' for j in range(nodes))
    return f"graph [\n{known}" + "".join(f"edge [ source {u} target {v} ]\n" for u, v in pairs) + "]\n"


def _matrix_market(pairs: Pairs, nodes: int) -> str:
    head = f"%%MatrixMarket matrix coordinate pattern general\n{nodes} {nodes} {len(pairs)}\n"
    return head + "".join(f"{u + 1} {v + 1}\n" for u, v in pairs)


def _graphml(pairs: Pairs, nodes: int) -> str:
    known = "".join(f'<node id="n{j}"/>\n' for j in range(nodes))
    edges = "".join(f'<edge source="n{u}" target="n{v}"/>\n' for u, v in pairs)
    return f'<graphml xmlns="{GRAPHML}"><graph edgedefault="undirected">\n{known}{edges}</graph></graphml>\n'


def _gexf(pairs: Pairs, nodes: int) -> str:
    known = "".join(f'<node id="{j}" label="n{j}"/>\n' for j in range(nodes))
    edges = "".join(f'<edge id="{i}" source="{u}" target="{v}"/>\n' for i, (u, v) in enumerate(pairs))
    graph = f'<graph defaultedgetype="undirected"><nodes>\n{known}</nodes><edges>\n{edges}</edges></graph>'
    return f'<gexf xmlns="{GEXF}" version="1.2">{graph}</gexf>\n'


def _pajek(pairs: Pairs, nodes: int) -> str:
    known = "".join(f'{j + 1} "n{j}"\n' for j in range(nodes))
    return f"*Vertices {nodes}\n{known}*Edges\n" + "".join(f"{u + 1} {v + 1}\n" for u, v in pairs)


FILES: dict[str, Callable[[Pairs, int], str]] = {
    "g.txt": lambda pairs, _: "# random\n" + "".join(f"n{u} n{v}\n" for u, v in pairs),
    "g.csv": lambda pairs, _: "source,target,weight\n" + "".join(f"n{u},n{v},1.5\n" for u, v in pairs),
    "g.mtx": _matrix_market,
    "g.gml": _gml,
    "g.graphml": _graphml,
    "g.gexf": _gexf,
    "g.net": _pajek,
}


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--edges", type=int, default=1_000_000)
    arguments = parser.parse_args()
    nodes = max(10, arguments.edges // 10)
    drawn = np.random.default_rng(0).integers(0, nodes, (arguments.edges + arguments.edges // 8 + 40, 2))
    pairs: Pairs = drawn[drawn[:, 0] != drawn[:, 1]][: arguments.edges].tolist()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, write in FILES.items():
            large, small = Path(folder) / name, Path(folder) / f"small-{name}"
            large.write_text(write(pairs, nodes))
            small.write_text(write(pairs[:9], nodes))
            run = subprocess.run(
                [sys.executable, "-c", CHILD, large, small], check=True, capture_output=True, text=True
            )
            rows.append((name, f"{large.stat().st_size / 1e6:.0f}", *run.stdout.split()))
    print(table(("file", "MB", "pairs", "CPU seconds", "peak MB"), rows))


if __name__ == "__main__":
    main()
