"""The checker that is proved in Coq, where it is built: it accepts all proofs of right networks, and no forgery.

The text in which the program is asked is written by code that nobody proves; so forged certificates are tried here too.
"""

import json

import verify
from benchmarks.attack import doors
from benchmarks.attack.kinds.certificates import loaded_from, mutate, right_pair, target_of
from benchmarks.attack.kinds.verdicts import untrue_statement
from benchmarks.attack.mutate import random_tree
from benchmarks.attack.plain import network_bytes, problem_bytes
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import truth

FORGERIES = 6


def attack(trial: Trial) -> None:
    """The proofs of one right pair as they are, and then forged for it and its neighbours."""
    document, plain, found = right_pair(trial)
    asked, answering = doors.load(trial.folder)
    for certificate, arrays in found:
        said = doors.check_proved(asked, answering, loaded_from(trial, certificate, arrays))
        trial.count(f"proofs by {certificate['prover']}: {said.word}")
        if said.word == "absent":
            return
        if said.word != "valid" and (certificate["prover"] in ("enumerate", "branch") and said.word != "unknown"):
            trial.find(f"the proved checker refuses a proof by {certificate['prover']}: {said.word}, {said.reason}")
    for _ in range(FORGERIES if found else 0):
        certificate, arrays = trial.random.choice(found)
        certificate, arrays = json.loads(json.dumps(certificate)), dict(arrays)
        other, wrong = target_of(trial.random, document, plain)
        if certificate["prover"] == "branch" and trial.random.random() < 0.5:
            random_tree(trial.random, document, arrays)
        for _ in range(trial.random.choice((0, 1, 1, 2))):
            mutate(trial.random, certificate, arrays)
        trial.write("problem.json", problem_bytes(other))
        try:
            trial.write("network.safetensors", network_bytes(wrong))
            asked, answering = doors.load(trial.folder)
            certificate |= {"problem": verify.problem_digest(asked), "network": answering.digest}
            held = loaded_from(trial, certificate, arrays)
            said = doors.check_proved(asked, answering, held)
        except (OverflowError, ValueError, *doors.REFUSALS):
            trial.count("forgeries refused before")
            continue
        trial.count(f"forgeries: {said.word}")
        if said.word == "stopped":
            trial.find(f"the proved checker is stopped by a forged certificate: {said.reason}")
        if said.word == "valid":
            known = truth(other, wrong)
            complaint = untrue_statement(held, known) if known.right else f"is accepted, but is wrong on {known.wrong}"
            if complaint:
                trial.find(f"the proved checker: a forged certificate of {held.prover} {complaint}")
