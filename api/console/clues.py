"""The state of the clues of a case, each a case of its own (诉转案, 令121 art.27)."""

import json

from api.console.words import Words
from redress.domain.view import CaseView
from redress.persistence.pool import Connection
from redress.persistence.reading import read_view


async def clue_states(connection: Connection, view: CaseView) -> dict[str, str | None]:
    """By case id what was decided (`opened`, `not_opened`), None while it is being verified.

    A clue that the reader may not see, or that has no record yet, is left out.
    """
    found: dict[str, str | None] = {}
    for link in view.clues:
        stored = await read_view(connection, link.case_id)
        if stored is not None:
            found[link.case_id] = json.loads(stored.view_json).get("clue_outcome")
    return found


def clue_words(states: dict[str, str | None], words: Words) -> dict[str, str]:
    """What the page says of each."""
    return {
        case_id: words(f"value.ClueOutcome.{outcome}" if outcome else "clue.state")
        for case_id, outcome in states.items()
    }
