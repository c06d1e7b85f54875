"""Which bureau handles a complaint (令121 art.13), read off the respondents' addresses and platforms.

What the office table does not settle is `unknown`; nothing here guesses and nothing refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from redress.domain.events import Jurisdiction
from redress.domain.facts import Filing, Respondent, RespondentRole
from redress.domain.wording import plain, same_words

BUREAU = "bureau"
"""The kind of office that has jurisdiction; its branches and sections act in its name (art.13, 30)."""


@dataclass(frozen=True, slots=True)
class OfficeArea:
    """One office of the table: dotted path, kind, the regions it covers, the platforms domiciled there."""

    path: str
    kind: str
    regions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """`reason` is a key of `REASONS`; `proposed` the office path that the address or platform points to."""

    jurisdiction: Jurisdiction
    reason: str
    proposed: str | None = None


REASONS: dict[str, tuple[str, str, str]] = {
    "respondent_address": ("依被投诉人住所地或者经营地", "By the respondent's address", "令121 art.13(1)"),
    "operator_address": ("依平台或者网络经营者住所地", "By the operator's own address", "令121 art.13(2)"),
    "published_address": ("依平台公示的地址", "By the address published on the platform", "令121 art.13(3)"),
    "platform": ("依平台经营者住所地", "By the domicile of the platform", "令121 art.13(3)"),
    "platform_unreachable": (
        "平台公示的地址无法取得联系,依平台经营者住所地",
        "Nobody is reached at the published address: by the domicile of the platform",
        "令121 art.13(3)",
    ),
    "place_of_act": (
        "举报由被举报行为发生地处理,需人工判断",
        "Reports belong to the place of the act: a person decides",
        "令121 art.29",
    ),
    "no_respondent": ("没有被投诉人", "No respondent is named", "令121 art.10(1)(2)"),
    "no_address": ("没有地址,也没有平台", "Neither address nor platform is given", "令121 art.10(1)(2)"),
    "no_office_found": ("地址和平台不在机构表内", "No office of the table covers it", "令121 art.13"),
    "several_offices": ("地址对应多个机构,需人工判断", "Several offices fit", "令121 art.13"),
}
"""Reason code → Chinese, English, citation."""


def ruling(filing: Filing, office: str, areas: tuple[OfficeArea, ...]) -> Ruling:
    """Whether the bureau of `office` may handle an opened filing; the first respondent that is ours decides.

    A trader on a platform may be handled where its published address is or where the platform is domiciled.
    """
    rulings = [_of(respondent, office, areas) for respondent in filing.respondents]
    for wanted in (Jurisdiction.OURS, Jurisdiction.OTHER, Jurisdiction.UNKNOWN):
        found = next((each for each in rulings if each.jurisdiction is wanted), None)
        if found is not None:
            return found
    return Ruling(Jurisdiction.UNKNOWN, "no_respondent")


def _of(respondent: Respondent, office: str, areas: tuple[OfficeArea, ...]) -> Ruling:
    competent: list[tuple[str, OfficeArea]] = []
    several = False
    for reason, found in _readings(respondent, areas):
        bureaus = {bureau_of(area.path, areas) for area in found}
        if len(bureaus) > 1:
            several = True
        elif found:
            competent.append((reason, found[0]))
    own = bureau_of(office, areas)
    for reason, area in competent:
        if own is not None and bureau_of(area.path, areas) == own:
            return Ruling(Jurisdiction.OURS, reason, area.path)
    if several:
        return Ruling(Jurisdiction.UNKNOWN, "several_offices")
    if competent:
        reason, area = competent[0]
        return Ruling(Jurisdiction.OTHER, reason, area.path)
    located = plain(respondent.address) or plain(respondent.platform_address) or plain(respondent.platform)
    return Ruling(Jurisdiction.UNKNOWN, "no_office_found" if located else "no_address")


def _readings(
    respondent: Respondent, areas: tuple[OfficeArea, ...],
) -> Iterator[tuple[str, list[OfficeArea]]]:
    address, platform = plain(respondent.address), plain(respondent.platform)
    published = plain(respondent.platform_address)
    if respondent.role is RespondentRole.PLATFORM:
        yield "operator_address", _covering(address or published, areas)
        yield "platform", _hosting(platform or plain(respondent.name), areas)
    elif platform and respondent.unreachable:
        yield "platform_unreachable", _hosting(platform, areas)
    elif platform:
        yield "published_address", _covering(published or address, areas)
        yield "platform", _hosting(platform, areas)
    else:
        yield "respondent_address", _covering(address or published, areas)


def _covering(address: str, areas: tuple[OfficeArea, ...]) -> list[OfficeArea]:
    """The offices with the longest region name that the address contains; several when they tie."""
    hits = [
        (len(same_words(region)), area)
        for area in areas
        for region in area.regions
        if same_words(region) and same_words(region) in same_words(address)
    ]
    longest = max((length for length, _ in hits), default=0)
    return [area for length, area in hits if length == longest]


def _hosting(platform: str, areas: tuple[OfficeArea, ...]) -> list[OfficeArea]:
    name = same_words(platform)
    return [area for area in areas if name and any(same_words(each) == name for each in area.platforms)]


def bureau_of(path: str, areas: tuple[OfficeArea, ...]) -> str | None:
    """The bureau that an office is or acts for: the nearest at or above it; None above the bureaus."""
    kinds = {area.path: area.kind for area in areas}
    while path:
        if kinds.get(path) == BUREAU:
            return path
        path = path.rpartition(".")[0]
    return None
