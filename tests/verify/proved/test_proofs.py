"""No hole in the proofs, and no definition that changes unseen."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import claims
from verify.errors import ProgramError
from verify.proved import program

ROOT = Path(__file__).parents[3]
THEORIES = sorted((program.HERE / "theories").glob("*.v"))
HOLES = re.compile(
    r"\b(Admitted|admit|give_up|Axiom|Axioms|Parameter|Parameters|Conjecture|Unset\s+Guard\s+Checking|"
    r"Unset\s+Positivity\s+Checking|Unset\s+Universe\s+Checking|bypass_check|Hypotheses|Declare\s+ML)\b"
)
DEFINITIONS = (
    "Statement.v", "Hashes.v", "Codes.v", "Documents.v", "Arrays.v", "Extract.v", "machine.ml",
    "FloatStatement.v", "Executed.v", "FloatDocuments.v",
)  # fmt: skip
PINNED = "4c5862f96875f951b25af7babfdc2941d8c5c5941b9523d173e753d2bc77f5b2"


def test_theories_have_no_holes():
    """What coqc and coqchk say in CI, seen without Coq. Variables and hypotheses stand in sections only."""
    for path in THEORIES:
        text = re.sub(r"\(\*.*?\*\)", "", path.read_text(), flags=re.DOTALL)
        assert not HOLES.findall(text), path.name
        depth = 0
        for line in text.splitlines():
            depth += line.startswith("Section ") - line.startswith("End ")
            assert depth or not line.strip().startswith(("Variable", "Hypothesis", "Context")), f"{path.name}: {line}"


def definitions_digest(folder: Path) -> str:
    """SHA-256 of what has to be read, by the README of the folder."""
    state = hashlib.sha256()
    for name in DEFINITIONS:
        state.update(next(folder.rglob(name)).read_bytes())
    lanes = (folder / "theories" / "Lanes.v").read_text()
    state.update(lanes[lanes.index("Definition least") :].split("\n\n")[0].encode())
    for name, theorem in (("Certify.v", "Theorem certified"), ("FloatCertify.v", "Theorem float_certified")):
        certify = (folder / "theories" / name).read_text()
        state.update(certify[: certify.index("its correctness")].encode())
        state.update(certify[certify.index(theorem) :].split("Proof.")[0].encode())
    return state.hexdigest()


def test_definitions_are_those_that_were_read():
    """Whoever changes what is claimed or trusted has to change this digest too, and say in the commit what changed.

    A proof about another `computes` would go through just as well: that the definitions say what they should is
    for readers to see, so that a change must never come along unseen with others.
    """
    assert definitions_digest(program.HERE) == PINNED


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("theories/Statement.v", "forall y, admissible p y -> map", "forall y, admissible p y -> y = [] -> map"),
        ("theories/Documents.v", "Copy (place_of i images)", "Copy i"),
        ("theories/Documents.v", "all_of_length columns M && forallb (forallb in_64_bits) M", "true"),
        ("theories/Certify.v", "computes (problem_of p) (network_of n) /\\\n", "True /\\\n"),
        ("theories/Lanes.v", "(z - least) mod 2 ^ 63 + least", "z"),
        (
            "theories/Executed.v",
            "of_one_more A t s s' r : summed A s -> kept s s'",
            "of_one_more A t s s' r : summed A s -> s = s'",
        ),
        ("theories/FloatStatement.v", "Qle_bool theta s", "true"),
        ("theories/FloatDocuments.v", "(exponent f <? 2047)", "true"),
        ("theories/FloatCertify.v", "computes_exactly (problem_of p) (float_network_of n) /\\\n", "True /\\\n"),
        ("theories/Extract.v", '"Machine.at_most"', '"Machine.less"'),
        ("ocaml/machine.ml", "Unix.WEXITED 0, Some first -> (first, second)", "_, Some first -> (first, second)"),
    ],
)
def test_another_definition_does_not_come_along_unseen(tmp_path, name, before, after):
    """Each of these claims less, or trusts more, and most would compile."""
    planted = tmp_path / "proved"
    shutil.copytree(program.HERE, planted, ignore=shutil.ignore_patterns("__pycache__"))
    text = (planted / name).read_text()
    assert text.count(before) >= 1
    (planted / name).write_text(text.replace(before, after))
    assert definitions_digest(planted) != PINNED


def test_every_theory_is_compiled_checked_and_read_in_some_order():
    makefile = (program.HERE / "Makefile").read_text().replace("\\\n", " ")
    ordered = re.search(r"THEORIES := (.*)", makefile).group(1).split()
    assert sorted([*ordered, "Extract", "Published"]) == [path.stem for path in THEORIES]
    readme = (program.HERE / "README.md").read_text()
    assert [path.name for path in THEORIES if f"`{path.name}`" not in readme] == []


def test_lines_in_the_readme_are_the_files_lines():
    readme = (program.HERE / "README.md").read_text()
    for name, lines in re.findall(r"^\| `(\w+\.v)` \|.*\| (\d+) \|", readme, flags=re.MULTILINE):
        assert len((program.HERE / "theories" / name).read_text().splitlines()) == int(lines), name
    coq, arrays, hashes, ocaml, directives = (
        len(next(program.HERE.rglob(name)).read_text().splitlines())
        for name in ("Certify.v", "Arrays.v", "Hashes.v", "machine.ml", "Extract.v")
    )
    coq += arrays + hashes + claims.lines_of(claims.STATED) + claims.wrapping_lines()
    said = f"{coq} lines of Coq, {hashes} of them hash functions, {ocaml} of OCaml and {directives} of directives"
    assert said in readme
    assert f"{claims.lines_of(claims.FLOATS)} lines more" in readme
    assert f"{ocaml} lines of arithmetic" in (ROOT / "docs" / "proved.md").read_text()


def test_what_the_readme_quotes_stands_in_the_theories():
    """Definitions and theorems between fences, and every published theorem in the file that the table names."""
    readme = (program.HERE / "README.md").read_text()
    text = "".join(path.read_text() for path in THEORIES)
    quoted = [
        part for block in re.findall(r"```coq\n(.*?)```", readme, re.DOTALL) for part in block.strip().split("\n\n")
    ]
    assert len(quoted) == 5
    assert [part for part in quoted if part not in text] == []
    for names, files in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (`\w+\.v`(?:, `\w+\.v`)*) \|", readme, re.MULTILINE):
        stated = "".join((program.HERE / "theories" / file).read_text() for file in re.findall(r"`(\S+)`", files))
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"^ *(Theorem|Lemma|Corollary) {name}\b", stated, re.MULTILINE), name


def test_the_table_of_claims_is_the_one_of_today():
    document = (ROOT / "docs" / "trust.md").read_text()
    for row in claims.proved_rows():
        assert " | ".join(row) in document, "run python -m benchmarks.trusted_lines --write"


def test_every_extraction_directive_is_named_in_the_readme():
    """What is trusted must not grow unseen."""
    directives = (program.HERE / "theories" / "Extract.v").read_text()
    names = set(re.findall(r"Extract (?:Inlined )?(?:Constant|Inductive) ([\w.]+)", directives))
    trusted = (program.HERE / "README.md").read_text().split("## What is trusted")[1].split("\n## ")[0]
    assert {name for name in names if f"`{name.removeprefix('Init.')}`" not in trusted} == set()
    assert set(re.findall(r"ExtrOcaml\w+", directives)) == set(re.findall(r"ExtrOcaml\w+", trusted))


def test_published_theorems_are_those_of_the_readme():
    published = set(re.findall(r"Print Assumptions (\w+)\.", (program.HERE / "theories" / "Published.v").read_text()))
    table = (program.HERE / "README.md").read_text().split("## Published theorems")[1].split("##")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE)
    assert published == {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.slow
def test_a_hole_makes_the_check_fail(tmp_path: Path):
    """The last proof of a theory admitted: it compiles, and `make check` refuses it."""
    if shutil.which("coqc") is None:
        pytest.skip("needs coqc")
    planted = tmp_path / "proved"
    shutil.copytree(program.HERE, planted, ignore=shutil.ignore_patterns("__pycache__"))
    path = planted / "theories" / "Certify.v"
    before, last = path.read_text().rsplit("Proof.", 1)
    path.write_text(f"{before}Admitted.{last.split('Qed.', 1)[1]}")
    make = ["make", "-s", "-f", str(planted / "Makefile"), f"BUILD={tmp_path / 'build'}"]
    assert subprocess.run(make, capture_output=True, check=False).returncode == 0
    assert subprocess.run([*make, "check"], capture_output=True, check=False).returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize("check", ["Guard", "Positivity", "Universe"])
def test_what_the_kernel_did_not_look_at_makes_the_check_fail(check, tmp_path: Path):
    """Without these checks there is no axiom to be seen: `make check` asks for all four lists of coqchk to be empty."""
    if shutil.which("coqchk") is None:
        pytest.skip("needs coqchk")
    taken = {
        "Guard": "Fixpoint loop (n : nat) : False := loop n.",
        "Positivity": "Inductive bad : Set := Bad : (bad -> False) -> bad.",
        "Universe": "Definition large : Set := Set.",
    }
    counts = (
        re.search(r"grep -c '([^']*none[^']*)'", (program.HERE / "Makefile").read_text()).group(1).replace("$$", "$")
    )
    for text, empty in ((f"Unset {check} Checking.\n{taken[check]}\n", 3), ("Definition one := 1.\n", 4)):
        (tmp_path / "Taken.v").write_text(text)
        subprocess.run(["coqc", "-q", "-Q", ".", "Taken", "Taken.v"], cwd=tmp_path, check=True)
        command = ["coqchk", "-silent", "-o", "-Q", ".", "Taken", "Taken.Taken"]
        done = subprocess.run(
            command, cwd=tmp_path, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert len(re.findall(counts, done.stdout, re.MULTILINE)) == empty, done.stdout


def test_types_hold_in_what_is_extracted(certifier):
    """Obj.magic would mean that OCaml's compiler has not checked the types there. Nor does the trusted part use any."""
    for name in ("certifier.ml", "machine.ml", "main.ml"):
        text = (certifier.parent / name).read_text()
        assert len(text) > 1000
        assert not re.search(r"\bObj\b|%identity|\bexternal\b", text), name


def test_the_program_of_other_sources_is_not_built(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not program.program_path().exists()
    with pytest.raises(ProgramError, match="superproof proved build"):
        program.ask(["gates 1 1 0"])
