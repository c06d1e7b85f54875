"""A citation as people read it: `令121 art.23(1)(5)` of the tables is 121号令第二十三条第一款第(五)项.

Tables, ledger and interface keep the short form; only what is shown to people passes through here.
"""

from __future__ import annotations

import re
from typing import Final

LAWS: Final[dict[str, tuple[str, str, str]]] = {
    "令121": ("121号令", "《市场监督管理投诉举报处理办法》", "Order 121"),
    "令20": ("20号令", "《市场监督管理投诉举报处理暂行办法》", "Order 20"),
    "令62": ("62号令", "《工商行政管理部门处理消费者投诉办法》", "Order 62"),
    "程序规定": ("处罚程序规定", "《市场监督管理行政处罚程序规定》", "Penalty Procedure Rules"),
    "消法": ("消费者权益保护法", "《消费者权益保护法》", "Consumer Protection Law"),
    "实施条例": ("消法实施条例", "《消费者权益保护法实施条例》", "Consumer Protection Regulations"),
    "民诉法": ("民事诉讼法", "《民事诉讼法》", "Civil Procedure Law"),
    "人民调解法": ("人民调解法", "《人民调解法》", "People's Mediation Law"),
    "食品药品违法行为举报奖励办法": (
        "食品药品违法行为举报奖励办法",
        "《食品药品违法行为举报奖励办法》",
        "Rules on Rewards for Reporting Food and Drug Offences",
    ),
    "来件要求": ("来件要求", "来件要求", "as the order asks"),
    "机构承诺": ("机构承诺", "机构承诺", "the office's promise"),
}
"""The law as tables name it: in short, in full, in English."""

SOURCES: Final[dict[str, tuple[str, str]]] = {
    "S0": ("12315工作要求", "12315 working rules"),
    "S1": ("62号令问答", "answers on Order 62"),
    "S2": ("调解工作要求", "mediation practice"),
    "S3": ("投诉站、投诉中心工作规则", "rules of stations and centres"),
    "S4": ("平台投诉处理方案", "the platform's complaint plan"),
}
"""What is no law, by the prefix of the rule's number in `docs/rules.md`."""

_SOURCE: Final = re.compile(r"(S\d)(?:-\d+)?(?:, (S\d)-\d+)*")
LISTS: Final = frozenset({("令121", "16"), ("令20", "15")})
"""Articles that are one list: their bracket is an item, not a paragraph."""

_ARTICLE: Final = re.compile(r" ?art\.(\d+)(?:\((\d+)\))?(?:\((\d+)\))?")
_FORM: Final = re.compile(r"文书式样([一二三四五六七八九十]+)")
_DIGITS: Final = "零一二三四五六七八九"


def cited(citation: str | None, lang: str, *, full: bool = False) -> str:
    """The citation in `zh` or `en`; `full` writes Chinese laws with their whole names.

    A law that is not in the table keeps the name it has; an article without its law is taken for that of a
    ground, whose one bracket is an item.
    """
    parts = (part.strip() for part in (citation or "").split(";"))
    said = [_source(part, lang) or _law(part, lang, full) for part in parts if part]
    return (";" if lang == "zh" else "; ").join(dict.fromkeys(said))


def _source(part: str, lang: str) -> str | None:
    match = _SOURCE.fullmatch(part)
    return SOURCES[match[1]][lang == "en"] if match and match[1] in SOURCES else None


def _law(part: str, lang: str, full: bool) -> str:
    part = part.removeprefix("来件要求 ")  # an order's own date rests on the article that follows
    name, _, _ = part.partition(" ")
    if name in LAWS:
        short, whole, english = LAWS[name]
        part = (english if lang == "en" else whole if full else short) + part[len(name) :]
    if lang == "en":
        return _english(part)
    return _ARTICLE.sub(lambda match: _chinese(name, match), part.replace(", ", "、"))


def _english(part: str) -> str:
    part = re.sub(r"\((?:未核|待核)\)", " (not checked)", part.replace(", art.", ", "))
    return _FORM.sub(lambda form: f"form {_number_of(form[1])}", part.replace("art.", "art. "))


def _chinese(law: str, match: re.Match[str]) -> str:
    article, first, second = match.groups()
    said = f"第{numeral(int(article))}条"
    if first and not second and ((law, article) in LISTS or law.startswith("art.")):
        return f"{said}第({numeral(int(first))})项"
    if first:
        said += f"第{numeral(int(first))}款"
    return said + (f"第({numeral(int(second))})项" if second else "")


def numeral(number: int) -> str:
    """0 to 999 in Chinese digits: 二十三, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones or not number else "")


def _number_of(said: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = said.rpartition("十")
    units = _DIGITS.index(ones) if ones else 0
    return units if not ten else (_DIGITS.index(tens) if tens else 1) * 10 + units
