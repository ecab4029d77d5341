"""Pages of help by topic: short, of one form, and true to the commands and names that exist."""

import re
import subprocess
from shutil import which

import pytest

from constructions import CONSTRUCTIONS
from superproof.arguments import parse
from superproof.help import names, page, topics
from superproof.option_groups import PROVERS
from superproof.outcome import KEYS


@pytest.mark.parametrize("topic", names())
def test_a_page_is_short_and_its_examples_are_commands(topic, superproof):
    text = page(topic)
    lines = text.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert len(lines) <= 50
    assert re.findall(r"^[A-Z ]+$", text, re.M) == ["NAME", "DESCRIPTION", "EXAMPLES", "SEE ALSO"]
    for example in text[text.index("\nEXAMPLES\n") : text.index("\nSEE ALSO\n")].splitlines()[2:]:
        parse(example.split()[1:]) if example else None
    for mentioned in re.findall(r"superproof help ([\w, ]+)", text):
        assert set(re.split(r",\s*", mentioned.strip())) <= {*names(), "TOPIC"}
    assert superproof("help", topic).out == text


def test_pages_list_all_names_there_are():
    assert all(name in page("constructions") for name in CONSTRUCTIONS)
    assert all(name in page("provers") for name in PROVERS)
    assert all(key in page("json") for key in KEYS)


def test_without_a_topic_they_are_listed_and_a_wrong_one_is_answered(superproof):
    run = superproof("help")
    assert all(f"{name} " in run.out and line in run.out for name, line in topics().items())
    assert all(len(line) <= 80 for line in run.out.splitlines())
    assert "there is no page on 'margins': see margin" in superproof("help", "margins").complaint
    assert "certify is a command, and superproof certify --help is its page" in superproof("help", "certify").complaint
    assert "see constructions, graphs, problems" in superproof("help", "sparsity").complaint
    assert "topics are constructions, " in superproof("help", "tea").complaint


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_a_shell_completes_commands_options_and_names(superproof, shell):
    run = superproof("completion", shell)
    assert (run.status, run.err) == (0, "")
    assert all(word in run.out for word in ("certify", "counterexamples", "optimised-channels"))
    if which(shell) and shell in ("bash", "zsh"):
        subprocess.run([shell, "-n"], input=run.out, text=True, check=True)


def test_bash_completes_what_is_typed(superproof):
    script = superproof("completion", "bash").out
    ask = 'COMP_WORDS=(superproof prove --cou); COMP_CWORD=2; _shtab_superproof; echo "${COMPREPLY[@]}"'
    done = subprocess.run(["bash"], input=f"{script}\n{ask}\n", text=True, capture_output=True, check=True)
    assert done.stdout.split() == ["--counterexamples"]
