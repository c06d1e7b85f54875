"""The ways by which a notice can be sent to a party, which of them a party has, and which is taken."""

from __future__ import annotations

from redress.domain.case import Case
from redress.domain.facts import Channel, Complainant, Method, Respondent
from redress.domain.sealed import Text

ORDER = (Method.SMS, Method.EMAIL, Method.LETTER, Method.PLATFORM)
"""What can be sent, in the order in which it is tried where the party prefers nothing that it has."""

BY_HAND = frozenset({Method.LETTER, Method.PLATFORM})
"""What a person sends where no program does."""

ON_A_PLATFORM = frozenset({Channel.WEB, Channel.APP, Channel.WECHAT, Channel.NATIONAL_PLATFORM})
"""Who complained this way can be answered there."""


def address_of(case: Case, party: str, way: Method) -> Text | None:
    """Where a party is reached this way; None: not known, or the platform itself knows."""
    one = party_of(case, party)
    if one is None:
        return None
    match way:
        case Method.SMS:
            return one.phone
        case Method.EMAIL:
            return one.email if isinstance(one, Complainant) else None
        case Method.LETTER:
            return one.address
        case Method.PLATFORM if isinstance(one, Respondent):
            return one.platform
    return None


def has_way(case: Case, party: str, way: Method) -> bool:
    """Whether a notice can be sent to a party this way."""
    if way is Method.PLATFORM and party in case.complainants:
        return case.filing.channel in ON_A_PLATFORM
    return way in ORDER and address_of(case, party, way) is not None


def way_to(case: Case, party: str) -> Method | None:
    """The way that is taken where nobody names one: the preferred, else the first that the party has."""
    one = party_of(case, party)
    preferred = one.preferred_notice if isinstance(one, Complainant) else None
    ways = (preferred, *ORDER) if preferred else ORDER
    return next((way for way in ways if has_way(case, party, way)), None)


def party_of(case: Case, party: str) -> Complainant | Respondent | None:
    """What is known of a party (`respondent-1`); None while the side is unknown."""
    side, _, number = party.partition("-")
    listed: tuple[Complainant | Respondent, ...] = (
        case.filing.complainants if side == "complainant" else case.filing.respondents
    )
    return listed[int(number) - 1] if 0 < int(number) <= len(listed) else None
