"""Signs that a complaint may not be one of living consumption (令121 art.17, S0-58): hints for a person.

Nothing here refuses. The counts come from the blind index; which of them is worth a look is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from redress.domain.facts import Filing

MONTHS = 12
DAYS = 30
MOST_BY_ONE_PHONE = 10
MOST_AGAINST_ONE_TRADER = 3
USUAL_QUANTITY = 10
"""From these on a person is asked to look; cities may refine the factors (art.17(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likes:
    """How many other cases share something with this one.

    `phone_of_others`, `address_of_others`: the same contact under another name. `by_phone`: from the same
    phone within `MONTHS`. `against_trader`: the same consumer against the same trader within `DAYS`.
    """

    phone_of_others: int = 0
    address_of_others: int = 0
    by_phone: int = 0
    against_trader: int = 0


NOTHING_LIKE_IT = Likes()

SIGNS: dict[str, tuple[str, str, str]] = {
    "unusual_quantity": (
        "购买数量与通常消费习惯明显不符", "The quantity bought is unusual for a consumer",
        "令121 art.17(1)(1)",
    ),
    "often_against_trader": (
        "短期内对同一经营者多次投诉", "Several complaints against this trader in a short time",
        "令121 art.17(1)(2)",
    ),
    "often_by_phone": (
        "同一电话一年内投诉较多", "Many complaints from this telephone number within a year",
        "令121 art.17(1)(2)",
    ),
    "phone_of_others": (
        "多人使用同一电话号码投诉", "Several people complain from this telephone number", "令121 art.17(1)(4)"
    ),
    "address_of_others": (
        "多人使用同一通讯地址投诉", "Several people complain from this address", "令121 art.17(1)(4)"
    ),
}  # fmt: skip
"""Sign → Chinese, English, citation."""


def signs(filing: Filing, likes: Likes) -> Iterator[str]:
    """The signs that a filing and its likes show, in the order of the table."""
    quantity = filing.purchase.quantity if filing.purchase else None
    found = {
        "unusual_quantity": (quantity or 0) >= USUAL_QUANTITY,
        "often_against_trader": likes.against_trader >= MOST_AGAINST_ONE_TRADER,
        "often_by_phone": likes.by_phone >= MOST_BY_ONE_PHONE,
        "phone_of_others": likes.phone_of_others > 0,
        "address_of_others": likes.address_of_others > 0,
    }
    return (sign for sign in SIGNS if found[sign])
