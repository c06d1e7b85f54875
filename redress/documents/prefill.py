"""What a case already says for the fields of a document; a person completes and changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from redress.documents.template import Template
from redress.documents.values import Value
from redress.domain.case import Session
from redress.domain.counting import CHINA
from redress.domain.evidence import EvidenceKind
from redress.domain.facts import Answer, ClaimKind, Complainant, Respondent
from redress.domain.profile import Profile
from redress.domain.sealed import Text
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The office that speaks, and who speaks for it; empty where the office has not said."""

    office: str
    contact: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A case with its texts opened, the party a letter goes to, and the office it comes from."""

    case: CaseView
    party: str | None
    letterhead: Letterhead
    profile: Profile | None
    names: dict[str, str]
    today: date

    @property
    def complainant(self) -> Complainant:
        """The one the letter goes to, or the first."""
        complainants = self.case.filing.complainants
        return _one_of(complainants, self.party, "complainant") or Complainant()

    @property
    def respondent(self) -> Respondent:
        return _one_of(self.case.filing.respondents, self.party, "respondent") or Respondent()

    @property
    def session(self) -> Session | None:
        """The next session that has not been held, or the last one."""
        waiting = [one for one in self.case.sessions if one.outcome is None]
        return next(iter(waiting or self.case.sessions[-1:]), None)


def prefilled(template: Template, source: Source) -> dict[str, Value]:
    """A value for each field of the template that the case has an answer to."""
    found = {field.name: FIELDS[field.name](source) for field in template.fields if field.name in FIELDS}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def _one_of(those: tuple[Party, ...], party: str | None, side: str) -> Party | None:
    if party is not None and party.startswith(f"{side}-"):
        place = int(party.partition("-")[2]) - 1
        return those[place] if place < len(those) else None
    return those[0] if those else None


def _words(text: Text | None) -> str:
    return text if isinstance(text, str) else ""


def _trader(source: Source) -> str:
    return _words(source.respondent.name) or _words(source.respondent.shop_name)


def _addressee(source: Source) -> str:
    if source.party is not None and source.party.startswith("respondent"):
        return _trader(source)
    return _words(source.complainant.name) if source.party is not None else ""


def _subject(source: Source) -> str:
    """晨光电器的洗衣机: who and what the complaint is about."""
    purchase = source.case.filing.purchase
    item = _words(purchase.item) if purchase else ""
    return "的".join(part for part in (_trader(source), item or source.case.filing.category or "") if part)


def _claims(source: Source) -> str:
    return "；".join(
        CLAIMS[claim.kind] + (f" {claim.amount} 元" if claim.amount is not None else "")
        for claim in source.case.filing.claims
    )


def _content(source: Source) -> str:
    facts, claims = _words(source.case.filing.facts), _claims(source)
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
    agent = source.case.filing.agent
    return _words(agent.name) if agent else ""


def _pieces(source: Source) -> tuple[tuple[str, ...], ...]:
    """A row per piece that still stands: of the party the paper goes to, or of everybody."""
    givers = None if source.party is None else (source.party, source.party.partition("-")[0])
    pieces = [
        piece
        for piece in source.case.evidence
        if piece.status is None and (givers is None or piece.given_by in givers)
    ]
    return tuple(
        (str(piece.number), EVIDENCE[piece.kind], _words(piece.name), "1", "", "") for piece in pieces
    )


def _giver(source: Source) -> str:
    return _addressee(source) or _words(source.complainant.name)


FIELDS: dict[str, Callable[[Source], Value]] = {
    "addressee": _addressee,
    "address": lambda s: s.letterhead.address,
    "basis": lambda s: s.case.appraisals[-1].basis if s.case.appraisals else "",
    "bring": lambda s: ("身份证明材料", "与争议有关的凭证和材料"),
    "case_number": lambda s: s.case.case_number,
    "claims": _claims,
    "clue": lambda s: _words(s.case.filing.facts) or _words(s.case.summary),
    "complainant": lambda s: _words(s.complainant.name),
    "complainant_address": lambda s: _words(s.complainant.address),
    "complainant_agent": _agent,
    "complainant_id_number": lambda s: _words(s.complainant.id_number),
    "complainant_id_type": lambda s: _words(s.complainant.id_type),
    "complainant_name": lambda s: _words(s.complainant.name),
    "complainant_phone": lambda s: _words(s.complainant.phone),
    "concluded_on": lambda s: s.case.concluded_on,
    "contact": lambda s: s.letterhead.contact,
    "content": _content,
    "delegate_mediation": lambda s: _answer(s.case.filing.consents.delegate_mediation),
    "facts": lambda s: _words(s.case.filing.facts),
    "giver": _giver,
    "ground": lambda s: s.case.ground,
    "handler": lambda s: s.names.get(s.case.handler or "", ""),
    "held_at": lambda s: s.session.at if s.session else None,
    "item": lambda s: _words(s.case.filing.purchase.item) if s.case.filing.purchase else "",
    "items": _pieces,
    "legal_representative": lambda s: _words(s.respondent.legal_representative),
    "matter": lambda s: "report" if s.case.matter == "report" else "complaint",
    "mediator": _mediator,
    "mode": lambda s: ("joint" if s.session.joint else "separate") if s.session else "",
    "outcome": lambda s: str(s.case.outcome) if s.case.outcome else "",
    "person": lambda s: _words(s.complainant.name),
    "phone": lambda s: s.letterhead.phone,
    "place": lambda s: s.letterhead.address,
    "publish": lambda s: _answer(s.case.filing.consents.publish),
    "received_at": lambda s: s.case.received_at,
    "received_on": lambda s: _day(s.case.received_at),
    "recovered_amount": lambda s: s.case.recovered_amount,
    "recusal_days": lambda s: s.session.recusal_days if s.session else None,
    "registrar": lambda s: s.letterhead.contact,
    "remedies": _remedies,
    "reported_address": lambda s: _words(s.respondent.address),
    "reported_name": _trader,
    "respondent": _trader,
    "respondent_address": lambda s: _words(s.respondent.address),
    "respondent_contact": lambda s: _words(s.respondent.contact_person),
    "respondent_name": _trader,
    "respondent_phone": lambda s: _words(s.respondent.phone),
    "session_at": lambda s: s.session.at if s.session else None,
    "subject": _subject,
    "unit": lambda s: s.letterhead.office,
}
"""By the field's name, which means the same in every template."""
