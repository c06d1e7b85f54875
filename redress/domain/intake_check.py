"""初步核实 (S0-23): completeness, scope, jurisdiction, limitation and duplicates of an opened filing.

Pure; it informs the officer and refuses nothing. Opening the vault and finding candidates is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from redress.domain.events import Findings
from redress.domain.facts import Agent, Complainant, Filing, Respondent
from redress.domain.jurisdiction import OfficeArea, ruling
from redress.domain.same_dispute import same_dispute
from redress.domain.wording import plain

MISSING_CITATION = "令121 art.10(1), art.11"


def check(
    filing: Filing,
    *,
    office: str,
    areas: tuple[OfficeArea, ...],
    received_on: date,
    limitation_years: int | None,
    candidates: Iterable[tuple[str, Filing]] = (),
) -> Findings:
    """What the intake check finds; `filing` and the `candidates` (case id, filing) are opened.

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
    )


def missing(filing: Filing) -> Iterator[str]:
    """Open items: what art.10(1) and, for an agent, art.11 ask for and the filing lacks."""
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


def scope(filing: Filing) -> Literal["yes", "unclear"]:
    """Art.3: something was bought or used, from somebody, and something is asked for; else a person looks."""
    bought = filing.purchase is not None and (
        filing.purchase.amount is not None
        or filing.purchase.on is not None
        or any(map(plain, (filing.purchase.item, filing.purchase.order_number, filing.purchase.brand_model)))
    )
    return "yes" if bought and filing.respondents and filing.claims else "unclear"


def beyond_limitation(filing: Filing, received_on: date, years: int | None) -> bool | None:
    """Bought more than `years` years before it was received; None when nothing tells.

    Art.16(4) runs from when the consumer knew or should have known, so a person decides.
    """
    bought_on = filing.purchase.on if filing.purchase is not None else None
    if bought_on is None or years is None:
        return None
    if bought_on > received_on:
        return False
    return received_on > _years_later(bought_on, years)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _of_complainant(party: str, complainant: Complainant) -> Iterator[str]:
    for field in ("name", "phone", "address"):
        if not plain(getattr(complainant, field)):
            yield f"{party}.{field}"


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
    if not power.original_seen:
        yield "agent.power_of_attorney.original_seen"
