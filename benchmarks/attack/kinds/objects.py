"""Hostile objects through the Python API: none of them makes `check` or `prove` accept a wrong network.

Numbers, texts, tuples, arrays and certificates of classes of one's own, which say one thing and do another, numpy
scalars, and the arrays behind finished objects. Refusing them, by whatever exception, is right.
"""

import dataclasses
import json
import pickle
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import numpy as np

import verify
from benchmarks.attack import doors
from benchmarks.attack.draw_networks import changed, network
from benchmarks.attack.draw_problems import neighbour, problem
from benchmarks.attack.hostile import poisoned, turning
from benchmarks.attack.kinds.certificates import oblige
from benchmarks.attack.plain import Code, Document, PlainNetwork, Tensor
from benchmarks.attack.second_reader import read_tensors
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import levels_of, truth

TRIES = 12
OBLIGING = 12


def attack(trial: Trial) -> None:
    """A wrong pair beside a right one: some hostile variants of the wrong one and of the right one's certificate."""
    pairs = _right_and_wrong(trial.random)
    if pairs is None:
        trial.count("no pairs drawn")
        return
    (document, plain), (other, wrong) = pairs
    try:
        right, target = _objects(document, plain), _objects(other, wrong)
    except (ValueError, TypeError, OverflowError):
        trial.count("no objects drawn")
        return
    said = [doors.prove(*right, prover) for prover in ("enumerate", "branch", "contracts")]
    proofs = [one.certificate for one in said if one.certificate is not None]
    for _ in range(TRIES if proofs else 0):
        _try(trial, trial.random.choice(proofs), (other, wrong), target)


def _try(trial: Trial, proof: Any, plain: Any, honest: Any) -> None:
    """One hostile variant, shown to the checker until it asks for nothing more, and to the prover."""
    random = trial.random
    way: Callable[..., Any] = random.choice((_poisoned_parts, _tampered, _poisoned_certificate))
    seed = random.getrandbits(32)
    evidence, arrays = json.loads(json.dumps(dict(proof.evidence))), _tensors(trial, proof)
    told: Document = {"margin": _pair(proof.margin), "evidence": evidence, "sparsity": honest[0].sparsity}
    told |= {"inputs_covered": proof.inputs_covered, "problem": "", "network": ""}
    answer = None
    for _ in range(OBLIGING):
        try:
            asked, answering, dress = way(Random(seed), plain)
            told |= {"problem": verify.problem_digest(asked), "network": answering.digest}
            certificate = dress(_certificate(proof, told, arrays))
            answer = doors.check(asked, answering, certificate)
        except Exception as error:  # whatever a hostile object is refused by
            trial.count(f"{way.__name__[1:]}: {type(error).__name__}")
            return
        trial.count(f"{way.__name__[1:]}: {answer.word}")
        if answer.word == "valid":
            if _names(certificate, honest):
                trial.find(f"a wrong network is Valid ({way.__name__[1:]}, seed {seed}): {plain}")
            return
        if answer.word != "invalid" or not oblige(told, arrays, answer.reason):
            break
    if random.random() < 0.3:
        _prove(trial, way, seed, plain, honest)


def _names(certificate: Any, honest: Any) -> bool:
    """Whether a certificate is about this pair, by its digests."""
    named = str(certificate.problem), str(certificate.network)
    return named == (verify.problem_digest(honest[0]), honest[1].digest)


def _prove(trial: Trial, way: Callable[..., Any], seed: int, plain: Any, honest: Any) -> None:
    try:
        asked, answering, _ = way(Random(seed), plain)
        said = doors.prove(asked, answering, "enumerate")
    except Exception as error:  # whatever a hostile object is refused by
        trial.count(f"{way.__name__[1:]}, prove: {type(error).__name__}")
        return
    trial.count(f"{way.__name__[1:]}, prove: {said.word}")
    if said.word == "proved" and _names(said.certificate, honest):
        trial.find(f"a wrong network is proved ({way.__name__[1:]}, seed {seed}): {plain}")


def _right_and_wrong(random: Random) -> tuple[Any, Any] | None:
    """A pair that is right, and one of the same sizes that is wrong."""
    for _ in range(60):
        document = problem(random)
        plain = network(random, document)
        if not truth(document, plain).right:
            continue
        wrong = (document, changed(random, plain)) if random.random() < 0.7 else (neighbour(random, document), plain)
        try:
            if not truth(*wrong).right:
                return (document, plain), wrong
        except (ValueError, IndexError):
            continue
    return None


def _objects(
    document: Document, plain: PlainNetwork, poison: Callable[[Any], Any] = lambda value: value
) -> tuple[Any, Any]:
    """Problem and network from plain data through constructors; `poison` may replace any argument."""
    levels = [[tuple(gate) for gate in level] for level in levels_of(document)]
    sparsity = poison(document["sparsity"])
    if document["kind"] == "permutation":
        asked: Any = verify.Permutation(poison(tuple(document["images"])), sparsity)
    elif document["kind"] == "circuit":
        asked = verify.Circuit.of(poison(document["inputs"]), sparsity, poison(levels))
    else:
        asked = verify.gate_problem(poison(document["inputs"]), sparsity, poison(levels[0]))
    codes = [_code(code, poison) for code in (plain.input_code, plain.output_code)]
    layers = [(poison(weights), poison(bias)) for weights, bias in plain.layers]
    return asked, verify.Network(poison(layers), codes[0], codes[1], poison(plain.threshold))


def _code(code: Code, poison: Callable[[Any], Any]) -> Any:
    return verify.BareCode(poison(code)) if isinstance(code, list) else verify.code_from_recipe(poison(code))


def _poisoned_parts(random: Random, plain: tuple[Document, PlainNetwork]) -> Any:
    """One or two arguments of constructors are hostile."""
    chance = random.choice((0.1, 0.2, 0.4))
    return *_objects(*plain, lambda value: poisoned(random, value) if random.random() < chance else value), lambda c: c


def _poisoned_certificate(random: Random, plain: Any) -> Any:
    """One or two fields of the certificate are hostile, or it is of another class."""

    def dress(certificate: Any) -> Any:
        if random.random() < 0.2:
            return turning(random, certificate)
        names = [field.name for field in dataclasses.fields(certificate)]
        for name in random.sample(names, random.choice((1, 1, 2))):
            certificate = dataclasses.replace(certificate, **{name: poisoned(random, getattr(certificate, name))})
        return certificate

    return *_objects(*plain), dress


def _tampered(random: Random, plain: Any) -> Any:
    """Finished objects, all of whose arrays that can be written to are: what a digest names must not change."""
    asked, answering = random.choice((tuple, deepcopy, _pickled))(_objects(*plain))
    verify.problem_digest(asked), answering.digest  # so that whatever is kept is kept from now on
    for array in _arrays_of((asked, answering), 7):
        try:
            array.flags.writeable = True
        except ValueError:
            continue
        if array.size and array.dtype.kind in "iub":
            array.flat[random.randrange(array.size)] ^= 1
    return asked, answering, lambda certificate: certificate


def _pickled(pair: Any) -> Any:
    return pickle.loads(pickle.dumps(pair))


def _arrays_of(value: Any, depth: int) -> list[Any]:
    """The arrays that one reaches from an object by attributes and items."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, tuple | list):
        members = list(value)
    elif type(value).__module__.startswith("verify."):
        members = [_held(value, name) for name in dir(value) if not name.startswith("__")]
    else:
        return []
    return [array for member in members for array in _arrays_of(member, depth - 1)] if depth else []


def _held(value: Any, name: str) -> Any:
    try:
        return getattr(value, name, None)
    except TypeError:  # what this kind of problem does not have
        return None


def _certificate(proof: Any, told: Document, arrays: dict[str, Tensor]) -> Any:
    margin = None if told["margin"] is None else verify.Margin(*told["margin"])
    held = {name: np.array(entries, dtype=np.int64).reshape(shape) for name, (_, shape, entries) in arrays.items()}
    words = {key: told[key] for key in ("problem", "network", "sparsity", "inputs_covered", "evidence")}
    return dataclasses.replace(proof, **words, margin=margin, arrays=held)


def _tensors(trial: Trial, proof: Any) -> dict[str, Tensor]:
    verify.save_certificate(proof, trial.folder / "certificate.json")
    path = trial.folder / "certificate.evidence.safetensors"
    if not proof.arrays:
        return {}
    return {name: ("I64", [len(entries)], entries) for name, entries in read_tensors(path.read_bytes())[0].items()}


def _pair(margin: Any) -> list[int | None] | None:
    return None if margin is None else [margin.smallest_true, margin.largest_false]
