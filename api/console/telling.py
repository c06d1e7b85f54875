"""The timeline in words: what each event says, who did it and when. The events are the domain's."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from string import Formatter
from typing import Any, Final

from api.console.bound import label, value_words
from api.console.naming import Naming
from api.console.topics import topic_of
from api.console.words import Words
from redress.contracts.recording import LedgerRow
from redress.domain.commands import (
    OWN_MOTION,
    CostAgreement,
    PrivateNote,
    QualityScore,
    SatisfactionParts,
    TermDue,
)
from redress.domain.counting import CHINA
from redress.domain.events import (
    Classified,
    DocumentDrafted,
    DocumentIssued,
    Escalated,
    Event,
    Figures,
    TakenOver,
)
from redress.domain.moves import Move
from redress.domain.sealed import Sealed
from redress.domain.wording import plain

LATE: Final = 3600
"""Seconds between a deed and its entry from which both are shown."""

UNSAID: Final = frozenset(
    {"type", "case_id", "case_number", "office", "profile", "filing", "findings", "rule", "clue_case_id",
     "origin", "started_at", "ended_at", "opened_at", "due_at", "suspended_at", "resumed_at", "told_at",
     "contacted_at", "received_at", "level", "moment", "appraisal", "beside", "ref", "given_due_at",
     "file", "respondent", "claims", "lapses", "unreachable", "report_case_id", "moved", "test",
     "recusal", "source", "template", "content", "series", "due_before", "due_after", "due_on_before",
     "due_on_after"}
)  # fmt: skip
"""Fields that the rest of the page or the entry's own moment shows."""

USUAL: Final = frozenset({("joint", True), ("without_admission", False), ("entered_after_breach", False),
     ("excused", False), ("sampled", False), ("permanent", False)})
"""Values not worth a line."""

OFFICES: Final = frozenset({"to", "sender", "with_office", "competent", "superior", "bureau"})
"""Fields that hold the path of an office."""

QUIET: Final = frozenset({"clock_started", "clock_ended", "clock_opened", "intake_checked"})
LOUD: Final = frozenset({"clock_breached", "clock_expired", "escalated", "signal_refused"})
BIG: Final = frozenset(
    {"complaint_registered", "accepted", "refused", "agreement_recorded", "mediation_terminated", "withdrawn",
     "settlement_recorded", "concluded", "closed", "archived", "reopened", "transferred", "clue_registered",
     "report_registered",
     "duplicate_merged", "report_split",
     "dispatched", "dispatch_acknowledged", "case_taken_over"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: `tone` is how loud it is drawn, `topic` the filter it stands under; `details` are labels
    with what was written; `moved`: what became of a clock's last day.
    """

    seq: int
    type: str
    tone: str
    topic: str
    headline: str
    details: tuple[tuple[str, str], ...]
    actor: str
    at: datetime
    entered_at: datetime | None
    moved: str = ""


def told(row: LedgerRow, event: Event, naming: Naming, move: Move | None = None) -> Told:
    """An event as a reader of the timeline sees it; `move`: what it made of a clock's last day."""
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    said = {name: _said(name, value, event, naming) for name, value in values.items()}
    pattern = naming.words(f"event.{row.type}")
    used = {name for _, name, _, _ in Formatter().parse(pattern) if name}
    if "step" in used:
        said["step"] = naming.step(values["clock"], values["level"])
    late = abs((row.at - row.occurred_at).total_seconds()) >= LATE
    return Told(
        seq=row.seq,
        type=row.type,
        tone=_tone(row.type),
        topic=topic_of(row.type),
        headline=pattern.format(**{name: said.get(name, "") for name in used}),
        details=tuple(_details(event, used, said, naming)),
        actor=naming.person(row.actor),
        at=row.occurred_at,
        entered_at=row.at if late else None,
        moved=_moved(move, naming.words) if move else "",
    )


def _moved(move: Move, words: Words) -> str:
    """The last day before and after: what osTicket's readers ask of a changed deadline."""
    if move.after is None:
        return words("timeline.stands_still", before=words.day(move.before))
    if move.before is None:
        return words("timeline.last_day", after=words.day(move.after))
    return words("timeline.moved", before=words.day(move.before), after=words.day(move.after))


def _tone(kind: str) -> str:
    for tone, kinds in (("quiet", QUIET), ("loud", LOUD), ("big", BIG)):
        if kind in kinds:
            return tone
    return "clock" if kind.startswith("clock_") else "plain"


def _details(event: Event, used: set[str], said: dict[str, str], naming: Naming) -> Iterator[tuple[str, str]]:
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in used or field.name in UNSAID or value is None or value == ():
            continue
        if field.name == "handler" and isinstance(event, Escalated):
            continue
        if isinstance(value, bool) and (field.name, value) in USUAL:
            continue
        yield label(naming.words, type(event).__name__, field.name), said[field.name]


def _said(name: str, value: Any, event: Event, naming: Naming) -> str:
    words = naming.words
    match value:
        case None:
            return ""
        case bool():
            return words("yes" if value else "no")
        case Enum():
            return value_words(words, type(value).__name__, str(value.value))
        case Decimal():
            return words.amount(value)
        case datetime():
            return words.moment(value)
        case date():
            return words.day(value)
        case Sealed():
            return words("sealed")
        case CostAgreement():
            when = words.moment(value.both_consented_at.astimezone(CHINA))
            return words("cost_agreement.said", payer=value_words(words, "payer", value.payer), at=when)
        case SatisfactionParts() | QualityScore() | Figures() | TakenOver():
            return words("comma").join(_parts(value, event, naming))
        case PrivateNote():
            said = plain(value.text) or words("sealed")
            return words("private_note", who=naming.party(value.party), text=said)
        case TermDue():
            return words("term_due", n=value.term, day=words.day(value.due_on))
        case tuple():
            return words("comma").join(_said(name, each, event, naming) for each in value)
        case str():
            return _named(name, value, event, naming)
    return str(value)


def _parts(value: Any, event: Event, naming: Naming) -> Iterator[str]:
    """What a nested value says, part by part; what is not there is left out."""
    for field in fields(value):
        held = getattr(value, field.name)
        if held is not None and held != ():
            words = _said(field.name, held, event, naming)
            yield f"{label(naming.words, type(value).__name__, field.name)} {words}"


def _named(name: str, value: str, event: Event, naming: Naming) -> str:
    """A text that is an id of something with a name, or a text."""
    if name == "by" and value == OWN_MOTION:
        return naming.words("own_motion")
    if name in ("party", "absent", "given_by", "with_party", "by"):
        return naming.party(value)
    if name in ("handler", "mediator", "owner"):
        return naming.person(value)
    if isinstance(event, Classified):
        return naming.word(name, value)
    if name == "kind" and isinstance(event, DocumentDrafted | DocumentIssued):
        return naming.kind_of_paper(value)
    if name in OFFICES:
        return naming.office(value)
    if name == "clock":
        return naming.clock(value)
    if name == "completes":
        return naming.open_item(value)
    if name == "code":
        return naming.words.known(f"refusal.{value}") or value
    kind = type(event).__name__
    return naming.words.known(f"value.{kind}.{name}.{value}", f"value.{name}.{value}") or value
