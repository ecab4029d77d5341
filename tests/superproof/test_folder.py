import pytest

from superproof.folder import require_writable, results_folder
from verify import DocumentError
from verify.documents.atomic import write_text


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_appear_together_when_the_block_ends(tmp_path):
    out = tmp_path / "a" / "b"
    with results_folder(str(out), ("one", "two")) as staging:
        (staging / "one").write_text("1")
        assert not (out / "one").exists()
    assert names(out) == ["one"]


def test_files_of_an_earlier_run_go_and_others_stay(tmp_path):
    for name in ("one", "two", "mine"):
        (tmp_path / name).write_text("old")
    with results_folder(str(tmp_path), ("one", "two")) as staging:
        (staging / "one").write_text("new")
    assert names(tmp_path) == ["mine", "one"]
    assert (tmp_path / "one").read_text() == "new"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_failure_changes_nothing(tmp_path, error):
    (tmp_path / "one").write_text("old")

    def fail(out):
        with results_folder(str(out), ("one",)) as staging:
            (staging / "one").write_text("new")
            raise error

    for out in (tmp_path, tmp_path / "new" / "deep"):
        with pytest.raises(error):
            fail(out)
    assert names(tmp_path) == ["one"]
    assert (tmp_path / "one").read_text() == "old"


def test_an_error_names_the_place_the_reader_knows(tmp_path):
    with pytest.raises(DocumentError) as caught, results_folder(str(tmp_path), ()) as staging:
        raise DocumentError(staging / "report.md", "cannot be written: No space left on device")
    assert str(caught.value) == f"{tmp_path / 'report.md'}: cannot be written: No space left on device"


def test_a_file_where_the_folder_should_be_is_refused(tmp_path):
    write_text(tmp_path / "file", "")
    for out in (tmp_path / "file", tmp_path / "file" / "inside"):
        with pytest.raises(DocumentError, match="cannot be used as a folder"), results_folder(str(out), ()):
            pass


def test_asking_for_a_writable_place_leaves_no_trace(tmp_path):
    require_writable(str(tmp_path / "file"))
    assert names(tmp_path) == []
    for place in (tmp_path, tmp_path / "no" / "file"):
        with pytest.raises(DocumentError, match="cannot be written"):
            require_writable(str(place))
