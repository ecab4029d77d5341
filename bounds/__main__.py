"""`python -m bounds` prints every table of the theory in Markdown; `docs/bounds.md` is its output."""

from bounds.report import render, theory_report

NOTE = "Written by `python -m bounds > docs/bounds.md`; a test runs it again and compares."


def theory_document() -> str:
    """Give all counts and their consequences at m' = 1024 as one Markdown document.

    >>> theory_document().splitlines()[0]
    "# Counting bounds at m' = 1024"
    """
    title, rest = render(theory_report(1024), "markdown").split("\n", 1)
    return f"{title}\n\n{NOTE}\n{rest}"


if __name__ == "__main__":
    print(theory_document(), end="")
