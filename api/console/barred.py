"""What a rule would refuse at this moment whatever is typed: commands without a question are tried
beforehand, on the case as its ledger tells it. The case itself decides, later and alone.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from api.console.steps import COMMANDS
from api.http.problems import Problem, refused
from redress.domain.actors import Actor
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables

TRIED: Final = ("accept", "withdraw", "record_settlement", "close", "publish")
"""Commands that may be given without a word; the others depend on what is typed."""


def barred(
    case: Case | None, names: Iterable[str], actor: Actor, now: datetime, tables: Tables
) -> dict[str, Problem]:
    """Why a command would be refused now, by command; those that would be taken are not in it."""
    if case is None:
        return {}
    context = Context(actor=actor, now=now, tables=tables)
    answers = {name: decide(case, COMMANDS[name](), context) for name in names if name in TRIED}
    return {name: refused(answer) for name, answer in answers.items() if isinstance(answer, Refusal)}
