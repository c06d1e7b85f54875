"""初步核实 (S0-23): completeness, scope, jurisdiction, limitation and duplicates of an opened filing.

Pure; it informs the officer and refuses nothing. Opening the vault and finding candidates is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from redress.domain.abuse_signs import NOTHING_LIKE_IT, Likes, signs
from redress.domain.events import Findings, Jurisdiction
from redress.domain.facts import (
    Agent,
    Answer,
    Channel,
    Complainant,
    Filing,
    Representative,
    Respondent,
    Situation,
)
from redress.domain.jurisdiction import OfficeArea, ruling
from redress.domain.receipts import RECEIPTS, unproven
from redress.domain.same_dispute import same_dispute
from redress.domain.wording import plain

ASKED_BY = (
    ("complainant", "令121 art.10(1)(1)"),
    ("respondent", "令121 art.10(1)(2)"),
    ("claims", "令121 art.10(1)(3)"),
    ("facts", "令121 art.10(1)(3)"),
    ("read_back", "令121 art.10(2)"),
    ("agent", "令121 art.11"),
    ("joint", "令121 art.12"),
    ("representative", "令121 art.12"),
    ("deferral", "S0-05"),
)
"""Which rule asks for what `missing` names, by how the item begins."""

STANDS_IN = {Situation.MINOR: "guardian", Situation.DECEASED: "heir"}
"""Who acts for a complainant in such a situation."""


def check(
    filing: Filing,
    *,
    office: str,
    areas: tuple[OfficeArea, ...],
    received_on: date,
    limitation_years: int | None,
    candidates: Iterable[tuple[str, Filing]] = (),
    likes: Likes = NOTHING_LIKE_IT,
) -> Findings:
    """What the intake check finds; `filing` and the `candidates` (case id, filing) are opened.

    `likes`: how many other cases share what with this one (art.17), counted without opening them.

    `received_on` is the local date; `limitation_years` the regime's (3: art.16(4)), None when it has none.
    """
    place = ruling(filing, office, areas)
    return Findings(
        missing=tuple(missing(filing)),
        in_scope=scope(filing),
        jurisdiction=place.jurisdiction,
        jurisdiction_reason=place.reason,
        proposed_office=place.proposed,
        duplicates=tuple(case_id for case_id, other in candidates if same_dispute(filing, other)),
        beyond_limitation=beyond_limitation(filing, received_on, limitation_years),
        hints=tuple(signs(filing, likes)),
    )


def check_report(filing: Filing, repeats: Iterable[str]) -> Findings:
    """What is found of a report (举报): who must be named, and earlier ones of the same informant against the
    same trader (art.35). Where the act took place decides who handles it (art.29), so a person says.
    """
    return Findings(
        missing=() if filing.respondents else ("respondents",),
        in_scope="yes",
        jurisdiction=Jurisdiction.UNKNOWN,
        jurisdiction_reason="place_of_act",
        proposed_office=None,
        duplicates=tuple(repeats),
        beyond_limitation=None,
    )


def missing(filing: Filing) -> Iterator[str]:
    """Open items: what art.10(1), for an agent art.11 and for a joint complaint art.12 ask for and the filing
    lacks; and what the proof of its receipt lacks.
    """
    if not filing.complainants:
        yield "complainants"
    for n, complainant in enumerate(filing.complainants, 1):
        yield from _of_complainant(f"complainant-{n}", complainant)
    if not filing.respondents:
        yield "respondents"
    for n, respondent in enumerate(filing.respondents, 1):
        yield from _of_respondent(f"respondent-{n}", respondent)
    if not filing.claims:
        yield "claims"
    if not plain(filing.facts):
        yield "facts"
    if filing.agent is not None:
        yield from _of_agent(filing.agent)
    if len(filing.complainants) > 1 and filing.consents.joint is not Answer.YES:
        yield "joint.consent"
    for n, representative in enumerate(filing.representatives, 1):
        yield from _of_representative(f"representative-{n}", representative)
    if filing.read_back is False:
        yield "read_back"
    if filing.deferral and not (plain(filing.deferral.reason) and plain(filing.deferral.told)):
        yield "deferral"
    yield from unproven(filing)


def asked_by(item: str, channel: Channel) -> str | None:
    """The article or rule that asks for an open item of intake; None for those of later steps."""
    if item.startswith("receipt."):
        return RECEIPTS[channel].source
    return next((source for start, source in ASKED_BY if item.startswith(start)), None)


def scope(filing: Filing) -> Literal["yes", "unclear"]:
    """Art.3: something was bought or used, from somebody, and something is asked for; else a person looks."""
    bought = filing.purchase is not None and (
        filing.purchase.amount is not None
        or filing.purchase.on is not None
        or any(map(plain, (filing.purchase.item, filing.purchase.order_number, filing.purchase.brand_model)))
    )
    return "yes" if bought and filing.respondents and filing.claims else "unclear"


def beyond_limitation(filing: Filing, received_on: date, years: int | None) -> bool | None:
    """Known of, or else bought, more than `years` years before it was received; None when nothing tells.

    Art.16(4) runs from when the consumer knew or should have known, so a person decides.
    """
    bought_on = filing.purchase.on if filing.purchase is not None else None
    since = filing.knew_on or bought_on
    if since is None or years is None:
        return None
    if since > received_on:
        return False
    return received_on > _years_later(since, years)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _of_complainant(party: str, complainant: Complainant) -> Iterator[str]:
    for field in ("name", "phone", "address"):
        if not plain(getattr(complainant, field)):
            yield f"{party}.{field}"
    if complainant.situation is not None:
        other = complainant.stands_in
        if other is None or not plain(other.name):
            yield f"{party}.{STANDS_IN[complainant.situation]}"
        elif not other.proof_seen:
            yield f"{party}.{STANDS_IN[complainant.situation]}_proof"


def _of_representative(party: str, representative: Representative) -> Iterator[str]:
    if representative.complainant is None and not plain(representative.name):
        yield f"{party}.name"
    if not representative.elected_in_writing:
        yield f"{party}.elected_in_writing"


def _of_respondent(party: str, respondent: Respondent) -> Iterator[str]:
    if not (plain(respondent.name) or plain(respondent.shop_name)):
        yield f"{party}.name"
    if not (plain(respondent.address) or plain(respondent.platform_address)):
        yield f"{party}.address"


def _of_agent(agent: Agent) -> Iterator[str]:
    for field in ("name", "id_number"):
        if not plain(getattr(agent, field)):
            yield f"agent.{field}"
    power = agent.power_of_attorney
    if power is None:
        yield "agent.power_of_attorney"
        return
    for field in ("matter", "powers"):
        if not plain(getattr(power, field)):
            yield f"agent.power_of_attorney.{field}"
    if power.until is None:
        yield "agent.power_of_attorney.until"
    for field in ("original_seen", "signed"):
        if not getattr(power, field):
            yield f"agent.power_of_attorney.{field}"
