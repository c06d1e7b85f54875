"""What a notice says, in Chinese and English: the office's wording by matter, or the officer's own words.

Who is told and whether is decided elsewhere; here are texts only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from redress.domain.citing import cited
from redress.domain.commands import NoticeMatter
from redress.domain.counting import CHINA
from redress.domain.profile import Ground, Remedies

LANGUAGES: Final = ("zh", "en")
LOCALES: Final = {"zh": "zh_Hans", "en": "en"}
_DAY: Final = {"zh": "y年M月d日", "en": "d MMM y"}
_MOMENT: Final = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}

WITH_REMEDIES: Final = frozenset({NoticeMatter.REFUSAL, NoticeMatter.TERMINATION, NoticeMatter.RESULT})
"""With these a complainant is told of the other ways to settle the dispute (消法 art.39)."""

BETWEEN: Final = "\n\n--------\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that a notice may say, opened: in memory only, on its way out of the house.

    `party` is the side; `code` opens its own page. `text`: the officer's own words in place of the standard
    ones.
    """

    case_number: str
    matter: NoticeMatter
    party: str
    office_zh: str
    office_en: str
    progress_url: str
    today: datetime
    code: str | None = None
    name: str | None = None
    text: str | None = None
    phone: str | None = None
    decided_at: datetime | None = None
    ground: Ground | None = None
    reason: str | None = None
    remedies: Remedies | None = None
    session_at: datetime | None = None
    session_form: str | None = None
    place: str | None = None
    mediator: str | None = None

    def __repr__(self) -> str:
        return f"Said({self.matter})"


def subject(said: Said) -> str:
    """The number of the case and nothing else about it: subjects are read by whoever passes by."""
    return " · ".join(_words(lang)["subject"].format(case_number=said.case_number) for lang in LANGUAGES)


def whole(said: Said) -> str:
    """The notice in Chinese and then in English, with the remedies where the law wants them."""
    return BETWEEN.join("\n\n".join(_paragraphs(said, lang)) for lang in LANGUAGES) + "\n"


def letter(said: Said) -> str:
    """What a letter says between its addressee and its seal, a paragraph per line, in Chinese."""
    return "\n".join(_body(said, "zh"))


def addressed(said: Said) -> str:
    """How the letter speaks to its reader, without the colon."""
    return said.name or _words("zh")["addressee.unnamed"]


def short(said: Said) -> str:
    """For a text message: the office, the matter with its ground, and where to ask."""
    words = _words("zh")
    lines = [words["short.signature"].format(office=said.office_zh) + _matter(said, "zh")]
    lines += _grounds(said, "zh")
    lines += [words["phone"].format(phone=said.phone)] if said.phone else []
    if said.party == "respondent" and said.code is not None:
        lines.append(words["short.code"].format(url=said.progress_url, code=said.code))
    return "".join(lines)


def _paragraphs(said: Said, lang: str) -> Iterator[str]:
    words = _words(lang)
    yield words["greeting"].format(name=said.name) if said.name else words["greeting.unnamed"]
    yield from _body(said, lang)
    office = said.office_zh if lang == "zh" else said.office_en
    yield words["signature"].format(office=office, day=_day(said.today, lang))


def _body(said: Said, lang: str) -> Iterator[str]:
    words = _words(lang)
    yield _matter(said, lang)
    yield from _grounds(said, lang)
    if said.remedies is not None:
        yield said.remedies.text_zh if lang == "zh" else said.remedies.text_en
    contact = [words["phone"].format(phone=said.phone)] if said.phone else []
    if said.party == "complainant" or said.code is not None:
        contact.append(words["progress"].format(url=said.progress_url))
    if said.code is not None:
        contact.append(words[f"code.{said.party}"].format(case_number=said.case_number, code=said.code))
    if contact:
        yield "\n".join(contact)


def _matter(said: Said, lang: str) -> str:
    words = _words(lang)
    if said.text is not None:
        return words["own_words"].format(case_number=said.case_number, text=said.text)
    key = f"{said.party}.{said.matter}"
    if said.matter is NoticeMatter.SESSION:
        key = f"session.{said.session_form}"
    return words[key].format(
        case_number=said.case_number,
        decided_on=_day(said.decided_at, lang),
        session_at=_moment(said.session_at, lang),
        place=said.place or words["unknown"],
        mediator=said.mediator or words["unknown"],
    )


def _grounds(said: Said, lang: str) -> list[str]:
    words, found = _words(lang), []
    if said.ground is not None:
        ground = said.ground.text_zh if lang == "zh" else said.ground.text_en
        found.append(words["ground"].format(ground=ground, article=cited(said.ground.article, lang)))
    if said.reason is not None:
        found.append(words["reason"].format(reason=said.reason))
    return found


def _day(at: datetime | None, lang: str) -> str:
    return format_date(at.astimezone(CHINA).date(), _DAY[lang], LOCALES[lang]) if at else ""


def _moment(at: datetime | None, lang: str) -> str:
    return format_datetime(at.astimezone(CHINA), _MOMENT[lang], locale=LOCALES[lang]) if at else ""


class _Words:
    """A catalogue whose every key must be known."""

    def __init__(self, catalogue: Translations) -> None:
        self._catalogue = catalogue

    def __getitem__(self, key: str) -> str:
        found: str = self._catalogue.gettext(key)
        if found == key:
            raise KeyError(key)
        return found


@cache
def _words(lang: str) -> _Words:
    place = files("redress.notify").joinpath("translations", LOCALES[lang], "LC_MESSAGES", "messages.po")
    compiled = BytesIO()
    with place.open("rb") as source:
        write_mo(compiled, read_po(source, LOCALES[lang], abort_invalid=True))
    compiled.seek(0)
    return _Words(Translations(compiled))
