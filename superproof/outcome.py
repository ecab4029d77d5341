"""What a command ends with: an exit status, text for people, and the one JSON object of `--json`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import final

from verify.errors import long_integers

KEYS = (
    "verdict", "reason", "counterexample", "margin", "neurons", "outputs", "features_per_neuron", "parameter_bits",
    "lower_bound_bits", "lower_bound_neurons", "inputs_covered", "seconds",
)  # fmt: skip
"""The keys every object has (docs/formats.md, a contract); null where one does not apply."""

KEPT = "what was finished by then"
"""How the sentence begins that says where the files of a stopped run are."""
DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")
DONE, USAGE, REFUTED, UNKNOWN, DOCUMENT = 0, 2, 3, 4, 5
STATUS = MappingProxyType({"proved": 0, "valid": 0, "refuted": REFUTED, "invalid": REFUTED, "unknown": UNKNOWN})


@final
@dataclass(frozen=True)
class Outcome:
    """`lines` go to standard output (without --json), `complaint` to standard error; `facts` fill the object."""

    status: int
    lines: tuple[str, ...] = ()
    complaint: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def record(self, command: str, seconds: float) -> str:
        """The JSON object: command, then every contract key, then whatever else the command knows.

        >>> Outcome(4, facts={"verdict": "unknown"}).record("prove", 0.25)[:42]
        '{"command": "prove", "verdict": "unknown",'
        """
        values = {"command": command, **dict.fromkeys(KEYS), **self.facts, "seconds": round(seconds, 3)}
        with long_integers():
            return json.dumps(values, allow_nan=False)


def verdict_outcome(verdict: str, lines: tuple[str, ...], facts: Mapping[str, object]) -> Outcome:
    """The outcome of a command that gives a verdict; its status follows from that alone. Lines have digests short.

    >>> verdict_outcome("refuted", ("wrong",), {}).status
    3
    """
    return Outcome(STATUS[verdict], tuple(map(short_digests, lines)), facts={"verdict": verdict, **facts})


def reasoned(verdict: str, reason: str, facts: Mapping[str, object] | None = None, *more: str) -> Outcome:
    """The outcome of a verdict with a reason, which its first line and its facts tell; `more` lines follow.

    >>> reasoned("unknown", "no time was left").lines
    ('unknown: no time was left',)
    """
    return verdict_outcome(verdict, (f"{verdict}: {reason}", *more), {**(facts or {}), "reason": reason})


def failure(status: int, complaint: str) -> Outcome:
    """The outcome of a command that could not do its work; the verdict is null unless it is unknown.

    >>> failure(5, "no.json: cannot be read").facts["verdict"] is None
    True
    """
    verdict = "unknown" if status == UNKNOWN else None
    return Outcome(status, complaint=short_digests(complaint), facts={"verdict": verdict, "reason": complaint})


def short_digests(text: str) -> str:
    """`text` with the first twelve digits of every digest, which tell documents apart; --json has all of them.

    >>> short_digests(f"the problem must be '{'59b82117e863' + 52 * '0'}'")
    "the problem must be '59b82117e863...'"
    """
    return DIGEST.sub(r"\1...", text)
