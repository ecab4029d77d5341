"""The command line: status 0 only for what is right and checked, and no output in the place of an input.

Random commands on a right or a wrong network, with outputs whose names are inputs' in many spellings. All files that a
command reads must be what they were, to the byte, and a certificate that `prove` wrote with status 0 must pass `check`.
"""

import os
from pathlib import Path
from random import Random

from benchmarks.attack import doors
from benchmarks.attack.draw_networks import changed, network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.plain import network_bytes, problem_bytes
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import truth

COMMANDS = 5
INPUTS = ("problem.json", "network.safetensors", "k.evidence.safetensors", "other.json")
VERDICTS = {"prove", "check", "sample", "certify"}


def attack(trial: Trial) -> None:
    """Some commands on one pair of files."""
    random = trial.random
    document = problem(random)
    plain = network(random, document)
    plain = changed(random, plain) if random.random() < 0.4 else plain
    try:
        trial.write("network.safetensors", network_bytes(plain))
    except OverflowError:
        return
    trial.write("problem.json", problem_bytes(document))
    trial.write("other.json", problem_bytes(document))
    trial.write("k.evidence.safetensors", network_bytes(plain))
    originals = {name: (trial.folder / name).read_bytes() for name in INPUTS}
    wrong = truth(document, plain).wrong
    with doors.inside(trial.folder):
        for _ in range(COMMANDS):
            words = _words(random, trial.folder)
            status, _, error = doors.command(*words)
            trial.count(f"{words[0]}: status {status}")
            _judge(trial, words, status, error, wrong)
            for name, data in originals.items():
                path = trial.folder / name
                if not path.exists() or path.read_bytes() != data:
                    if name in words[1:4]:
                        told = f"superproof {' '.join(words)} ends with status {status}"
                        trial.find(f"{told} and replaces its input {name}")
                    path.unlink(missing_ok=True)
                    path.write_bytes(data)


def _judge(trial: Trial, words: list[str], status: int, error: str, wrong: object) -> None:
    what = f"superproof {' '.join(words)}"
    if status not in doors.STATUS:
        trial.find(f"{what} ends with status {status}: {error}")
    if words[0] in VERDICTS - {"certify"} and status == 0 and wrong:
        trial.find(f"{what} ends with status 0, but the network is wrong on {wrong}")
    if words[0] in ("prove", "check") and status == 3 and not wrong and "certificate" not in what:
        trial.find(f"{what} ends with status 3, but the network is right")
    if words[0] == "sample" and status == 0:
        trial.find(f"{what} ends with status 0, but sampling proves nothing")
    if words[0] == "prove" and "--no-check" in words and status == 0:
        trial.find(f"{what} ends with status 0, but nobody has checked the proof")
    if words[0] == "prove" and status == 0 and "--certificate" in words:
        certificate = words[words.index("--certificate") + 1]
        again, _, error = doors.command("check", *words[1:3], certificate, "--quiet")
        if again != 0:
            trial.find(f"{what} ends with status 0, but check of its certificate with {again}: {error}")


def _words(random: Random, folder: Path) -> list[str]:
    """A random command; outputs may be written in the place of an input."""
    pair = ["problem.json", random.choice(("network.safetensors", "network.safetensors", "k.evidence.safetensors"))]
    match random.choice(("prove", "prove", "prove", "check", "sample", "build", "bounds")):
        case "prove":
            words = ["prove", *pair, "--quiet", "--timeout", "20"]
            words += ["--prover", random.choice(("auto", "auto", "enumerate", "branch", "contracts"))]
            words += ["--certificate", _output(random, folder, "c.json")] if random.random() < 0.8 else []
            words += ["--checkpoint", _output(random, folder, "checkpoint")] if random.random() < 0.2 else []
            words += ["--no-check"] if random.random() < 0.1 else []
            return words
        case "check":
            return ["check", *pair, random.choice(("c.json", "c.json", "other.json", "problem.json")), "--quiet"]
        case "sample":
            return ["sample", *pair, "--samples", "50", "--quiet"]
        case "build":
            chosen = random.choice(("naive", "naive", "auto", "random-channels"))
            return ["build", "problem.json", "--construction", chosen, "-o", _output(random, folder, "b.safetensors"),
                    "--quiet"]  # fmt: skip
    return ["bounds", *pair, "--json"]


def _output(random: Random, folder: Path, fresh: str) -> str:
    """A new name, or an input's in one of its spellings, or one whose companion is an input."""
    name = random.choice(INPUTS)
    link = folder / f"link-{name}"
    spelling = random.choice(("fresh", "fresh", "plain", "dot", "whole", "symbolic", "hard", "companion"))
    if spelling in ("symbolic", "hard") and not os.path.lexists(link):
        if spelling == "symbolic":
            link.symlink_to(name)
        else:
            os.link(folder / name, link)
    spelled = {
        "plain": name,
        "dot": f"./{name}",
        "whole": str(folder / ".." / folder.name / name),
        "symbolic": link.name,
        "hard": link.name,
        "companion": "k.json",
    }
    return spelled.get(spelling, fresh)
