"""Words and formats of one language: the catalogues, dates, moments and amounts."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from fastapi import Request

from api.http.languages import prefers_english
from redress.domain.citing import cited
from redress.domain.counting import CHINA
from redress.domain.sealed import Text
from redress.domain.wording import plain

COOKIE: Final = "redress_language"
LANGUAGES: Final = ("zh", "en")
CATALOGUES: Final = (
    "messages",
    "account",
    "administration",
    "desk",
    "casework",
    "intake",
    "board",
    "parties",
    "jobs",
)
"""Files of words, one per room; a key stands in one of them only."""

_LOCALES: Final = {"zh": "zh_Hans", "en": "en"}
_TAGS: Final = {"zh": "zh-Hans", "en": "en"}
_DAY: Final = {"zh": "y年M月d日", "en": "d MMM y"}
_SHORT: Final = {"zh": "M月d日 EEEEE", "en": "EEE d MMM"}
_MOMENT: Final = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}


@dataclass(frozen=True, slots=True)
class Words:
    """`lang` is `zh` or `en`; `tag` is what the page's `lang` attribute says."""

    lang: str
    tag: str
    locale: Locale
    _catalogue: Translations = field(repr=False)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The words of a key with its values put in; an unknown key shows itself."""
        found: str = self._catalogue.gettext(key)
        return found.format(**values) if values else found

    def known(self, *keys: str) -> str | None:
        """The words of the first key that the catalogue has."""
        found: list[tuple[str, str]] = [(key, self._catalogue.gettext(key)) for key in keys]
        return next((words for key, words in found if words != key), None)

    def either(self, zh: str, en: str) -> str:
        """Words that the domain keeps in both languages itself."""
        return en if self.lang == "en" else zh

    def title(self, titled: Any) -> str:
        """The title of something with `title_zh` and `title_en`."""
        return self.either(titled.title_zh, titled.title_en)

    def day(self, day: date | None) -> str:
        return "" if day is None else format_date(day, _DAY[self.lang], self.locale)

    def short_day(self, day: date | None) -> str:
        """Month, day and day of the week."""
        return "" if day is None else format_date(day, _SHORT[self.lang], self.locale)

    def moment(self, moment: datetime | None) -> str:
        """Local time of the offices."""
        local = moment.astimezone(CHINA) if moment else None
        return "" if local is None else format_datetime(local, _MOMENT[self.lang], locale=self.locale)

    def clock_time(self, moment: datetime) -> str:
        """The hour and minute of a moment where the offices are."""
        return f"{moment.astimezone(CHINA):%H:%M}"

    def weekday(self, day: date) -> str:
        """In one letter."""
        return format_date(day, "EEEEE", self.locale)

    def month(self, day: date) -> str:
        """The month, in January and on its own with the year."""
        patterns = {"zh": ("M月", "y年M月"), "en": ("MMM", "MMM y")}
        return format_date(day, patterns[self.lang][day.month == 1], self.locale)

    def local_day(self, moment: datetime | None) -> date | None:
        """The day of a moment where the offices are."""
        return moment.astimezone(CHINA).date() if moment else None

    def cited(self, citation: str | None, *, full: bool = False) -> str:
        """The article that something rests on; `full` with the whole name of a Chinese law."""
        return cited(citation, self.lang, full=full)

    def about(self, detail: str | None) -> str:
        """What the detail of a refusal names, if it is something that people read: a day, a number, a stage,
        a field. Nothing else is shown.
        """
        if not detail:
            return ""
        with suppress(ValueError):
            at = datetime.fromisoformat(detail)
            return self.day(at.date()) if len(detail) == len("2026-11-22") else self.moment(at)
        if detail.replace("-", "").isdecimal():
            return detail
        return self.known(*(f"{kind}.{detail}" for kind in ("stage", "role", "party", "field"))) or ""

    def plain(self, text: Text | None) -> str:
        """An opened text; nothing while it is sealed."""
        return plain(text)

    def amount(self, amount: Decimal | None) -> str:
        """In yuan."""
        if amount is None:
            return ""
        pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
        return "¥" + format_decimal(amount, pattern, self.locale)


@cache
def words_in(lang: str) -> Words:
    """The words of `zh` or `en`, out of one catalogue per room of the console."""
    words = Translations()
    for name in CATALOGUES:
        place = files("api.console").joinpath("translations", _LOCALES[lang], "LC_MESSAGES", f"{name}.po")
        compiled = BytesIO()
        with place.open("rb") as source:
            write_mo(compiled, read_po(source, _LOCALES[lang], abort_invalid=True))
        compiled.seek(0)
        words.merge(Translations(compiled))
    return Words(lang, _TAGS[lang], Locale.parse(_LOCALES[lang]), words)


def words_for(request: Request) -> Words:
    """The reader's choice, else what the browser prefers, else Chinese."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return words_in(chosen)
    return words_in("en" if prefers_english(request) else "zh")
