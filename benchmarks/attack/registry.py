"""All kinds of attack by name."""

from benchmarks.attack.kinds import (
    certificates,
    checkpoints,
    commands,
    documents,
    edges,
    environments,
    errors,
    floats,
    limits,
    objects,
    proved,
    verdicts,
)
from benchmarks.attack.trial import Kind

_ALL = (
    Kind("verdicts", verdicts.attack, 4.0, 120.0, "every prover and the checker against the truth"),
    Kind("edges", edges.attack, 2.0, 120.0, "numbers at the edges of integer types, and blocks of one"),
    Kind("certificates", certificates.attack, 4.0, 120.0, "forged, transplanted and mutated certificates"),
    Kind("proved", proved.attack, 1.0, 120.0, "the checker that is proved in Coq, where it is built"),
    Kind("errors", errors.attack, 1.0, 120.0, "worst errors over real features, lowered and rebound"),
    Kind("floats", floats.attack, 1.5, 120.0, "verdicts and counts of float networks, and machines against proofs"),
    Kind("checkpoints", checkpoints.attack, 1.0, 120.0, "forged and mutated checkpoints"),
    Kind("documents", documents.attack, 2.0, 60.0, "mutated problems, networks and certificates"),
    Kind("objects", objects.attack, 1.5, 120.0, "hostile objects through the Python API"),
    Kind("commands", commands.attack, 2.0, 120.0, "exit statuses, and outputs in the place of inputs"),
    Kind("environments", environments.attack, 1.0, 500.0, "flags and variables of the interpreter"),
    Kind("limits", limits.attack, 2.0, 400.0, "small documents that stand for enormous things"),
)
KINDS = {kind.name: kind for kind in _ALL}
