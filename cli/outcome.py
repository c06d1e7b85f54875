"""How a command ends and how it says so: exit codes, one line on stderr, answers on stdout."""

from __future__ import annotations

import json
import sys
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """How every command ends, for scripts."""

    DONE = 0
    WANTING = 1
    UNUSABLE = 2


class Ended(Exception):
    """A command that cannot go on; its text is one line for a person, Chinese first."""

    exit: Exit = Exit.WANTING

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}" if zh and en else zh or en)


class Wanting(Ended):
    """Refused by a rule or found wanting: exit code 1."""


class Unusable(Ended):
    """The input cannot be used: exit code 2."""

    exit = Exit.UNUSABLE


def say(text: str) -> None:
    """A line for people on stdout."""
    sys.stdout.write(text + "\n")


def answer(document: object) -> None:
    """One JSON document on one line of stdout."""
    say(json.dumps(document, ensure_ascii=False))


def warn(text: str) -> None:
    """One line on stderr, whatever line breaks the text has."""
    sys.stderr.write(" ".join(text.split()) + "\n")


def show(document: Any, as_json: bool, text: str) -> None:
    """The document when JSON was asked for, else its text."""
    if as_json:
        answer(document)
    else:
        say(text)
