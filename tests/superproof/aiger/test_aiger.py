"""AIGER files: what they say, as circuits, and what is refused."""

import gzip
import random

import pytest

from constructions.circuits import circuit_network
from superproof.aiger import adapted, circuit_of, read_aiger
from superproof.aiger.read import Aig, parse_aiger
from verify import Circuit, DocumentError, Proved, Valid, check, evaluate, prove

HALF_ADDER = "aag 7 2 0 2 3\n2\n4\n6\n12\n6 13 15\n12 2 4\n14 3 5\ni0 x\ni1 y\no0 s\no1 c\nc\nhalf adder\n"


def value(graph: Aig, literal: int, active: set[int]) -> bool:
    known = {0: False, **{variable: i in active for i, variable in enumerate(graph.inputs)}}
    for variable, (left, right) in graph.gates.items():
        known[variable] = all(known[x // 2] ^ bool(x & 1) for x in (left, right))
    return known[literal // 2] ^ bool(literal & 1)


def random_graph(seed: int) -> Aig:
    rng = random.Random(seed)
    inputs, gates = rng.randint(1, 5), {}
    for variable in range(inputs + 1, inputs + 1 + rng.randint(0, 12)):
        gates[variable] = rng.randrange(2 * variable), rng.randrange(2 * variable)
    outputs = tuple(rng.randrange(2 * (inputs + len(gates)) + 2) for _ in range(rng.randint(1, 4)))
    return Aig(tuple(range(1, inputs + 1)), outputs, gates)


def ascii_of(graph: Aig) -> bytes:
    numbers = [len(graph.inputs) + len(graph.gates), len(graph.inputs), 0, len(graph.outputs), len(graph.gates)]
    lines = [" ".join(map(str, numbers)), *(str(2 * v) for v in graph.inputs), *map(str, graph.outputs)]
    gates = [f"{2 * variable} {left} {right}" for variable, (left, right) in graph.gates.items()]
    return "\n".join(["aag " + lines[0], *lines[1:], *reversed(gates), ""]).encode()


def binary_of(graph: Aig) -> bytes:
    numbers = [len(graph.inputs) + len(graph.gates), len(graph.inputs), 0, len(graph.outputs), len(graph.gates)]
    data = "\n".join(["aig " + " ".join(map(str, numbers)), *map(str, graph.outputs), ""]).encode()
    for variable, (left, right) in graph.gates.items():
        high, low = max(left, right), min(left, right)
        for delta in (2 * variable - high, high - low):
            while delta >= 128:
                data += bytes([delta & 127 | 128])
                delta >>= 7
            data += bytes([delta])
    return data


@pytest.mark.parametrize("seed", range(60))
def test_both_forms_of_a_file_are_read_as_the_graph(seed):
    graph = random_graph(seed)
    for data in (ascii_of(graph), binary_of(graph)):
        found = parse_aiger("file", data)
        assert (found.inputs, found.outputs, len(found.gates)) == (graph.inputs, graph.outputs, len(graph.gates))
        for subset in range(2 ** len(graph.inputs)):
            active = {i for i in range(len(graph.inputs)) if subset >> i & 1}
            assert [value(found, x, active) for x in graph.outputs] == [value(graph, x, active) for x in graph.outputs]


def test_the_circuit_of_a_graph_computes_its_outputs_and_dense_outputs_are_refused():
    refused = 0
    for seed in range(300):
        graph = random_graph(seed)
        subsets = [{i for i in range(len(graph.inputs)) if s >> i & 1} for s in range(2 ** len(graph.inputs))]
        dense = any(value(graph, x, set()) for x in graph.outputs)
        silent = any(not any(value(graph, x, active) for active in subsets) for x in graph.outputs)
        try:
            circuit = circuit_of(graph, sparsity=1)
        except DocumentError:
            refused += 1
            assert dense or silent
            continue
        assert not dense
        for active in subsets:
            expected = [i for i, x in enumerate(graph.outputs) if value(graph, x, active)]
            assert list(evaluate(circuit, active)) == expected
    assert 100 < refused < 290


def test_a_half_adder_becomes_two_levels(tmp_path):
    path = tmp_path / "half.aag"
    path.write_text(HALF_ADDER)
    circuit = circuit_of(read_aiger(path), sparsity=2)
    assert circuit == Circuit.of(2, 2, [[("and", 0, 1), ("or", 0, 1)], [("andnot", 1, 0), ("copy", 0)]])
    assert [evaluate(circuit, active) for active in ((), (0,), (1,), (0, 1))] == [(), (0,), (0,), (1,)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: ends too early"),
        ("aig\n", "the header must have the five numbers"),
        ("cnf 1 1 0 1 0\n", "must begin with 'aag'"),
        ("aag 1 1 1 1 0\n2\n", "must have no latches, because a circuit has no memory, not 1"),
        ("aag 1 1 0 1 0 1\n2\n2\n", "must have outputs only"),
        ("aag 1 1 0 1 1\n2\n2\n", "M must be at least I [+] A = 2, not 1"),
        ("aig 3 1 0 1 1\n2\n", "M must be I [+] A = 2, not 3"),
        ("aag 9999999 1 0 1 0\n2\n2\n", "M must be at most the number of bytes"),
        ("aag 1 1 0 1 0\n3\n2\n", "line 2: an input must be a positive even literal, not 3"),
        ("aag 1 1 0 1 0\n2\n4\n", "line 3: literals must be at most 2 M [+] 1 = 3, not 4"),
        ("aag 2 2 0 1 0\n2\n2\n2\n", "all inputs must differ"),
        ("aag 2 1 0 1 1\n2\n4\n4 2\n", "line 4: a gate must have three literals"),
        ("aag 2 1 0 1 1\n2\n4\n2 2 2\n", "input 2 must not be a gate as well"),
        ("aag 3 1 0 1 2\n2\n4\n4 2 2\n4 2 3\n", "a gate must be defined once, but 4 is again"),
        ("aag 3 1 0 1 2\n2\n4\n4 6 2\n6 4 2\n", "gates must not use each other in a circle"),
        ("aag 3 1 0 1 1\n2\n4\n4 6 2\n", "literal 6 must be an input or a gate"),
        ("aag 3 1 0 1 1\n2\n6\n4 2 2\n", "output literal 6 must be an input or a gate"),
        ("aag 1 1 0 1 0\n2\n+2\n", "must have whole numbers, not b'[+]2'"),
        ("aig 2 1 0 1 1\n4\n\u0001", "ends within the gates"),
        ("aag 1 1 0 1 0 2\n2\n2\n", "line 1: must have outputs only, as a circuit has, not 2 bad states"),
        ("aag 1 1 0 1 0 0 1\n2\n2\n", "not 1 invariant constraints"),
        ("aag 1 1 0 1 0 0 0 1\n2\n2\n", "not 1 justice properties"),
        ("aag 1 1 0 1 0 0 0 0 1\n2\n2\n", "not 1 fairness constraints"),
        ("aag 1 1 0 1 0\n2\n2\ni1 x\n", "line 4: must be a symbol of an input or output"),
        ("aag 1 1 0 1 0\n2\n2\ni0 x\ni0 y\n", "line 5: must name i0 once"),
        (".model add\n.inputs a b\n", "looks like BLIF: convert it, with abc"),
        ("# c17\nINPUT(1)\nOUTPUT(2)\n", "looks like BENCH"),
        ("aig 2 1 0 1 1\n4\n\u0000\u0001", "gate 2 must use smaller literals"),
    ],
)
def test_a_file_against_a_rule_is_refused(text, complaint):
    with pytest.raises(DocumentError, match=complaint):
        parse_aiger("file.aag", text.encode())


LINES = ["aag 7 2 0 2 3", "2", "4", "6", "12", "6 13 15", "12 2 4", "14 3 5"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
@pytest.mark.parametrize("symbols", [[], ["i0 first input", "o1 carry"], ["c", "i9 no symbol"]])
def test_line_ends_a_last_line_without_one_and_symbols_change_nothing(end, last, symbols):
    text = end.join([*LINES, *symbols]) + (end if last else "")
    found = parse_aiger("file", text.encode())
    plain = parse_aiger("file", HALF_ADDER.encode())
    assert (found.inputs, found.outputs, found.gates) == (plain.inputs, plain.outputs, plain.gates)
    assert found.names == ({"i0": "first input", "o1": "carry"} if len(symbols) == 2 and symbols[0] != "c" else {})


def test_repeated_outputs_are_outputs_each_and_packed_files_are_read(tmp_path):
    (tmp_path / "twice.aag.gz").write_bytes(gzip.compress(b"aag 3 2 0 2 1\n2\n4\n6\n6\n6 2 4"))
    circuit = circuit_of(read_aiger(tmp_path / "twice.aag.gz"), sparsity=2)
    assert circuit == Circuit.of(2, 2, [[("and", 0, 1), ("and", 0, 1)]])


@pytest.mark.parametrize(
    ("graph", "complaint"),
    [
        (Aig((1, 2), (7,), {3: (2, 4)}), "output 0 must be 0 when all inputs are 0, but is 1 there"),
        (Aig((1,), (2, 1), {}), "output 1 must depend on the inputs, but is always 1"),
        (Aig((1,), (0,), {}), "output 0 must depend on the inputs, but is always 0"),
        (Aig((1,), (4,), {2: (2, 3)}), "output 0 must depend on the inputs, but is always 0"),
        (Aig((), (0,), {}), "must have at least one input and one output"),
    ],
)
def test_what_breaks_sparsity_is_refused_with_the_reason(graph, complaint):
    with pytest.raises(DocumentError, match=complaint):
        circuit_of(graph, sparsity=1)


def test_graphs_with_inverters_are_proved_by_contracts():
    kinds = set()
    for graph in (parse_aiger("half adder", HALF_ADDER.encode()), *map(random_graph, range(40))):
        try:
            circuit = circuit_of(graph, sparsity=len(graph.inputs))
        except DocumentError:
            continue  # An output is 1 at rest, or constant.
        network = circuit_network(circuit)
        verdict = prove(circuit, network, prover="contracts")
        assert isinstance(verdict, Proved)
        assert isinstance(check(circuit, network, verdict.certificate), Valid)
        kinds |= {gate.kind for level in circuit.levels for gate in level}
    assert kinds == {"and", "or", "andnot", "copy"}


def test_outputs_that_are_1_at_rest_are_negated_and_constant_ones_left_out_where_that_is_asked_for():
    changed, refusals = 0, set()
    for seed in range(200):
        graph = random_graph(seed)
        try:
            found = adapted(graph, "g", negate=True, drop_constant=True)
        except DocumentError as error:
            refusals.add(error.complaint[:51])
            continue
        changed += bool(found.negated or found.dropped)
        kept = [i for i in range(len(graph.outputs)) if i not in found.dropped]
        circuit = circuit_of(found.graph, sparsity=1)
        for subset in range(2 ** len(graph.inputs)):
            active = {i for i in range(len(graph.inputs)) if subset >> i & 1}
            true = [value(graph, graph.outputs[i], active) ^ (i in found.negated) for i in kept]
            assert list(evaluate(circuit, active)) == [place for place, bit in enumerate(true) if bit]
            for i in found.dropped:
                assert value(graph, graph.outputs[i], active) == value(graph, graph.outputs[i], set())
    assert changed > 100
    assert refusals == {"must have an output that depends on the inputs, but"}


def test_a_deep_circuit_of_too_many_copies_is_refused_before_they_are_made():
    depth = 3000
    gates = {depth + v: (2 * (v - 1) if v == 2 else 2 * (depth + v - 1), 2 * v) for v in range(2, depth + 1)}
    graph = Aig(tuple(range(1, depth + 1)), (2 * 2 * depth,), gates)
    with pytest.raises(DocumentError, match=r"at most 4,194,304 gates and copies, but this one has 4,4.* 2,999 levels"):
        circuit_of(graph, sparsity=1)
