"""Lines that say something, and comments: lines that begin with # or %, and ends of lines that do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import final

from superproof.formats.content import Content
from verify.errors import shown

END = re.compile(r"[ \t]+(?=[#%])")


@final
@dataclass
class Comments:
    """Comments of a file as they are met; `whole` are lines, `ends` the ends of lines with the line's number."""

    whole: list[tuple[int, str]] = field(default_factory=list)
    ends: list[tuple[int, str]] = field(default_factory=list)

    def notes(self) -> list[str]:
        """What was left out as a comment at a line's end, with the first one; whole lines are plain."""
        if not self.ends:
            return []
        line, text = self.ends[0]
        words = (
            "1 comment at the end of a line" if len(self.ends) == 1 else f"{len(self.ends)} comments at ends of lines"
        )
        return [f"{words} left out, the first in line {line}: {shown(text)}"]


def said_lines(content: Content, comments: Comments) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is neither blank nor a comment; ends are cut later, by `without_end`."""
    for number, line in enumerate(content.lines, start=1):
        text = line.strip(" \t")
        if not text:
            continue
        if text[0] in "#%":
            comments.whole.append((number, text))
        else:
            yield number, line.strip(" ")  # Not tabs: a table may have empty cells at both ends.


def without_end(content: Content, number: int, text: str, comments: Comments, names: int = 1) -> str:
    """A line of words without its comment, which begins with # or % after white space, behind at least `names` words.

    A sign inside a word is part of it. Errors: DocumentError where the sign begins one of the first `names` words.

    >>> from superproof.formats.content import unpacked
    >>> without_end(unpacked("g", b""), 1, "C# a#b # seen twice", Comments(), 2)
    'C# a#b'
    """
    found = END.search(text)
    if found is None:
        return text
    kept = text[: found.start()]
    if len(kept.split()) < names:
        content.refuse(
            f"must be read as a name that begins with {text[found.end()]}, or as a comment behind too few names: quote "
            f"the name, in {shown(text)}",
            number,
        )
    comments.ends.append((number, text[found.end() :]))
    return kept
