"""A strict reader of AIGER files, ascii (.aag) and binary (.aig), format 1.9 without latches and properties.

Ours, because order is what a problem is about: the inputs and outputs keep the numbers they have in the file, which
readers that go by names lose. Source of the format: Biere, Heljanko, Wieringa, "AIGER 1.9 and beyond", FMV report 11/2
(2011).
"""

import os
import re
from dataclasses import dataclass, field, replace
from typing import NoReturn, final

from superproof.formats.content import unpacked
from superproof.graphs import clean_name, unique_labels
from verify.documents import Labels, read_bytes
from verify.errors import DocumentError

MAX_BYTES = 2**30
NUMBER = re.compile(rb"0|[1-9][0-9]{0,9}")
SYMBOL = re.compile(rb"([io])(0|[1-9][0-9]{0,9}) +(.*\S.*)")
PROPERTIES = ("bad states", "invariant constraints", "justice properties", "fairness constraints")
"""What the header of format 1.9 counts behind the gates."""
OTHERS = {
    "BLIF": rb"^\s*\.(model|inputs|names)\b",
    "BENCH": rb"^\s*(INPUT|OUTPUT)\s*\(",
    "Verilog": rb"^\s*module\b",
}

Gates = dict[int, tuple[int, int]]


@final
@dataclass(frozen=True)
class Aig:
    """Literals 2 v and 2 v + 1 are variable v and its negation; variable 0 is false.

    `inputs` are variables, `outputs` literals, `gates[v]` = (left, right) the literals whose AND is variable v; a gate
    comes after the gates it uses. `names` are those of the symbol table, by "i0", "o2" and so on.
    """

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    gates: Gates
    names: dict[str, str] = field(default_factory=dict)


def read_aiger(path: str | os.PathLike[str]) -> Aig:
    """The graph in a file, packed or not. Errors: DocumentError with file, line or gate, rule and value."""
    return parse_aiger(path, unpacked(str(path), read_bytes(path, MAX_BYTES)).data)


def parse_aiger(path: object, data: bytes) -> Aig:
    """The and-inverter graph in the bytes of a file; `path` is only named in errors.

    >>> parse_aiger("and.aag", bytes("aag 3 2 0 1 1,2,4,6,6 2 4,".replace(",", chr(10)), "ascii"))
    Aig(inputs=(1, 2), outputs=(6,), gates={3: (2, 4)}, names={})
    """
    return _Reader(path, data).graph()


def symbols(graph: Aig) -> Labels:
    """Names of inputs and outputs; i0, o0 and so on where the table has none for them, and nothing without a table.

    >>> symbols(Aig((1, 2), (2,), {}, {"i1": "carry"})).features
    ('i0', 'carry')
    """
    if not graph.names:
        return Labels()
    sides = []
    for letter, number in (("i", len(graph.inputs)), ("o", len(graph.outputs))):
        keys = [f"{letter}{j}" for j in range(number)]
        sides.append(unique_labels([clean_name(graph.names.get(key, key)) for key in keys], keys))
    return Labels(*sides)


class _Reader:
    def __init__(self, path: object, data: bytes) -> None:
        self._path, self._data = path, data
        self._place, self._line = 0, 0

    def graph(self) -> Aig:
        words = self._line_text().split()
        if not words or words[0] not in (b"aag", b"aig"):
            self._refuse_other()
        binary = words[0] == b"aig"
        if len(words) < 6:
            raise self._error("the header must have the five numbers M I L O A")
        most, inputs, latches, outputs, gates = (self._number(word) for word in words[1:6])
        if latches:
            raise self._error(f"must have no latches, because a circuit has no memory, not {latches}")
        for word, section in zip(words[6:], PROPERTIES, strict=False):
            if self._number(word):
                raise self._error(f"must have outputs only, as a circuit has, not {self._number(word)} {section}")
        if len(words) > 6 + len(PROPERTIES):
            raise self._error("the header must have at most the nine numbers M I L O A B C J F")
        if (most < inputs + gates) or (binary and most != inputs + gates):
            raise self._error(f"M must be {'' if binary else 'at least '}I + A = {inputs + gates}, not {most}")
        if most > len(self._data):
            raise self._error(f"M must be at most the number of bytes, {len(self._data)}, not {most}")
        if binary:
            wires = tuple(range(1, inputs + 1))
        else:
            wires = tuple(self._variable(self._only(), most, "an input") for _ in range(inputs))
        read = tuple(self._literal(self._only(), most) for _ in range(outputs))
        found = self._binary_gates(inputs, gates) if binary else self._ascii_gates(gates, most)
        return self._checked(Aig(wires, read, found, self._names(inputs, outputs)))

    def _names(self, inputs: int, outputs: int) -> dict[str, str]:
        """The symbol table: lines such as "i0 carry" up to the end or a comment, which begins with a line c."""
        names: dict[str, str] = {}
        while self._place < len(self._data):
            line = self._line_text()
            if line == b"c":
                break
            if not line.strip():
                continue
            found = SYMBOL.fullmatch(line)
            if found is None or int(found[2]) >= {b"i": inputs, b"o": outputs}[found[1]]:
                raise self._error(f"must be a symbol of an input or output, such as 'i0 carry', not {line[:40]!r}")
            key = (found[1] + found[2]).decode()
            if key in names:
                raise self._error(f"must name {key} once, but it is named again")
            names[key] = found[3].decode("utf-8", errors="replace")
        return names

    def _refuse_other(self) -> NoReturn:
        """DocumentError; for the other formats of circuits with the way to convert them."""
        text = self._data[:4096]
        for kind, mark in OTHERS.items():
            if re.search(mark, text, re.MULTILINE):
                raise DocumentError(
                    self._path,
                    f"must be AIGER, but looks like {kind}: convert it, with abc -c 'read FILE; strash; write_aiger "
                    "x.aig' or with yosys and write_aiger",
                )
        raise self._error("must begin with 'aag' (ascii) or 'aig' (binary)")

    def _binary_gates(self, inputs: int, count: int) -> Gates:
        found = {}
        for variable in range(inputs + 1, inputs + count + 1):
            left = 2 * variable - self._delta()
            right = left - self._delta()
            if not 0 <= right <= left < 2 * variable:
                raise DocumentError(self._path, f"gate {variable} must use smaller literals, not {left} and {right}")
            found[variable] = left, right
        return found

    def _delta(self) -> int:
        value = shift = 0
        while True:
            if self._place >= len(self._data):
                raise DocumentError(self._path, "ends within the gates")
            byte = self._data[self._place]
            self._place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 35:
                raise DocumentError(self._path, "a gate's distance must be below 2**35")

    def _ascii_gates(self, count: int, most: int) -> Gates:
        found: Gates = {}
        for _ in range(count):
            words = self._line_text().split()
            if len(words) != 3:
                raise self._error("a gate must have three literals")
            variable = self._variable(self._number(words[0]), most, "a gate")
            if variable in found:
                raise self._error(f"a gate must be defined once, but {2 * variable} is again")
            found[variable] = self._literal(self._number(words[1]), most), self._literal(self._number(words[2]), most)
        return found

    def _checked(self, graph: Aig) -> Aig:
        """The graph with its gates in order; what is used must be defined, once and without a cycle."""
        known = {0, *graph.inputs}
        if len(known) <= len(graph.inputs):
            raise DocumentError(self._path, "all inputs must differ, and none may be 0")
        if not known.isdisjoint(graph.gates):
            raise DocumentError(self._path, f"input {2 * min(known & set(graph.gates))} must not be a gate as well")
        ordered: Gates = {}
        for start in graph.gates:
            self._visit(start, graph.gates, known, ordered)
        undefined = [literal for literal in graph.outputs if literal // 2 not in known]
        if undefined:
            raise DocumentError(self._path, f"output literal {undefined[0]} must be an input or a gate, but is neither")
        return replace(graph, gates=ordered)

    def _visit(self, start: int, gates: Gates, known: set[int], ordered: Gates) -> None:
        """Put a gate into `ordered` and `known`, behind all that it uses."""
        open_: set[int] = set()
        stack = [start]
        while stack:
            variable = stack[-1]
            if variable in known:
                stack.pop()
                continue
            if variable not in gates:
                raise DocumentError(self._path, f"literal {2 * variable} must be an input or a gate, but is neither")
            missing = [literal // 2 for literal in gates[variable] if literal // 2 not in known]
            if not missing:
                known.add(variable)
                ordered[variable] = gates[variable]
            elif variable in open_:
                raise DocumentError(self._path, f"gates must not use each other in a circle, but {2 * variable} does")
            open_.add(variable)
            stack += missing

    def _line_text(self) -> bytes:
        """The next line without its end, which is LF, CRLF, or the end of the file."""
        if self._place >= len(self._data):
            raise self._error("ends too early")
        end = self._data.find(b"\n", self._place)
        end = len(self._data) if end < 0 else end
        line = self._data[self._place : end].removesuffix(b"\r")
        self._place, self._line = end + 1, self._line + 1
        return line

    def _only(self) -> int:
        words = self._line_text().split()
        if len(words) != 1:
            raise self._error("must have one literal")
        return self._number(words[0])

    def _number(self, word: bytes) -> int:
        if not NUMBER.fullmatch(word):
            raise self._error(f"must have whole numbers, not {word[:20]!r}")
        return int(word)

    def _literal(self, literal: int, most: int) -> int:
        if literal > 2 * most + 1:
            raise self._error(f"literals must be at most 2 M + 1 = {2 * most + 1}, not {literal}")
        return literal

    def _variable(self, literal: int, most: int, what: str) -> int:
        if literal % 2 or literal == 0:
            raise self._error(f"{what} must be a positive even literal, not {literal}")
        return self._literal(literal, most) // 2

    def _error(self, complaint: str) -> DocumentError:
        return DocumentError(self._path, f"line {max(1, self._line)}: {complaint}")
