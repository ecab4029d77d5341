"""`superproof help`: short pages by topic."""

import argparse
from difflib import get_close_matches

from superproof.arguments import grammar
from superproof.errors import UsageError
from superproof.help import names, page, topics
from superproof.outcome import DONE, Outcome
from superproof.terminal import Terminal
from verify.errors import shown


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0, 2 where there is no such page; without a topic, the list of them."""
    del terminal
    topic = arguments.topic
    if topic in names():
        return Outcome(DONE, (page(topic).rstrip("\n"),))
    if topic is not None:
        near = get_close_matches(topic, names(), n=1)
        found = near or [name for name in names() if topic.casefold() in page(name).casefold()]
        commands = (one.choices for one in grammar()._actions if isinstance(one, argparse._SubParsersAction))
        if any(topic in choices for choices in commands):
            raise UsageError(f"{topic} is a command, and superproof {topic} --help is its page")
        hint = f"see {', '.join(found)}" if found else f"topics are {', '.join(names())}"
        raise UsageError(f"there is no page on {shown(topic)}: {hint}")
    return Outcome(DONE, ("superproof help TOPIC:", *(f"    {name:<16} {line}" for name, line in topics().items())))
