"""Short pages of help, one text file a topic, in the form of manual pages.

>>> topics()["verdicts"]
'what proved, refuted and unknown mean, and the exit status'
"""

from pathlib import Path

HERE = Path(__file__).parent


def page(topic: str) -> str:
    """The page of a topic, one of `topics`."""
    return (HERE / f"{topic}.txt").read_text(encoding="utf-8")


def topics() -> dict[str, str]:
    """Every topic and its one line."""
    return {name: page(name).splitlines()[1].partition(" - ")[2] for name in names()}


def names() -> list[str]:
    """All topics."""
    return sorted(file.stem for file in HERE.glob("*.txt"))
