"""Lines that say something, and comments: lines that begin with # or %, and ends of lines that do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import final

from superproof.formats.content import Content
from verify.errors import shown

END = re.compile(r"[ \t]+(?=[#%])")
INSIDE = re.compile(r"(?<=[^ \t#])#")
EITHER = (
    "may hold a name that begins with {0} or has it inside, or a comment: say --comments no or --comments yes, or "
    "quote the name, in {1}"
)


@final
@dataclass
class Comments:
    """Comments of a file as they are met; `whole` are lines, `ends` the ends of lines with the line's number.

    `asked` is the option --comments: whether # and % begin comments, None where the file is to say it.
    """

    asked: bool | None = None
    whole: list[tuple[int, str]] = field(default_factory=list)
    ends: list[tuple[int, str]] = field(default_factory=list)

    def notes(self) -> list[str]:
        """What was left out as a comment at a line's end, with the first one; whole lines are plain."""
        if not self.ends:
            return []
        line, text = self.ends[0]
        total = len(self.ends)
        words = "1 comment at the end of a line" if total == 1 else f"{total} comments at ends of lines"
        return [f"{words} left out, the first in line {line}: {shown(text)}"]


def said_lines(content: Content, comments: Comments) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is neither blank nor a comment; ends are cut later, by `without_end`."""
    for number, line in enumerate(content.lines, start=1):
        text = line.strip(" \t")
        if not text:
            continue
        if text[0] in "#%" and comments.asked is not False:
            comments.whole.append((number, text))
        else:
            yield number, line.strip(" ")  # Not tabs: a table may have empty cells at both ends.


def require_comments(
    content: Content, comments: Comments, separator: str, what: str, is_row: Callable[[list[str]], bool]
) -> None:
    """DocumentError for a line such as "#MeToo,Ann" among rows of cells, which may be one as well as a comment."""
    for line, text in comments.whole if comments.asked is None else ():
        cells = [cell.strip(' \t"') for cell in text.split(separator)]
        if is_row(cells) and text[1] not in " \t#%":
            content.refuse(
                f"may be a comment or a {what} is {shown(cells[0])}: say --comments yes or --comments no", line
            )


def without_end(content: Content, number: int, text: str, comments: Comments, names: int, signs: str = "#%") -> str:
    """A line of words without its comment, which begins with one of `signs` after white space, behind `names` words.

    Errors: DocumentError where what begins with # or % may as well be a name: one of the first `names` words, a sign
    that is none of the format's, or # inside a word, behind which some readers see a comment. --comments decides.

    >>> from superproof.formats.content import unpacked
    >>> without_end(unpacked("g", b""), 1, "C# a # seen twice", Comments(), 2)
    'C# a'
    """
    if comments.asked is False:
        return text
    found = END.search(text)
    start, sign = (len(text), "") if found is None else (found.start(), text[found.end()])
    inside = INSIDE.search(text, 0, start)
    if inside is not None and text[: inside.start()].count('"') % 2 == 0:
        if comments.asked:
            start, sign = inside.start(), "#"
        elif len(text[: inside.start()].split()) >= names:
            content.refuse(EITHER.format("#", shown(text)), number)
    if not sign:
        return text
    kept = text[:start]
    if len(kept.split()) < names or (sign not in signs and comments.asked is None):
        content.refuse(EITHER.format(sign, shown(text)), number)
    comments.ends.append((number, text[start:].strip(" \t")))
    return kept
