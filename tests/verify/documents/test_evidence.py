"""The file of arrays beside a certificate."""

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from verify import Certificate, DocumentError, load_certificate, save_certificate
from verify.documents import certificate_file, reader


def written(folder: Path, features: list[int]) -> Path:
    """A certificate with these entries in its one array, in a file of its own."""
    folder.mkdir()
    arrays = {"features": np.array(features)}
    certificate = Certificate("p", "n", "branch", 2, 1, None, {"attained": None}, arrays=arrays)
    save_certificate(certificate, folder / "certificate.json")
    return folder / "certificate.json"


def test_evidence_that_is_replaced_while_it_is_read_is_what_its_digest_says(tmp_path: Path):
    """Whoever may write beside a certificate could otherwise swap the file between its hash and its arrays."""
    path, other = written(tmp_path / "one", [1, 2]), written(tmp_path / "other", [3, 4])
    beside, arrays = (certificate_file.arrays_path(one) for one in (path, other))

    def read_and_replace(file: Path, limit: int) -> bytes:
        data = reader.read_bytes(file, limit)
        beside.write_bytes(arrays.read_bytes())
        return data

    with patch.object(certificate_file, "read_bytes", read_and_replace):
        assert load_certificate(path).arrays["features"].tolist() == [1, 2]
    with pytest.raises(DocumentError, match="must have the SHA-256"):
        load_certificate(path)
