"""Which proof of receipt a channel has and which moment is the receipt (S0-02…05, S0-16): one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from redress.domain.facts import Channel, Filing
from redress.domain.wording import plain


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """`needs`: fields of the proof whose absence is an open item (`receipt.number`). `at_once`: taken while
    the consumer waits, so that a deferral gives its reason (S0-05). `begins`: what the receipt is besides, in
    the words of the profiles. Words for the moment of receipt.
    """

    moment_zh: str
    moment_en: str
    source: str
    needs: tuple[str, ...] = ()
    at_once: bool = False
    begins: str | None = None


_ONLINE = ReceiptRule(
    "平台记录的提交时间", "The time of submission by the platform's record", "S0-03", begins="submitted"
)
_CALL = ReceiptRule(
    "通话结束的时间(自动语音受理的,为来电时间)",
    "The end of the call, or the call itself where the voice system took it",
    "S0-02, S0-16",
    at_once=True,
    begins="call_ended",
)
_ORDER = ReceiptRule("收到转办件的时间", "The receipt of the order", "令121 art.41")

RECEIPTS: dict[Channel, ReceiptRule] = {
    Channel.PHONE: _CALL,
    Channel.WEB: _ONLINE,
    Channel.APP: _ONLINE,
    Channel.WECHAT: _ONLINE,
    Channel.NATIONAL_PLATFORM: _ONLINE,
    Channel.LETTER: ReceiptRule(
        "信件到达本机关的时间(邮戳为寄出凭证)",
        "The arrival of the letter; the postmark shows when it was sent",
        "令121 art.8, art.15",
        needs=("postmarked_on",),
    ),
    Channel.WALK_IN: ReceiptRule(
        "窗口收到的时间", "The receipt at the counter", "S0-04", needs=("number",), at_once=True
    ),
    Channel.HOTLINE_12345: _ORDER,
    Channel.SUPERIOR: _ORDER,
    Channel.OTHER_AGENCY: _ORDER,
    Channel.DISPATCH: _ORDER,
    Channel.IMPORT: _ORDER,
}
"""Every channel by its rule."""


def received(filing: Filing) -> datetime | None:
    """The moment of receipt that a filing tells: stated, else the moment of its proof; None: now."""
    return filing.received_at or (filing.receipt.at if filing.receipt else None)


def unproven(filing: Filing) -> Iterator[str]:
    """What the proof of receipt lacks, as open items: `receipt.postmarked_on`, `receipt.number`."""
    for field in RECEIPTS[filing.channel].needs:
        value = getattr(filing.receipt, field) if filing.receipt else None
        if not (plain(value) if field == "number" else value):
            yield f"receipt.{field}"
