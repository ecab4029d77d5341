import io
import sys

from superproof import terminal as module
from superproof.terminal import Terminal


class _Screen(io.StringIO):
    def isatty(self):
        return True


def put_screen(monkeypatch):
    """Called in the test's body: between set-up and call pytest puts its own streams back."""
    for name in ("PATIENCE", "INTERVAL"):
        monkeypatch.setattr(module, name, 0.0)
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_a_long_step_shows_a_bar_on_a_terminal_and_takes_it_away(monkeypatch):
    screen = put_screen(monkeypatch)
    with Terminal().progress("prove") as progress:
        progress(0, 10)
        progress(5, 10)
        progress(0, 40)  # a search starts its next proof
        progress(40, 40)
    assert "prove" in screen.getvalue()
    assert "40/40" in screen.getvalue()
    assert screen.getvalue().endswith("\r")


def test_there_is_no_bar_when_quiet_or_without_a_terminal(monkeypatch, capsys):
    screen = put_screen(monkeypatch)
    with Terminal(quiet=True).progress("prove") as progress:
        progress(1, 2)
    assert screen.getvalue() == ""
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stderr", stream)
        with Terminal().progress("prove") as progress:
            progress(1, 2)
        Terminal().say("hello")
    assert capsys.readouterr().out == ""


def test_names_the_encoding_lacks_are_escaped_not_fatal(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    Terminal().show("日 \udcff")
    assert raw.getvalue() == b"\\u65e5 \\udcff\n"


def test_notes_are_silent_when_quiet_and_sentences_are_one_line(capsys):
    Terminal(quiet=True).note("a note")
    Terminal(quiet=True).say("a\nsentence\x1b[2J")
    assert capsys.readouterr().err == "a sentence\\x1b[2J\n"
