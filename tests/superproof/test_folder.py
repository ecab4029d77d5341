import pytest

from superproof.folder import require_writable, results_folder
from verify import DocumentError
from verify.documents.atomic import write_text

pytestmark = pytest.mark.usefixtures("blank_pictures")


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


def fail(out, error, *written):
    with results_folder(str(out), ("one",)) as staging:
        for name in written:
            (staging / name).write_text("new")
        raise error


def test_a_failure_changes_nothing(tmp_path):
    (tmp_path / "one").write_text("old")
    for out in (tmp_path, tmp_path / "new" / "deep"):
        with pytest.raises(ValueError, match="bad"):
            fail(out, ValueError("bad"), "one")
    assert names(tmp_path) == ["one"]
    assert (tmp_path / "one").read_text() == "old"


def test_a_run_stopped_before_it_wrote_anything_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        fail(tmp_path / "new" / "deep", KeyboardInterrupt)
    assert names(tmp_path) == []


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


def test_results_of_another_problem_are_not_overwritten_unasked(superproof, triangle, tmp_path):
    certify = ["certify", triangle, "--construction", "naive", "--quiet", "-o", "found"]
    assert superproof(*certify).status == 0
    before = (tmp_path / "found" / "report.html").read_bytes()
    assert superproof(*certify).status == 0, "the same problem again"
    run = superproof(*certify, "--sparsity", 3)
    assert run.status == 2
    assert (
        "found holds results of the same problem at sparsity 2, not 3: choose another folder with -o" in run.complaint
    )
    assert (tmp_path / "found" / "report.html").read_bytes()[:100] == before[:100]
    assert superproof(*certify, "--sparsity", 3, "--overwrite").status == 0
    (tmp_path / "other.edgelist").write_text("a b\n")
    run = superproof(*certify[:1], "other.edgelist", *certify[2:])
    assert "found holds results of another problem: choose another folder" in run.complaint
    (tmp_path / "found" / "problem.json").write_text("{}")
    assert superproof(*certify, "--sparsity", 3).status == 2, "a document of nobody"


def test_files_of_ones_own_that_are_called_like_results_are_not_replaced_unasked(superproof, triangle, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "graph.svg").write_text("my drawing")
    certify = ("certify", triangle, "--construction", "naive", "--out", "mine")
    run = superproof(*certify)
    assert run.status == 2
    assert "mine holds graph.svg that is no result of superproof" in run.err
    assert names(tmp_path / "mine") == ["graph.svg"]
    assert superproof(*certify, "--overwrite").status == 0
