"""What the record of a case says for the fields of one kind of document: terms, reasons, dates, places that
somebody has entered already. What the state of the case says for every kind is in `prefill.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Final, TypeVar

from redress.documents.values import Value
from redress.domain import events as e
from redress.domain.case import Session
from redress.domain.commands import (
    AgreementWhy,
    Authority,
    CallbackMethod,
    RemoteMeans,
    SessionOutcome,
)
from redress.domain.counting import CHINA
from redress.domain.sealed import Text

E = TypeVar("E", bound=e.Event)

MEANS: Final = {
    RemoteMeans.INTERNET: "互联网",
    RemoteMeans.PHONE: "电话",
    RemoteMeans.AUDIO: "音频",
    RemoteMeans.VIDEO: "视频",
}
"""非现场调解 in the words of art.20(1)."""

PAYERS: Final = {
    "complainant": "由投诉人承担",
    "respondent": "由被投诉人承担",
    "shared": "由投诉人和被投诉人分担",
}
SESSION_RESULTS: Final = {
    SessionOutcome.AGREED: "agreed",
    SessionOutcome.NO_AGREEMENT: "failed",
    SessionOutcome.PARTY_ABSENT: "failed",
    SessionOutcome.ADJOURNED: "adjourned",
}
WHY: Final = frozenset({AgreementWhy.REMOTE, AgreementWhy.PERFORMED_AT_ONCE, AgreementWhy.BOTH_WAIVED})
"""Why there is a record and no mediation document (art.24)."""

CALLED_BY: Final = {
    CallbackMethod.PHONE: ("phone", "电话"),
    CallbackMethod.SMS: ("sms", "短信"),
    CallbackMethod.ONLINE: ("web", "网络问卷"),
    CallbackMethod.THIRD_PARTY: ("third_party", "第三方"),
    CallbackMethod.ON_SITE: ("on_site", "现场"),
}
"""The ways of a call-back as the form has them: its code, and its word in the list of attempts."""

REACHED: Final = {"reached": "已联系", "unreachable": "未联系上"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the case with its texts opened: when it happened and which person entered it."""

    at: datetime
    person: str
    event: e.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The entries that a kind of document asks for, oldest first, and the names that stand in them."""

    entries: tuple[Entry, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    facts: str = ""
    office_address: str = ""
    session: Session | None = None
    due_on: date | None = None

    def all(self, kind: type[E]) -> tuple[tuple[Entry, E], ...]:
        return tuple((one, one.event) for one in self.entries if isinstance(one.event, kind))

    def last(self, kind: type[E]) -> E | None:
        return next((event for _, event in reversed(self.all(kind))), None)

    @property
    def place(self) -> str:
        """Where the session is held, as it was arranged; of a remote one its means."""
        if self.session is None:
            return ""
        for _, event in reversed(self.all(e.SessionScheduled)):
            if event.session == self.session.number:
                return words(event.place) or (MEANS[event.means] if event.means else "")
        return ""

    @property
    def terms(self) -> tuple[str, ...]:
        """What the parties agreed upon; with the delegated body, while nobody has entered it as agreed."""
        agreed = self.last(e.AgreementRecorded) or self.last(e.DelegationReported)
        return tuple(filter(None, map(words, agreed.terms))) if agreed else ()


NOTHING_ENTERED: Final = Record()

Said = Callable[[Record], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromRecord:
    """Which events a kind of document is filled in from, and its fields."""

    events: tuple[type[e.Event], ...]
    fields: Mapping[str, Said]

    @property
    def types(self) -> tuple[str, ...]:
        """The events as the ledger names them."""
        return tuple(str(one.default) for event in self.events for one in fields(event) if one.name == "type")


def words(text: Text | None) -> str:
    """An opened text; nothing where it stays sealed for the reader."""
    return text if isinstance(text, str) else ""


def from_record(kind: str, record: Record) -> dict[str, Value]:
    """The values that the record has for a kind; without those it has no answer to."""
    said = FROM_RECORD.get(kind)
    found = {name: value(record) for name, value in said.fields.items()} if said else {}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def _reason(kind: type[e.Refused] | type[e.MediationTerminated]) -> Said:
    def said(record: Record) -> Value:
        event = record.last(kind)
        provision = words(event.provision) if isinstance(event, e.MediationTerminated) else ""
        return "\n".join(filter(None, (words(event.reason), provision))) if event else None

    return said


def _requested(record: Record) -> e.IdentityProofRequested | None:
    return record.last(e.IdentityProofRequested)


def _proofs(record: Record) -> Value:
    asked = _requested(record)
    return tuple(filter(None, map(words, asked.items))) if asked else None


def _where_to(record: Record) -> Value:
    asked = _requested(record)
    return words(asked.where_to) if asked else None


def _due_on(record: Record) -> date | None:
    asked = _requested(record)
    return asked.due_on if asked else None


def _dispatched(value: Callable[[e.Dispatched, Record], Value]) -> Said:
    def said(record: Record) -> Value:
        event = record.last(e.Dispatched)
        return value(event, record) if event else None

    return said


def _held(record: Record) -> e.SessionHeld | None:
    if record.session is None:
        return None
    number = record.session.number
    return next((event for _, event in record.all(e.SessionHeld) if event.session == number), None)


def _minutes(record: Record) -> Value:
    held = _held(record)
    return words(held.minutes) if held else None


def _recorder(record: Record) -> Value:
    written = [one for one, event in record.all(e.SessionHeld) if event is _held(record)]
    return record.names.get(written[0].person) if written else None


def _session_result(record: Record) -> Value:
    if record.last(e.AgreementRecorded):
        return "agreed"
    held = _held(record)
    return SESSION_RESULTS[held.outcome] if held else None


def _why(record: Record) -> Value:
    agreed = record.last(e.AgreementRecorded)
    return agreed.why.value if agreed and agreed.why in WHY else None


def _commissioned(value: Callable[[e.AppraisalCommissioned], Value]) -> Said:
    def said(record: Record) -> Value:
        event = record.last(e.AppraisalCommissioned)
        return value(event) if event else None

    return said


def _questions(event: e.AppraisalCommissioned) -> Value:
    return tuple(filter(None, (words(event.subject),)))


def _feedback(record: Record) -> Value:
    event = record.last(e.FeedbackGiven)
    return words(event.text) if event else None


def _handed_over(record: Record) -> e.Transferred | e.TransferProposed | None:
    return record.last(e.Transferred) or record.last(e.TransferProposed)


def _authority(record: Record) -> Value:
    event = record.last(e.Transferred)
    return words(event.authority) if event else None


def _why_handed_over(record: Record) -> Value:
    event = _handed_over(record)
    return words(event.reason) if event else None


def _handed_over_by(record: Record) -> Value:
    """The one basis that the case itself shows: signs of fraud, handed to the police (art.42)."""
    event, signs = _handed_over(record), record.last(e.FraudSignsReported)
    police = event is not None and event.to is Authority.POLICE
    return "《市场监督管理投诉举报处理办法》第四十二条" if police and signs else None


def _hand_over_summary(record: Record) -> Value:
    signs = record.last(e.FraudSignsReported)
    return "\n".join(filter(None, (record.facts, words(signs.summary) if signs else "")))


def _called(value: Callable[[e.CallbackRecorded, Entry, Record], Value]) -> Said:
    def said(record: Record) -> Value:
        calls = record.all(e.CallbackRecorded)
        return value(calls[-1][1], calls[-1][0], record) if calls else None

    return said


def _part(name: str) -> Said:
    def said(event: e.CallbackRecorded, _entry: Entry, _record: Record) -> Value:
        parts = event.satisfaction_parts
        return str(getattr(parts, name)) if parts else None

    return _called(said)


def _yes_no(answer: bool | None) -> Value:
    return None if answer is None else ("yes" if answer else "no")


def _attempts(record: Record) -> Value:
    return tuple(
        (
            f"{(local := one.at.astimezone(CHINA)).month}月{local.day}日{local:%H:%M}",
            CALLED_BY[event.method][1] if event.method else "",
            REACHED[event.result],
        )
        for one, event in record.all(e.CallbackRecorded)
    )


def _day(entry: Entry | None) -> date | None:
    return entry.at.astimezone(CHINA).date() if entry else None


def _decided(record: Record) -> tuple[Entry, str, str] | None:
    """How the last request for an extension was decided: by whom and when, the form's word, the reason."""
    asked = [entry.at for entry, _ in record.all(e.ExtensionRequested)]
    granted = [(entry, "approved", "") for entry, _ in record.all(e.ClockExtended)]
    refused = [(entry, "rejected", words(event.reason)) for entry, event in record.all(e.ExtensionRejected)]
    after = [one for one in (*granted, *refused) if asked and one[0].at >= asked[-1]]
    return after[-1] if after else None


def _extension(value: Callable[[Entry, e.ExtensionRequested, Record], Value]) -> Said:
    def said(record: Record) -> Value:
        asked = record.all(e.ExtensionRequested)
        return value(*asked[-1], record) if asked else None

    return said


def _found_on(entry: Entry, event: e.ExtensionRequested, record: Record) -> Value:
    started = [one.started_at for _, one in record.all(e.ClockStarted) if one.clock == event.clock]
    return started[-1].astimezone(CHINA).date() if started else None


def _until(extended: bool) -> Said:
    """The day the clock ends on: the new one once it has been extended."""

    def said(record: Record) -> Value:
        return record.due_on if bool(record.last(e.ClockExtended)) is extended else None

    return said


def _ruling(value: Callable[[Entry, str, str, Record], Value]) -> Said:
    def said(record: Record) -> Value:
        decided = _decided(record)
        return value(*decided, record) if decided else None

    return said


FROM_RECORD: Final[Mapping[str, FromRecord]] = {
    "identity_request": FromRecord(
        events=(e.IdentityProofRequested,),
        fields={"due_on": _due_on, "proofs": _proofs, "address": _where_to},
    ),
    "refusal_decision": FromRecord(events=(e.Refused,), fields={"reason": _reason(e.Refused)}),
    "termination_decision": FromRecord(
        events=(e.MediationTerminated,), fields={"reason": _reason(e.MediationTerminated)}
    ),
    "dispatch_notice": FromRecord(
        events=(e.Dispatched,),
        fields={
            "addressee": _dispatched(lambda event, record: record.offices.get(event.to)),
            "report_back_on": _dispatched(lambda event, _: event.report_back_on),
            "pieces": _dispatched(lambda event, _: event.pieces),
            "pages": _dispatched(lambda event, _: event.pages),
        },
    ),
    "mediation_notice": FromRecord(
        events=(e.SessionScheduled,),
        fields={"place": lambda record: record.place or record.office_address},
    ),
    "mediation_record": FromRecord(
        events=(e.SessionScheduled, e.SessionHeld, e.AgreementRecorded, e.DelegationReported),
        fields={
            "place": lambda record: record.place,
            "minutes": _minutes,
            "recorder": _recorder,
            "outcome": _session_result,
            "terms": lambda record: record.terms,
            "why": _why,
        },
    ),
    "mediation_document": FromRecord(
        events=(e.AgreementRecorded, e.DelegationReported), fields={"terms": lambda record: record.terms}
    ),
    "appraisal_commission": FromRecord(
        events=(e.AppraisalCommissioned,),
        fields={
            "addressee": _commissioned(lambda event: words(event.institution)),
            "questions": _commissioned(_questions),
            "cost": _commissioned(
                lambda event: PAYERS[event.cost_agreement.payer] if event.cost_agreement else None
            ),
            "due_on": _commissioned(lambda event: event.expected_on),
        },
    ),
    "feedback_letter": FromRecord(events=(e.FeedbackGiven,), fields={"result": _feedback}),
    "hand_over_letter": FromRecord(
        events=(e.TransferProposed, e.Transferred, e.FraudSignsReported),
        fields={
            "addressee": _authority,
            "reason": _why_handed_over,
            "basis": _handed_over_by,
            "summary": _hand_over_summary,
        },
    ),
    "extension_approval": FromRecord(
        events=(e.ClockStarted, e.ExtensionRequested, e.ExtensionRejected, e.ClockExtended),
        fields={
            "found_on": _extension(_found_on),
            "due_on": _until(extended=False),
            "new_due_on": _until(extended=True),
            "basis": _extension(lambda *_: "《市场监督管理投诉举报处理办法》第二十七条"),
            "reason": _extension(lambda _, event, __: words(event.reason)),
            "requester": _extension(lambda entry, _, record: record.names.get(entry.person)),
            "requested_on": _extension(lambda entry, *_: _day(entry)),
            "decision": _ruling(lambda _, decision, *__: decision),
            "decision_reason": _ruling(lambda _, __, reason, ___: reason),
            "approver": _ruling(lambda entry, _, __, record: record.names.get(entry.person)),
            "decided_on": _ruling(lambda entry, *_: _day(entry)),
        },
    ),
    "callback_record": FromRecord(
        events=(e.CallbackRecorded,),
        fields={
            "caller": _called(lambda _, entry, record: record.names.get(entry.person)),
            "called_at": _called(lambda _, entry, __: entry.at),
            "method": _called(lambda event, *_: CALLED_BY[event.method][0] if event.method else None),
            "reached": _called(lambda event, *_: event.result),
            "informed": _called(lambda event, *_: _yes_no(event.knows_result)),
            "kept": _called(lambda event, *_: _yes_no(event.promise_kept)),
            "satisfied": _called(lambda event, *_: str(event.satisfaction) if event.satisfaction else None),
            "satisfaction_intake": _part("efficiency"),
            "satisfaction_handling": _part("handling"),
            "satisfaction_result": _part("result"),
            "satisfaction_attitude": _part("attitude"),
            "satisfaction_skill": _part("professionalism"),
            "opinion": _called(lambda event, *_: words(event.opinion)),
            "new_facts": _called(lambda event, *_: words(event.new_facts)),
            "attempts": _attempts,
        },
    ),
}
"""By the template's code. A field that stands here is not asked of the state of the case."""
