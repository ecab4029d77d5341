"""The folder of a certificate is its expected verdict: one test a case (tests/certificates/make.py makes them)."""

from pathlib import Path

import pytest

from tests.certificates import make
from verify import DocumentError, Invalid, Valid, check, load_certificate, load_network, load_problem

HERE = Path(__file__).parent


def folders(verdict: str) -> list[Path]:
    return sorted(path for path in (HERE / verdict).iterdir() if path.is_dir())


def load(folder: Path):
    return (
        load_problem(folder / make.PROBLEM),
        load_network(folder / make.NETWORK),
        load_certificate(folder / make.CERTIFICATE),
    )


@pytest.mark.parametrize("folder", folders("accepted"), ids=lambda folder: folder.name)
def test_accepted(folder: Path):
    assert isinstance(check(*load(folder)), Valid)


@pytest.mark.parametrize("folder", folders("rejected"), ids=lambda folder: folder.name)
def test_rejected(folder: Path):
    answer = check(*load(folder))
    assert isinstance(answer, Invalid)
    assert answer.reason


@pytest.mark.parametrize("folder", folders("malformed"), ids=lambda folder: folder.name)
def test_malformed(folder: Path):
    with pytest.raises(DocumentError, match=folder.name):
        load(folder)


def test_every_case_that_can_be_made_is_there():
    for verdict, cases in (("accepted", make.accepted), ("rejected", make.rejected), ("malformed", make.malformed)):
        assert set(cases()) <= {folder.name for folder in folders(verdict)}, f"run {make.__name__} and commit {verdict}"


def test_cases_made_today_get_the_verdict_of_their_folder(tmp_path):
    """The files are pinned; this is about the format of today."""
    for name, case in make.accepted().items():
        case.write(tmp_path / name)
        assert isinstance(check(*load(tmp_path / name)), Valid), name
