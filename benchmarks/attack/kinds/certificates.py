"""Forged and mutated certificates: no Valid for a wrong network, and none that says more than is true.

A certificate of a right network is bound to a target by recomputed digests: the same pair, a network with one number
changed, or a problem with one gate changed. Then it is mutated: every field, evidence, arrays, trees. A forger who is
told what the checker wants to see writes just that, again and again.
"""

import hashlib
import json
import re
from random import Random
from typing import Any

import verify
from benchmarks.attack import doors
from benchmarks.attack.blocks import small_blocks
from benchmarks.attack.draw_networks import changed, network
from benchmarks.attack.draw_problems import neighbour, problem
from benchmarks.attack.kinds.verdicts import untrue_statement
from benchmarks.attack.mutate import any_value, leaves, other_arrays, random_tree
from benchmarks.attack.plain import Document, PlainNetwork, Tensor, network_bytes, problem_bytes, tensor_bytes
from benchmarks.attack.second_reader import read_tensors
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import Truth, truth

FORGERIES = 12
OBLIGING = 40
NODE = re.compile(r"bound of node (\d+) must be (-?\d+)")
SIDES = re.compile(r"true and false scores by \((\S+), (\S+)\)")
FIELD = re.compile(r"(?:the certificate's )?(\w+) must be ('[^']*'|\[[-\d, ]*\]|-?\d+|None)")
MARGIN = re.compile(r"argin\W.*?Margin\(smallest_true=(\S+), largest_false=(\S+)\), not")


def attack(trial: Trial) -> None:
    """Forge from one right pair, for as many targets as there are tries."""
    document, plain, found = right_pair(trial)
    if not found:
        trial.count("no right network drawn")
        return
    for _ in range(FORGERIES):
        random = trial.random
        certificate, arrays = found[random.randrange(len(found))]
        certificate, arrays = json.loads(json.dumps(certificate)), dict(arrays)
        target = target_of(random, document, plain)
        if certificate["prover"] == "branch" and random.random() < 0.3:
            random_tree(random, document, arrays)
        for _ in range(random.choice((0, 0, 1, 1, 1, 2, 3))):
            mutate(random, certificate, arrays)
        with small_blocks(random.choice((None, None, 1, 2))):
            _try(trial, *target, certificate, arrays)


def right_pair(trial: Trial) -> tuple[Document, PlainNetwork, list[tuple[Document, dict[str, Tensor]]]]:
    """A problem, a network that is right, and its certificates by all provers that take it."""
    for _ in range(20):
        document = problem(trial.random)
        plain = network(trial.random, document)
        trial.write("problem.json", problem_bytes(document))
        try:
            trial.write("network.safetensors", network_bytes(plain))
            asked, answering = doors.load(trial.folder)
        except (OverflowError, *doors.REFUSALS):
            continue
        if truth(document, plain).right:
            seldom = [prover for prover in doors.PROVERS if prover != "smt" or trial.random.random() < 0.1]
            said = [doors.prove(asked, answering, prover) for prover in seldom]
            return document, plain, [_written(trial, s.certificate) for s in said if s.certificate is not None]
    return document, plain, []


def _written(trial: Trial, certificate: Any) -> tuple[Document, dict[str, Tensor]]:
    """The JSON object and the tensors of a certificate's files."""
    path = trial.folder / "certificate.json"
    verify.save_certificate(certificate, path)
    document, beside = json.loads(path.read_text()), trial.folder / "certificate.evidence.safetensors"
    if document["arrays"] is None:
        return document, {}
    arrays: dict[str, Tensor] = {}
    for name, entries in read_tensors(beside.read_bytes())[0].items():
        arrays[name] = ("I64", [len(entries)], entries)
    return document, arrays


def target_of(random: Random, document: Document, plain: PlainNetwork) -> tuple[Document, PlainNetwork]:
    match random.choice(("same", "network", "network", "threshold", "problem")):
        case "network":
            return document, changed(random, plain)
        case "threshold":
            return document, plain.with_threshold(plain.threshold + random.choice((-1, 1, 2, 2**62, -(2**62))))
        case "problem":
            return neighbour(random, document), plain
    return document, plain


def mutate(random: Random, certificate: Document, arrays: dict[str, Tensor]) -> None:
    """One change, of a field, of something deep in the evidence, or of the arrays."""
    choice = random.random()
    if arrays and choice < 0.5:
        other_arrays(random, arrays)
    elif choice < 0.75:
        places = list(leaves(certificate["evidence"]))
        if places:
            holder, key = random.choice(places)
            holder[key] = any_value(random, holder[key])
    else:
        key = random.choice([key for key in certificate if key not in ("arrays", "format", "claim")])
        if key in ("margin", "evidence") and isinstance(certificate[key], (list, dict)) and random.random() < 0.6:
            places = list(leaves(certificate[key]))
            if places:
                holder, place = random.choice(places)
                holder[place] = any_value(random, holder[place])
        else:
            certificate[key] = any_value(random, certificate[key])


def _try(
    trial: Trial, document: Document, plain: PlainNetwork, certificate: Document, arrays: dict[str, Tensor]
) -> None:
    """Bind the certificate to the target, check it, and do what the checker asks for while it asks."""
    trial.write("problem.json", problem_bytes(document))
    try:
        trial.write("network.safetensors", network_bytes(plain))
        asked, answering = doors.load(trial.folder)
    except (OverflowError, *doors.REFUSALS):
        trial.count("targets that the loader refuses")
        return
    certificate |= {"problem": verify.problem_digest(asked), "network": answering.digest}
    known: Truth | None = None
    for _ in range(OBLIGING):
        try:
            loaded = loaded_from(trial, certificate, arrays)
            answer = doors.check(asked, answering, loaded)
        except doors.REFUSALS:
            trial.count("refused by the loader")
            return
        except ValueError as error:
            fits = "the network carries" not in str(error) and "the network reads" not in str(error)
            trial.count("does not fit the problem")
            if fits:
                trial.find(f"check of a forged certificate ends in ValueError: {error}")
            return
        trial.count(f"check of {loaded.prover[:12] if loaded.prover in doors.PROVERS else 'nothing'}: {answer.word}")
        if answer.word == "valid":
            known = known or truth(document, plain)
            wrong = f"is accepted, but output is wrong on {known.wrong}" if known.wrong else None
            complaint = wrong or untrue_statement(loaded, known) or _assumes_too_little(loaded, answer)
            trial.count("valid, and true" if complaint is None else "valid, and untrue")
            if complaint:
                trial.find(f"a forged certificate of {loaded.prover} {complaint}")
            return
        if answer.word != "invalid" or not oblige(certificate, arrays, answer.reason):
            return
        trial.count("did what the checker asked for")


def _assumes_too_little(certificate: Any, answer: doors.Said) -> str | None:
    needed = certificate.prover == "smt"
    return None if bool(answer.assumptions) == needed else f"is accepted under the assumptions {answer.assumptions}"


def loaded_from(trial: Trial, certificate: Document, arrays: dict[str, Tensor]) -> Any:
    certificate["arrays"] = None
    if arrays:
        data = tensor_bytes(arrays, {})
        trial.write("certificate.evidence.safetensors", data)
        about = {"file": "certificate.evidence.safetensors", "sha256": hashlib.sha256(data).hexdigest()}
        certificate["arrays"] = about
    path = trial.write("certificate.json", json.dumps(certificate).encode())
    return verify.load_certificate(path)


def oblige(certificate: Document, arrays: dict[str, Tensor], reason: str) -> bool:
    """Write what the checker says must be there; False where it says nothing of that kind."""
    node, sides, margin = NODE.search(reason), SIDES.search(reason), MARGIN.search(reason)
    if node and "bounds" in arrays:
        _, shape, entries = arrays["bounds"]
        place, bound = int(node[1]), int(node[2])
        if place >= len(entries) or abs(bound) >= 2**63:
            return False
        arrays["bounds"] = ("I64", shape, [*entries[:place], bound, *entries[place + 1 :]])
        return True
    if sides and isinstance(certificate["evidence"], dict):
        asked = [None if word == "None" else int(word) for word in sides.groups()]
        certificate["evidence"] |= {"true_at_least": asked[0], "false_at_most": asked[1]}
        return True
    if margin:
        certificate["margin"] = [None if word == "None" else int(word) for word in margin.groups()]
        return True
    field = FIELD.search(reason)
    return field is not None and _set(
        certificate, field[1], json.loads(field[2].replace("'", '"').replace("None", "null"))
    )


def _set(value: Any, key: str, wanted: object) -> bool:
    """Set the first field of this name that is something else; False where there is none."""
    if isinstance(value, dict):
        if key in value and value[key] != wanted:
            value[key] = wanted
            return True
        return any(_set(member, key, wanted) for member in value.values())
    return isinstance(value, list) and any(_set(item, key, wanted) for item in value)
