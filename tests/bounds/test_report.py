"""Reports: the theory's values, the same in all forms, and quick."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bounds import LabelledTwoAnd, Permutations
from bounds.arithmetic import Enclosure
from bounds.errors import QuantityError, UnknownClassError
from bounds.report import FORMATS, Report, Table, all_classes, class_report, render, theory_report
from bounds.report.report_tables import capacity_table, neuron_table


@pytest.fixture(scope="module")
def theory() -> Report:
    return theory_report(1024)


def test_the_counts_of_theory_3_2_are_reproduced(theory: Report) -> None:
    """Each value against its closed form of theory.md 3.2, to the printed place."""
    bits = {(row[0], row[1]): row[3] for row in theory.tables[0].rows}
    shown = {name: value.digits(1) for (name, _), value in bits.items() if isinstance(value, Enclosure)}
    assert shown["permutations"] == "8769.0..."  # m' lg m' - 1.443 m' + lg(2 pi m')/2
    assert shown["labelled 2-AND, pairs may repeat"] == "19454.5..."  # m' lg C(m,2)
    assert shown["labelled andnot, distinct pairs"] == "20477.8..."  # m' lg m(m-1)
    assert shown["any two-input gate per output, may repeat"] == "22856.2..."  # m' lg(10 C(m,2))
    assert shown["labelled 3-AND, distinct sets"] == "28068.6..."  # 3 m' lg m' - m' lg 3!
    assert shown["2 layers of permutations"] == shown["permutations"]


def test_the_corollaries_of_theory_3_3_are_reproduced() -> None:
    table = neuron_table([1024, 8192], [1, 2])
    assert table.rows == ((1024, 94, 67, 140, 99), (8192, 308, 218, 453, 320))
    assert capacity_table([256, 1024]).rows[0][2:] == (5910, 2969)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_shows_every_certain_digit(theory: Report, form: str) -> None:
    text = render(theory, form)
    for table in theory.tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Enclosure):
                    assert cell.digits(3) in text
                elif isinstance(cell, int):
                    assert (str(cell) if form == "json" else f"{cell:,}") in text


def test_text_fits_a_screen_of_80_columns(theory: Report) -> None:
    assert max(map(len, render(theory, "text").splitlines())) <= 80


def test_json_keeps_exact_ends_and_formulas(theory: Report) -> None:
    document = json.loads(render(theory, "json"))
    counts = document["tables"][0]
    first = dict(zip(counts["columns"], counts["rows"][0], strict=True))
    assert first["class"] == "permutations"
    assert first["|F|"] == {"formula": "factorial(mp)"}
    assert "/" in first["lg|F|"]["low"]
    assert first["lg|F|"]["digits"] == "8769.006..."


def test_markdown_tables_have_equally_many_cells_in_every_line(theory: Report) -> None:
    for block in render(theory, "markdown").split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) <= 1


def test_latex_escapes_what_latex_would_read_as_commands() -> None:
    table = Table("50% & more_or_less", ("a^b", "x<y"), (("{#$~}", "\\end"),), ("m' >= 2",))
    text = render(Report("R&D", ("C_0",), (table,)), "latex")
    assert r"50\% \& more\_or\_less" in text
    assert r"\{\#\$\textasciitilde{}\} & \textbackslash{}end" in text
    assert r"m' $\geq$ 2" in text
    assert text.count("\\begin{") == text.count("\\end{") == 2


def test_latex_compiles_where_latex_is_installed(theory: Report, tmp_path: Path) -> None:
    """On machines without LaTeX the balance of braces and environments is all that can be looked at."""
    text = render(theory, "latex")
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == len(theory.tables)
    compiler = shutil.which("pdflatex")
    if compiler is not None:
        (tmp_path / "theory.tex").write_text(text, encoding="ascii")
        command = [compiler, "-interaction=nonstopmode", "-halt-on-error", "theory.tex"]
        outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert outcome.returncode == 0, outcome.stdout[-2000:]


def test_a_report_of_one_class_names_its_bits_and_its_condition() -> None:
    text = render(class_report(LabelledTwoAnd(10**12, 10**12)))
    assert "78726274277293.810..." in text
    assert "v >= 2" in text


def test_all_classes_have_the_sizes_asked_for() -> None:
    assert Permutations(4) in all_classes(4)
    with pytest.raises(QuantityError, match="outputs must be an integer of at least 4, not 3"):
        all_classes(3)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UnknownClassError, match="must be one of text, markdown, latex, json, not 'pdf'"):
        render(Report("", (), ()), "pdf")


def test_a_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(QuantityError, match="each row of the table 'T' must have 2 cells, not 1"):
        Table("T", ("a", "b"), ((1,),))
