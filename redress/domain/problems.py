"""What is wrong with given data (notice, profile, question), as values; not refusals of commands."""

from __future__ import annotations

from dataclasses import dataclass

from redress.domain.problem_texts import TEXTS


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that makes given data unusable.

    `place` is the path inside the document (`clock[2].sources`), `code` a key of `TEXTS`,
    `values` what the text names, `line` the line of a file where known (1-based).
    """

    place: str
    code: str
    values: tuple[str, ...] = ()
    line: int | None = None

    def text(self, lang: str = "en") -> str:
        """The reason in `zh` or `en`."""
        zh, en = TEXTS[self.code]
        return (zh if lang == "zh" else en).format(*self.values)

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.text("en")

    def one_line(self, lang: str = "en") -> str:
        """Line, place and reason, as shown on a command line."""
        where = [str(self.line)] if self.line is not None else []
        where += [self.place] if self.place else []
        return ": ".join((*where, self.text(lang)))
