"""The cells of one case in an exported list, column by column. What is still sealed stays empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from redress.contracts.listing import Listing
from redress.domain.counting import CHINA
from redress.domain.facts import Complainant, Filing, Purchase, Respondent
from redress.domain.view import CaseView
from redress.domain.wording import plain
from redress.persistence.reading import CaseItem


@dataclass(frozen=True, slots=True)
class Row:
    """A case and what the tables around it say; `view` None: it cannot be read any more."""

    item: CaseItem
    view: CaseView | None
    names: Mapping[str, str]
    offices: Mapping[str, tuple[str, str]]
    listing: Listing

    @property
    def filing(self) -> Filing | None:
        return self.view.filing if self.view else None

    def words(self, group: str, code: str) -> str:
        return self.listing.words.get(f"{group}.{code}", code)

    def yes(self, said: bool) -> str:
        return self.words("yes_no", "yes") if said else ""


def opened_for_lists(filing: Filing) -> Filing:
    """What a list says of a filing: the first party of each side and the goods."""
    bought = filing.purchase
    return Filing(
        channel=filing.channel,
        complainants=tuple(Complainant(name=one.name, phone=one.phone) for one in filing.complainants[:1]),
        respondents=tuple(
            Respondent(name=one.name, shop_name=one.shop_name) for one in filing.respondents[:1]
        ),
        purchase=Purchase(item=bought.item, amount=bought.amount) if bought else None,
        claims=filing.claims,
        category=filing.category,
    )


def cells_of(row: Row) -> list[Any]:
    """JSON values: texts, numbers, days as `YYYY-MM-DD`, None for an empty cell."""
    return [_json(CELLS[name](row)) for name in row.listing.columns]


def _office(row: Row) -> str:
    zh, en = row.offices.get(row.item.office, (row.item.office,) * 2)
    return en if row.listing.english else zh


def _complainant(row: Row) -> str:
    found = row.filing.complainants[:1] if row.filing else ()
    return plain(found[0].name) if found else ""


def _phone(row: Row) -> str:
    found = row.filing.complainants[:1] if row.filing else ()
    return plain(found[0].phone) if found else ""


def _respondent(row: Row) -> str:
    found = row.filing.respondents[:1] if row.filing else ()
    return (plain(found[0].name) or plain(found[0].shop_name)) if found else ""


def _claims(row: Row) -> str:
    return "、".join(row.words("claim", one.kind.value) for one in (row.filing.claims if row.filing else ()))


CELLS: Final[dict[str, Callable[[Row], Any]]] = {
    "case_number": lambda row: row.item.number,
    "matter": lambda row: row.words("matter", row.item.matter),
    "stage": lambda row: row.words("stage", row.item.stage),
    "office": _office,
    "handler": lambda row: row.names.get(row.item.handler or "", ""),
    "channel": lambda row: row.words("channel", row.item.channel),
    "received_at": lambda row: row.item.received_at.astimezone(CHINA),
    "safe_due_on": lambda row: row.item.safe_due_on,
    "due_on": lambda row: row.item.due_on,
    "overdue": lambda row: row.yes(row.item.overdue),
    "urgency": lambda row: row.words("urgency", row.item.urgency),
    "key": lambda row: row.yes(row.item.key),
    "supervised": lambda row: row.yes(row.item.supervised),
    "category": lambda row: row.filing.category if row.filing else None,
    "complainant": _complainant,
    "complainant_phone": _phone,
    "respondent": _respondent,
    "item": lambda row: plain(row.filing.purchase.item) if row.filing and row.filing.purchase else "",
    "amount": lambda row: row.filing.purchase.amount if row.filing and row.filing.purchase else None,
    "claims": _claims,
    "outcome": lambda row: (
        row.words("outcome", row.view.outcome.value) if row.view and row.view.outcome else ""
    ),
    "recovered_amount": lambda row: row.view.recovered_amount if row.view else None,
    "concluded_on": lambda row: row.item.concluded_on,
}


def _json(value: Any) -> Any:
    match value:
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
    return value or None if isinstance(value, str) else value
