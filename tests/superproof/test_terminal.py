import io
import os
import re
import sys

import pytest

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


def test_a_sentence_does_not_tear_an_open_bar(monkeypatch):
    screen = put_screen(monkeypatch)
    terminal = Terminal()
    with terminal.progress("prove") as progress:
        progress(0, 10)
        progress(5, 10)
        before = len(screen.getvalue())
        terminal.say("a sentence")
        said = screen.getvalue()[before:]
    assert re.match(r"\r *\ra sentence\n\r *prove: ", said.replace("\x1b[A", "")), said


def test_whoever_waits_in_silence_is_told_for_what(monkeypatch):
    screen = put_screen(monkeypatch)
    monkeypatch.setattr(module, "SILENCE", 1e6)
    terminal = Terminal()

    def time_passes() -> None:
        waiting = terminal._timer
        assert waiting is not None
        waiting.function(*waiting.args)

    terminal.expect("reading net.pt")
    time_passes()
    assert screen.getvalue() == "reading net.pt ...\n"
    with monkeypatch.context() as patch:  # A step that tells no progress has no bar.
        patch.setattr(module, "PATIENCE", 1e6)
        with terminal.progress("compare"):
            time_passes()
    assert screen.getvalue() == "reading net.pt ...\ncompare ...\n"
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with terminal.progress("prove") as progress:
        waiting = terminal._timer
        progress(0, 10)
        progress(5, 10)
        assert waiting is not None
        waiting.function(*waiting.args)
    assert "prove ..." not in screen.getvalue(), "a bar tells it"


def test_nobody_is_told_who_did_not_wait_or_does_not_look(monkeypatch):
    screen = put_screen(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 1e6)
    monkeypatch.setattr(module, "SILENCE", 1e6)
    terminal = Terminal()
    for said in (lambda: terminal.say("a sentence"), lambda: terminal.show("a line"), lambda: terminal.expect("more")):
        terminal.expect("reading net.pt")
        waiting = terminal._timer
        assert waiting is not None
        said()
        waiting.join()
    with terminal.progress("prove"):
        waiting = terminal._timer
    assert waiting is not None
    waiting.join()
    assert screen.getvalue() == "a sentence\n"
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    for unheard in (Terminal(quiet=True), Terminal()):
        unheard.expect("reading")
        assert unheard._timer is None


def test_loading_reading_and_drawing_are_told_to_who_waits(monkeypatch, superproof, proved):
    told: list[str] = []
    monkeypatch.setattr(Terminal, "expect", lambda self, what: told.append(what))
    superproof("bounds", "problem.json", "--format", "html")
    assert told == ["superproof bounds: reading, and loading what it needs", module.DRAWING]
    told.clear()
    superproof("certify", "problem.json", "--network", "problem.json", "-o", "out")
    assert told[1:] == ["reading problem.json"]


def test_a_step_that_ends_before_its_bar_appears_draws_nothing(monkeypatch):
    screen = put_screen(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 1e6)
    terminal = Terminal()
    with terminal.progress("prove") as progress:
        progress(0, 10)
        terminal.say("a sentence")
        progress(5, 10)
    terminal.say("another")
    assert screen.getvalue() == "a sentence\nanother\n"


def test_a_bar_whose_clock_has_started_again_is_taken_away(monkeypatch):
    """A search ends soon after its last training began: nothing was drawn of that one, but a bar is on the screen."""
    screen = put_screen(monkeypatch)
    now = [1000.0]
    monkeypatch.setattr("tqdm.std.time", lambda: now[0])
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr(module, "PATIENCE", 2.0)
    terminal = Terminal()
    with terminal.progress("build") as progress:
        for done in (0, 1, 2, 3, 0):
            now[0] += 5
            progress(done, 10)
    assert "build" in screen.getvalue()
    terminal.say("a sentence")
    assert screen.getvalue().endswith("\ra sentence\n")


def test_the_forecast_of_a_bar_leaves_out_its_first_step(monkeypatch):
    """A compiler runs inside it: 300 steps, the first an hour, the others a second, are no 300 hours."""
    screen = put_screen(monkeypatch)
    now = [1000.0]
    monkeypatch.setattr("tqdm.std.time", lambda: now[0])
    monkeypatch.setattr("time.time", lambda: now[0])
    with Terminal().progress("build") as progress:
        progress(0, 300)
        for done, seconds in ((1, 3600), (2, 1), (3, 1)):
            now[0] += seconds
            progress(done, 300)
    assert "3/300 [00:02<04:57" in screen.getvalue()


def test_lines_fit_a_terminal_and_nothing_else(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    long = "proved: " + " ".join(["all outputs are right"] * 10)
    Terminal().say(long)
    Terminal().show(long)
    assert capsys.readouterr() == (f"{long}\n", f"{long}\n")
    screen = put_screen(monkeypatch)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    Terminal().say(long)
    lines = screen.getvalue().splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert " ".join(map(str.strip, lines)) == long
    table, page = "neuron  receives  " + "also read by  " * 8, f"<p>{long}</p>\n"
    Terminal().show(table, page)
    assert screen.getvalue().endswith(f"\n{table}\n{page}\n")


@pytest.mark.parametrize(
    ("line", "tone"),
    [
        ("proved: 3 neurons", 32),
        ("valid: 3 neurons", 32),
        ("proved: 3 neurons; no superposition: at least one neuron an output", 33),
        ("refuted: with", 31),
        ("invalid: no", 31),
        ("unknown: time", 33),
        ("margin: 3", None),
        ("proved on machines: no verdict", None),
    ],
)
def test_verdicts_have_the_colour_of_their_meaning_unless_no_colour_is_wanted(monkeypatch, line, tone):
    screen = put_screen(monkeypatch)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    word, rest = line.split(":", 1)
    Terminal().say(line)
    assert screen.getvalue() == (f"{line}\n" if tone is None else f"\x1b[1;{tone}m{word}\x1b[0m:{rest}\n")
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        screen = put_screen(monkeypatch)
        with monkeypatch.context() as inside:
            inside.setenv(name, value)
            Terminal().say(line)
        assert screen.getvalue() == f"{line}\n"


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


@pytest.mark.parametrize("columns", [0, 60])
def test_a_terminal_that_does_not_know_its_width_has_a_bar_too(monkeypatch, columns):
    """Those of `script` and of containers say that they have no columns."""
    screen = put_screen(monkeypatch)
    monkeypatch.setattr(screen, "fileno", lambda: 2, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((columns, columns)))
    monkeypatch.setattr("tqdm.std._screen_shape_wrapper", lambda: lambda stream: (columns, columns))
    with Terminal().progress("score") as progress:
        for done in (0, 1, 2):
            progress(done, 10)
    assert "score:" in screen.getvalue()
