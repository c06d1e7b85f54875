"""An inquiry (咨询): a question answered at once, recorded and closed without a case (S0-57, S1-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from redress.domain.facts import STRICT, Channel
from redress.domain.plain import fits_a_word
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What was asked and answered; `inquirer` may stay unknown. `topic` is a word for the statistics."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    channel: Channel
    question: Text
    answer: Text
    topic: str | None = None
    inquirer: Text | None = None
    phone: Text | None = None
    asked_at: datetime | None = None

    @property
    def fit(self) -> bool:
        """The topic is a word, no sentence and no number."""
        return self.topic is None or fits_a_word(self.topic)
