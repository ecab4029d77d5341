"""How many files one more of a kind takes, tests and docs aside: a copy with one more of each proves and checks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST = {"gate": 3, "prover": 3, "construction": 2, "code": 2, "graph format": 2, "export": 2, "import": 2}
NEW = {
    "code": {
        "verify/codes/mirror.py": lambda: (
            (ROOT / "verify/codes/identity.py")
            .read_text()
            .replace("IdentityCode", "MirrorCode")
            .replace('family = "identity"', 'family = "mirror"')
            .replace("np.arange(start, stop, dtype=np.int64)", "self.size - 1 - np.arange(start, stop, dtype=np.int64)")
        )
    },
    "prover": {
        "verify/provers/again.py": lambda: (
            """
from dataclasses import replace
from verify.provers.enumeration import PROVER as ENUMERATE
from verify.statement.verdict import Found

def prove(problem, network, **options):
    found = ENUMERATE.prove(problem, network, **options)
    return Found(replace(found.certificate, prover="again")) if isinstance(found, Found) else found

PROVER = replace(ENUMERATE, name="again", prove=prove, options=frozenset())
"""
        ),
        "verify/checker/again.py": lambda: (
            """
from verify.checker.checkers import Checker
from verify.checker.enumeration import check_enumeration

CHECKER = Checker(check_enumeration, lambda problem, network: (1, 1))
"""
        ),
    },
    "construction": {
        "constructions/mirrored.py": lambda: (
            """
from dataclasses import replace
from constructions.naive import NAIVE

MIRRORED = replace(NAIVE, name="mirrored")
"""
        )
    },
    "graph format": {
        "superproof/formats/arrows.py": lambda: (
            """
from superproof.formats.raw import Builder, Raw

def read_arrows(content):
    builder = Builder()
    for line in content.lines:
        if line:
            builder.edges_between(line.split("->"))
    return Raw(list(builder.number), builder.edges)
"""
        )
    },
    "export": {
        "superproof/exports/plain.py": lambda: (
            """
import json
from pathlib import Path

def save_plain(network, path):
    layers = [(x.weights.tolist(), x.bias.tolist(), x.rectified.tolist()) for x in network.layers]
    Path(path).write_text(json.dumps([layers, network.thresholds.tolist()]))
"""
        )
    },
    "import": {
        "superproof/imports/plain.py": lambda: (
            """
import json
from pathlib import Path
from verify import FloatNetwork

def from_plain(path, features, reading):
    layers, thresholds = json.loads(Path(path).read_text())
    return FloatNetwork(layers, thresholds, "float64")
"""
        )
    },
}
ADDED = {
    "gate": {
        "verify/statement/gates.py": (
            "KINDS = {",
            'KINDS = {"most": GateKind("most", 3, lambda bits: np.asarray(bits.sum(axis=-1) > 1)),',
        ),
        "verify/gate_facts.py": (
            '    "xor": ',
            '    "most": lambda q: GateFacts(least=2, unit=((1, 1, 1), -1), shows=2),\n    "xor": ',
        ),
        "superproof/schemas/problem.schema.json": ('"andnot"', '"andnot", "most"'),
    },
    "prover": {"verify/methods.py": ("METHODS = {", 'METHODS = {"again": "again", ')},
    "construction": {"constructions/registry.json": ("{", '{"mirrored": "constructions.mirrored:MIRRORED",')},
    "code": {
        "verify/codes/recipes.py": (
            "FAMILIES = (",
            "from verify.codes.mirror import MirrorCode\nFAMILIES = (MirrorCode, ",
        )
    },
    "graph format": {
        "superproof/formats/registry.py": (
            "] = {",
            '] = {"arrows": Format("arrows", (".arrows",), "arrows:read_arrows"), ',
        )
    },
    "export": {
        "superproof/exports/registry.py": (
            "NETWORKS = {",
            'NETWORKS = {"plain": Format("as JSON", "plain:save_plain"),',
        )
    },
    "import": {"superproof/imports/files.py": ("READERS = {", 'READERS = {".plain": "plain:from_plain", ')},
}
COMMANDS = """
import json
from pathlib import Path
from superproof.__main__ import main
from verify import Network, code_from_recipe, load_network, load_problem, save_network

def run(words, status=0):
    found = main(words.split())
    assert found == status, (words, found)

def proved(problem, network):
    run(f"prove {problem} {network} --prover again --certificate c.json")
    assert json.loads(Path("c.json").read_text())["prover"] == "again"
    run(f"check {problem} {network} c.json")

Path("g.arrows").write_text("a->b\\nb->c\\n")
run("problem and --graph g.arrows --sparsity 2 -o p.json")
run("build p.json --construction mirrored -o n.safetensors")
proved("p.json", "n.safetensors")
run("export p.json n.safetensors --plain n.plain")
run("import n.plain --problem p.json --threshold 1 -o f.safetensors")
run("show f.safetensors")
most = {"format": "superproof-problem-1", "kind": "gates", "inputs": 4, "sparsity": 3,
        "gates": [["most", 0, 1, 2], ["most", 1, 2, 3], ["and", 0, 3], ["or", 0, 1]]}
Path("most.json").write_text(json.dumps(most))
run("build most.json --construction mirrored -o most.safetensors")
proved("most.json", "most.safetensors")
run("prove most.json most.safetensors --prover smt --certificate s.json")
mirror = code_from_recipe({"family": "mirror", "size": 3})
layer = load_network("n.safetensors").layers[0]
turned = Network([(layer.weights[:, ::-1], layer.bias)], mirror, load_network("n.safetensors").output_code, 1)
save_network(turned, "turned.safetensors")
proved("p.json", "turned.safetensors")
"""


@pytest.mark.parametrize("kind", MOST)
def test_one_more_takes_so_many_files(kind: str) -> None:
    assert len({*NEW.get(kind, ()), *ADDED[kind]}) <= MOST[kind]


@pytest.mark.slow
def test_one_more_of_each_is_proved_checked_written_and_read(tmp_path: Path) -> None:
    for package in ("verify", "constructions", "bounds", "superproof"):
        shutil.copytree(ROOT / package, tmp_path / package)  # With what is compiled: files keep their times.
    for files in NEW.values():
        for name, made in files.items():
            (tmp_path / name).write_text(made())
    for changes in ADDED.values():
        for name, (before, after) in changes.items():
            text = (tmp_path / name).read_text()
            assert before in text, name
            (tmp_path / name).write_text(text.replace(before, after, 1))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", COMMANDS]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
