"""Whether two opened filings are about one dispute (art.14, 16(2)): same consumer, trader and purchase."""

from __future__ import annotations

from redress.domain.facts import Complainant, Filing, Purchase, Respondent
from redress.domain.wording import likeness, plain, same_digits, same_words

ALIKE = 0.6
"""How alike two descriptions must be where no order number tells; a person looks at both anyway."""


def same_dispute(one: Filing, other: Filing) -> bool:
    """True when a complainant, a respondent and the purchase of both agree; both filings opened.

    It informs an officer. Of the purchase only what both say differently speaks against it; a name alone is
    no identity, so it needs the address too.
    """
    return (
        any(_same_consumer(a, b) for a in one.complainants for b in other.complainants)
        and any(_same_trader(a, b) for a in one.respondents for b in other.respondents)
        and _same_purchase(one, other)
    )


def _same_consumer(a: Complainant, b: Complainant) -> bool:
    numbers = same_words(plain(a.id_number)), same_words(plain(b.id_number))
    if all(numbers):
        return numbers[0] == numbers[1]
    phones = same_digits(plain(a.phone)), same_digits(plain(b.phone))
    if all(phones):
        return phones[0] == phones[1]
    return _agree(plain(a.name), plain(b.name)) and _agree(plain(a.address), plain(b.address))


def _same_trader(a: Respondent, b: Respondent) -> bool:
    codes = same_words(plain(a.uscc)), same_words(plain(b.uscc))
    if all(codes):
        return codes[0] == codes[1]
    names = {same_words(plain(text)) for text in (a.name, a.shop_name)} - {""}
    return bool(names & {same_words(plain(text)) for text in (b.name, b.shop_name)})


def _same_purchase(one: Filing, other: Filing) -> bool:
    a, b = one.purchase or Purchase(), other.purchase or Purchase()
    orders = same_words(plain(a.order_number)), same_words(plain(b.order_number))
    if all(orders):
        return orders[0] == orders[1]
    if a.on is not None and b.on is not None and a.on != b.on:
        return False
    if a.amount is not None and b.amount is not None and a.amount != b.amount:
        return False
    items = same_words(plain(a.item)), same_words(plain(b.item))
    if all(items) and items[0] == items[1]:
        return True
    return likeness(plain(one.facts), plain(other.facts)) >= ALIKE


def _agree(a: str, b: str) -> bool:
    return bool(a) and same_words(a) == same_words(b)
