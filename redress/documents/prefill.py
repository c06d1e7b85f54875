"""What a case already says for the fields of a document; a person completes and changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar

from redress.documents.recorded import NOTHING_ENTERED, Record, from_record, words
from redress.documents.template import Template
from redress.documents.values import Value
from redress.domain.case import Session, Stage
from redress.domain.counting import CHINA
from redress.domain.evidence import EvidenceKind
from redress.domain.facts import Answer, ClaimKind, Complainant, Respondent
from redress.domain.profile import Profile
from redress.domain.view import CaseView

Party = TypeVar("Party", Complainant, Respondent)

CLAIMS: dict[ClaimKind, str] = {
    ClaimKind.REPAIR: "修理",
    ClaimKind.REDO: "重作",
    ClaimKind.EXCHANGE: "更换",
    ClaimKind.RETURN: "退货",
    ClaimKind.MAKE_UP_QUANTITY: "补足商品数量",
    ClaimKind.REFUND_PRICE: "退还货款",
    ClaimKind.REFUND_FEE: "退还服务费用",
    ClaimKind.COMPENSATION: "赔偿损失",
    ClaimKind.PUNITIVE: "惩罚性赔偿",
    ClaimKind.APOLOGY: "赔礼道歉",
    ClaimKind.OTHER: "其他",
}
"""Claims in the words of form 1, note 4."""

EVIDENCE: dict[EvidenceKind, str] = {
    EvidenceKind.TRANSACTION_RECORD: "交易凭证",
    EvidenceKind.WRITTEN: "书面材料",
    EvidenceKind.PHYSICAL: "实物",
    EvidenceKind.ELECTRONIC: "电子数据",
    EvidenceKind.AUDIO_VISUAL: "音视频",
    EvidenceKind.TESTIMONY: "证人证言",
}
"""The six classes in the words of the evidence list."""

OF_WHAT_WAS_HELD: Final = frozenset({"mediation_record", "mediation_document"})
"""Kinds that speak of a session that was held; the others of the one that is to come."""

VERIFICATION: Final = "clue.verification"
"""The one clock that can be extended (令121 art.27)."""

SEVERAL: Final = "、"
MOST_NAMED: Final = 10
"""Of more parties the first is named and the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The office that speaks, and who speaks for it; empty where the office has not said."""

    office: str
    contact: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A case with its texts opened, the party a letter goes to, and the office it comes from.

    `record`: the entries of the case that the kind is filled in from. `query_code`: with which the party
    follows the case.
    """

    case: CaseView
    party: str | None
    letterhead: Letterhead
    profile: Profile | None
    names: dict[str, str]
    today: date
    record: Record = NOTHING_ENTERED
    query_code: str = ""

    @property
    def complainant(self) -> Complainant:
        """The one the letter goes to, or the first."""
        complainants = self.case.filing.complainants
        return _one_of(complainants, self.party, "complainant") or Complainant()

    @property
    def respondent(self) -> Respondent:
        return _one_of(self.case.filing.respondents, self.party, "respondent") or Respondent()

    @property
    def complainants(self) -> tuple[Complainant, ...]:
        """The one the paper is made for, or all: a joint complaint is one case (art.12)."""
        those = self.case.filing.complainants
        return (self.complainant,) if _of(self.party, "complainant") else those

    @property
    def respondents(self) -> tuple[Respondent, ...]:
        those = self.case.filing.respondents
        return (self.respondent,) if _of(self.party, "respondent") else those

    @property
    def session(self) -> Session | None:
        """The next session that is still to be held, or the last one that was not called off."""
        arranged = [one for one in self.case.sessions if not one.cancelled]
        waiting = [one for one in arranged if one.open]
        return next(iter(waiting or arranged[-1:]), None)

    @property
    def held(self) -> Session | None:
        """The last session that was held, or the next one while none was."""
        held = [one for one in self.case.sessions if one.outcome is not None]
        return held[-1] if held else self.session


def prefilled(template: Template, source: Source) -> dict[str, Value]:
    """A value for each field of the template that the case has an answer to: what was entered for the kind
    goes before what is said of the case in general.
    """
    kind = template.code
    session = source.held if kind in OF_WHAT_WAS_HELD else source.session
    general = FIELDS | OF_A_KIND.get(kind, {})
    found = {field.name: general[field.name](source) for field in template.fields if field.name in general}
    record = replace(
        source.record,
        names=source.names,
        facts=words(source.case.filing.facts),
        office_address=source.letterhead.address,
        session=session,
        due_on=next((one.due_on for one in source.case.clocks if one.key == VERIFICATION), None),
    )
    said = {name: value for name, value in from_record(kind, record).items() if template.field(name)}
    return {name: value for name, value in found.items() if value not in (None, "", ())} | said


def _of(party: str | None, side: str) -> bool:
    return party is not None and party.startswith(f"{side}-")


def _one_of(those: tuple[Party, ...], party: str | None, side: str) -> Party | None:
    if party is not None and _of(party, side):
        place = int(party.partition("-")[2]) - 1
        return those[place] if place < len(those) else None
    return those[0] if those else None


def _several(names: list[str]) -> str:
    """甲、乙; of very many the first and how many they are."""
    named = list(dict.fromkeys(filter(None, names)))
    return f"{named[0]}等{len(names)}方" if len(named) > MOST_NAMED else SEVERAL.join(named)


def _each(texts: list[str]) -> str:
    """What differs between several parties, each on a line of its own where there is room for lines."""
    different = list(dict.fromkeys(filter(None, texts)))
    return "；\n".join(different[:MOST_NAMED])


def _names(those: Iterable[Complainant | Respondent]) -> list[str]:
    """Their names; of a trader whose name nobody has found yet its shop's."""
    return [words(one.name) or (words(one.shop_name) if isinstance(one, Respondent) else "") for one in those]


def _complainants(source: Source) -> str:
    return _several(_names(source.complainants))


def _traders(source: Source) -> str:
    return _several(_names(source.respondents))


def _trader(source: Source) -> str:
    """Who it is about, for a sentence: of several traders the first."""
    name = words(source.respondent.name) or words(source.respondent.shop_name)
    return f"{name}等经营者" if name and len(source.respondents) > 1 else name


def _addressee(source: Source) -> str:
    if _of(source.party, "respondent"):
        return _traders(source)
    return words(source.complainant.name) if source.party is not None else ""


def _subject(source: Source) -> str:
    """晨光电器的洗衣机: who and what the complaint is about."""
    purchase = source.case.filing.purchase
    item = words(purchase.item) if purchase else ""
    return "的".join(part for part in (_trader(source), item or source.case.filing.category or "") if part)


def _claims(source: Source) -> str:
    return "；".join(
        CLAIMS[claim.kind] + (f" {claim.amount} 元" if claim.amount is not None else "")
        for claim in source.case.filing.claims
    )


def _content(source: Source) -> str:
    facts, claims = words(source.case.filing.facts), _claims(source)
    return "\n".join(part for part in (facts, f"投诉请求：{claims}" if claims else "") if part)


def _answer(answer: Answer) -> str:
    return "" if answer is Answer.NOT_ASKED else str(answer)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None


def _mediator(source: Source) -> str:
    return source.names.get(source.session.mediator, "") if source.session else source.letterhead.contact


def _remedies(source: Source) -> str:
    remedies = source.profile.remedies if source.profile else None
    return remedies.text_zh if remedies else ""


def _agent(source: Source) -> str:
    """受托人, or who acts for a minor or somebody who died."""
    agent, stands_in = source.case.filing.agent, source.complainant.stands_in
    if agent and words(agent.name):
        return words(agent.name)
    if stands_in is None or not words(stands_in.name):
        return ""
    relation = words(stands_in.relation)
    return words(stands_in.name) + (f"（{relation}）" if relation else "")


def _registrar(source: Source) -> str:
    return words(source.case.filing.registered_by) or source.letterhead.contact


def _deferral(source: Source) -> str:
    deferral = source.case.filing.deferral
    return "；".join(filter(None, (words(deferral.reason), words(deferral.told)))) if deferral else ""


def _materials(source: Source) -> tuple[tuple[str, ...], ...]:
    """Name, pieces and a remark: what stands in the receipt and goes along with a hand-over."""
    return tuple((name, number, "") for _, _, name, number, _, _ in _pieces(source))


def _taken(source: Source) -> str:
    """Whether the visitor left with an acceptance or, as who could not be taken at once, with a registration
    (S0-04, S0-05).
    """
    undecided = source.case.stage in (Stage.REGISTERED, Stage.CHECKING, Stage.REFUSED)
    return "registered" if undecided or source.case.filing.deferral else "accepted"


def _pieces(source: Source) -> tuple[tuple[str, ...], ...]:
    """A row per piece that still stands: of the party the paper goes to, or of everybody."""
    givers = None if source.party is None else (source.party, source.party.partition("-")[0])
    pieces = [
        piece
        for piece in source.case.evidence
        if piece.status is None and (givers is None or piece.given_by in givers)
    ]
    return tuple(
        (str(piece.number), EVIDENCE[piece.kind], words(piece.name), "1", "", "") for piece in pieces
    )


def _giver(source: Source) -> str:
    return _addressee(source) or words(source.complainant.name)


FIELDS: dict[str, Callable[[Source], Value]] = {
    "addressee": _addressee,
    "address": lambda s: s.letterhead.address,
    "basis": lambda s: s.case.appraisals[-1].basis if s.case.appraisals else "",
    "bring": lambda s: ("身份证明材料", "与争议有关的凭证和材料"),
    "case_number": lambda s: s.case.case_number,
    "claims": _claims,
    "clue": lambda s: words(s.case.filing.facts) or words(s.case.summary),
    "complainant": _complainants,
    "complainant_address": lambda s: _each([words(one.address) for one in s.complainants]),
    "complainant_agent": _agent,
    "complainant_id_number": lambda s: words(s.complainant.id_number),
    "complainant_id_type": lambda s: words(s.complainant.id_type),
    "complainant_name": _complainants,
    "complainant_phone": lambda s: _each([words(one.phone) for one in s.complainants]),
    "concluded_on": lambda s: s.case.concluded_on,
    "contact": lambda s: s.letterhead.contact,
    "content": _content,
    "delegate_mediation": lambda s: _answer(s.case.filing.consents.delegate_mediation),
    "facts": lambda s: words(s.case.filing.facts),
    "giver": _giver,
    "ground": lambda s: s.case.ground,
    "handler": lambda s: s.names.get(s.case.handler or "", ""),
    "held_at": lambda s: s.session.at if s.session else None,
    "item": lambda s: words(s.case.filing.purchase.item) if s.case.filing.purchase else "",
    "items": _pieces,
    "investigators": lambda s: (s.letterhead.contact,) if s.letterhead.contact else (),
    "legal_representative": lambda s: _each([words(one.legal_representative) for one in s.respondents]),
    "matter": lambda s: "report" if s.case.matter == "report" else "complaint",
    "mediator": _mediator,
    "mode": lambda s: ("joint" if s.session.joint else "separate") if s.session else "",
    "outcome": lambda s: str(s.case.outcome) if s.case.outcome else "",
    "person": _complainants,
    "phone": lambda s: s.letterhead.phone,
    "place": lambda s: s.letterhead.address,
    "publish": lambda s: _answer(s.case.filing.consents.publish),
    "received_at": lambda s: s.case.received_at,
    "received_on": lambda s: _day(s.case.received_at),
    "recovered_amount": lambda s: s.case.recovered_amount,
    "recusal_days": lambda s: s.session.recusal_days if s.session else None,
    "receiver": lambda s: s.letterhead.contact,
    "registrar": _registrar,
    "remedies": _remedies,
    "reported_address": lambda s: words(s.respondent.address),
    "reported_name": _traders,
    "respondent": _traders,
    "respondent_address": lambda s: _each([words(one.address) for one in s.respondents]),
    "respondent_contact": lambda s: _each([words(one.contact_person) for one in s.respondents]),
    "respondent_name": _traders,
    "respondent_phone": lambda s: _each([words(one.phone) for one in s.respondents]),
    "session_at": lambda s: s.session.at if s.session else None,
    "subject": _subject,
    "unit": lambda s: s.letterhead.office,
}
"""By the field's name, for every template that does not mean something of its own by it."""

OF_A_KIND: Final[dict[str, dict[str, Callable[[Source], Value]]]] = {
    "callback_record": {
        "phone": lambda s: words(s.complainant.phone),
        "person": lambda s: words(s.complainant.name),
    },
    "counter_receipt": {
        "outcome": _taken,
        "deferral": _deferral,
        "materials": _materials,
        "query_code": lambda s: s.query_code,
    },
    "hand_over_letter": {"addressee": lambda _: "", "basis": lambda _: "", "materials": _materials},
    "appraisal_commission": {"addressee": lambda _: ""},
    "dispatch_notice": {"addressee": lambda _: ""},
    "mediation_record": {
        "held_at": lambda s: s.held.at if s.held else None,
        "mode": lambda s: ("joint" if s.held.joint else "separate") if s.held else "",
        "mediator": lambda s: s.names.get(s.held.mediator, "") if s.held else s.letterhead.contact,
        "outcome": lambda _: "",
        "place": lambda _: "",
    },
    "mediation_document": {
        "complainant": lambda s: SEVERAL.join(filter(None, _names(s.complainants))),
        "respondent": lambda s: SEVERAL.join(filter(None, _names(s.respondents))),
        "mediator": lambda s: s.names.get(s.held.mediator, "") if s.held else s.letterhead.contact,
    },
    "mediation_notice": {"place": lambda _: ""},
}
"""Where a field means something else than in the others, by the template's code."""
