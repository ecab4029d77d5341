"""Lines of a table as rows of cells, by a separator that is given or found."""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple, final

from superproof.formats.comments import END, Comments, said_lines, without_end
from superproof.formats.content import Content
from superproof.formats.registry import TABLES
from superproof.formats.values import is_data
from verify.errors import shown

SPACES = " "
"""Stands for any white space between words."""
NAMES = {separator: name for name, separator in TABLES.items()}
"""Separator -> the format that has it."""
WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", SPACES: "spaces"}
LOOKED_AT = 1000
"""Lines by which a separator is found."""
QUOTED = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"|([^ \t"]+))(?=[ \t]|$)')
EXCEL = re.compile(r'"?sep=[,;\t]"?', re.IGNORECASE)

Lines = list[tuple[int, str]]


@final
class Row(NamedTuple):
    """The cells of a line, with its number in the file."""

    line: int
    cells: list[str]


def find_separator(content: Content, lines: Lines) -> str:
    """The separator of a file that does not say it: a tab, comma or semicolon, or else white space.

    Errors: DocumentError where two separators both give pairs of nodes, and not the same ones.
    """
    lines = lines[:LOOKED_AT]
    counts = {mark: sum(mark in text for _, text in lines) for mark in "\t;,"}
    marks = [mark for mark, found in counts.items() if found and 2 * found >= len(lines)]
    spaced = _first_pairs(lines, SPACES)
    if not marks:
        return SPACES
    best = [mark for mark in marks if counts[mark] == max(counts.values())]
    readings = {mark: _first_pairs(lines, mark) for mark in best}
    trails = any(all(one.endswith(mark) for one, _ in spaced or ()) for mark in best)
    if spaced is not None and not trails and content.suffix not in (".csv", ".tsv", ".tab"):
        readings[SPACES] = spaced
    possible = {mark: pairs for mark, pairs in readings.items() if pairs is not None}
    if len(possible) > 1 and SPACES in possible and _decimal(lines):
        return SPACES
    if len(possible) > 1 and ";" in possible and _decimal(lines):
        return ";"
    distinct = {tuple(pairs) for pairs in possible.values()}
    if len(distinct) > 1:
        one, other, *_ = (
            f"{WORDS[mark]} ({' and '.join(shown(name, 30) for name in pairs[0])}, --format {NAMES[mark]})"
            for mark, pairs in possible.items()
        )
        content.refuse(f"may have its cells between {one} or between {other}: say which", lines[0][0])
    return next(iter(possible), best[0])


def _decimal(lines: Lines) -> bool:
    """Whether there are commas, and all of them in numbers such as 0,5 behind the two names."""
    words = [each for _, text in lines for each in enumerate(re.split("[ \t;]+", text)) if "," in each[1]]
    return bool(words) and all(place > 1 and re.fullmatch(r"-?[0-9]+,[0-9]+", word) for place, word in words)


def _first_pairs(lines: Lines, separator: str) -> list[tuple[str, str]] | None:
    """The first two cells of every line, or None where the lines are no rows of at least two cells."""
    pairs = []
    for _, text in lines:
        cells = split_words(text) if separator == SPACES else [cell.strip(' \t"') for cell in text.split(separator)]
        if cells is None or len(cells) < 2 or not all(cells[:2]):
            return None
        if separator == SPACES and not is_data(cells[2:]):
            return None
        pairs.append((cells[0], cells[1]))
    return pairs


def split_words(text: str) -> list[str] | None:
    """The words of a line; quoted ones may hold spaces, and a dictionary at the end is one word. None if malformed.

    >>> split_words('"Jean Valjean" Cosette {"weight": 1}')
    ['Jean Valjean', 'Cosette', '{"weight": 1}']
    """
    whole, (text, brace, rest) = text, text.partition("{")
    if brace and (len(text.split()) < 2 or text[-1] not in " \t"):
        text, brace = whole, ""  # A dictionary stands behind two names.
    if '"' in text:
        words, place = [], 0
        text = text.rstrip(" \t")
        while place < len(text):
            found = QUOTED.match(text, place)
            if found is None:
                return None
            words.append(found[2] if found[1] is None else found[1].replace('""', '"'))
            place = found.end()
    else:
        words = text.split() if text.isascii() else re.findall("[^ \t]+", text)
    return [*words, brace + rest] if brace else words


def words_of(content: Content, number: int, text: str, comments: Comments, names: int, signs: str = "#%") -> list[str]:
    """The words of a line without its comment (`without_end`). Errors: DocumentError for broken quotes."""
    cut = text if "#" not in text and "%" not in text else without_end(content, number, text, comments, names, signs)
    words = split_words(cut)
    if words is None:
        content.refuse(f"must have names in whole quotes, and spaces around them, not {shown(text)}", number)
    return words


def rows_of(content: Content, separator: str, lines: Lines, comments: Comments) -> Iterator[Row]:
    """Every line as a row. Errors: DocumentError with the number of a line that is none."""
    if separator == SPACES:
        yield from (Row(number, words_of(content, number, text, comments, 2)) for number, text in lines)
        return
    for number, text in lines:
        cut = text if "#" not in text and "%" not in text else _cut_last(number, text, separator, comments)
        cells = _quoted_cells(cut, separator) if '"' in cut else cut.split(separator)
        if cells is None:
            rule = f"must be two node names separated by {separator!r}, in whole quotes on one line or in none"
            content.refuse(f"{rule}, not {shown(text)}", number)
        # A copy, because what split gives keeps room for more.
        yield Row(number, [cell.strip(" \t") for cell in cells] if " " in cut or "\t" in cut else cells[:])


def _quoted_cells(text: str, separator: str) -> list[str] | None:
    """The cells of a line with quotes; None where they do not end in the line, or begin or end inside a cell."""
    if separator != "\t" and re.search(rf'(?:^|{separator}) *\t[ \t]*"', text):
        return None
    try:
        return next(csv.reader([text], delimiter=separator, strict=True, skipinitialspace=separator != "\t"))
    except csv.Error:
        return None


def _cut_last(number: int, text: str, separator: str, comments: Comments) -> str:
    """A line of cells without the comment in its last one: # or % between white space, outside quotes."""
    if comments.asked is False:
        return text
    start = text.rfind(separator) + 1
    found = END.search(text, start)
    # Quotes open before the sign hold it; a sign that begins the cell or a word is part of a name.
    if found is None or text[: found.start()].count('"') % 2 or not text[start : found.start()].strip(" \t"):
        return text
    if text[found.end() + 1 : found.end() + 2] not in ("", " ", "\t"):
        return text
    comments.ends.append((number, text[found.end() :]))
    return text[: found.start()]


def table_lines(content: Content, comments: Comments) -> Lines:
    """The lines of a table, without blank ones, comments, and a first one that tells Excel the separator."""
    lines = list(said_lines(content, comments))
    return lines[1:] if lines and EXCEL.fullmatch(lines[0][1]) else lines
