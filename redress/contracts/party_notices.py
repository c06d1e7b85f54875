"""A notice to a party on its way: what its row in the outbox says, with references only."""

import json
from dataclasses import dataclass
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case, Session
from redress.domain.commands import NoticeMatter
from redress.domain.facts import Method
from redress.domain.sealed import Sealed, Text
from redress.domain.standing import decided_on
from redress.domain.ways import address_of, party_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNotice:
    """`address`, `name` and `text` are references into the vault. `decided_at`, `session_at`: RFC 3339.

    `ground` is a code of the profile; `mediator` a person id; `renewed`: how often the party's code was.
    """

    office: str
    case_number: str
    profile: str
    matter: NoticeMatter
    party: str
    method: Method
    document: str | None
    text: str | None
    address: str | None
    name: str | None
    decided_at: str | None
    ground: str | None
    session: int | None
    session_at: str | None
    session_form: str | None
    mediator: str | None
    renewed: int = 0


def notice_fields(event: e.NoticeSent, case: Case) -> dict[str, Any]:
    """The payload of the row that a sent notice leaves in the outbox, but for office and case number."""
    decision = decided_on(case, event.matter)
    session = _next_session(case) if event.matter is NoticeMatter.SESSION else None
    one = party_of(case, event.party)
    return {
        "profile": case.profile,
        "matter": event.matter.value,
        "party": event.party,
        "method": event.method.value,
        "document": event.document,
        "text": _ref(event.text),
        "address": _ref(address_of(case, event.party, event.method)),
        "name": _ref(one.name) if one else None,
        "decided_at": decision.at.isoformat() if decision else None,
        "ground": decision.ground if decision else None,
        "session": session.number if session else None,
        "session_at": session.at.isoformat() if session else None,
        "session_form": session.form.value if session else None,
        "mediator": session.mediator if session else None,
        "renewed": case.own.times_renewed(event.party),
    }


def read_notice(payload: str) -> PartyNotice:
    """The reverse; raises ValueError, KeyError or TypeError for what `notice_fields` did not write."""
    fields: dict[str, Any] = json.loads(payload)
    return PartyNotice(
        **{**fields, "matter": NoticeMatter(fields["matter"]), "method": Method(fields["method"])}
    )


def _next_session(case: Case) -> Session | None:
    return next((session for session in reversed(case.sessions) if session.outcome is None), None)


def _ref(text: Text | None) -> str | None:
    return text.ref if isinstance(text, Sealed) else None
