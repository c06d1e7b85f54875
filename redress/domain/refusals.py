"""Every rule by which a command can be refused: stable code, words in two languages, and the article."""

from __future__ import annotations

from dataclasses import dataclass

from redress.domain.refusal_rules import (
    clocks,
    documents,
    evidence,
    general,
    grading,
    intake,
    mediation,
    mediators,
    notices,
    own_page,
    passing,
    result,
)
from redress.domain.refusal_rules.kind import Kind, Rules

__all__ = ["RULES", "Kind", "Refusal", "refuse"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that a rule does not allow. `code` is stable; `detail` never holds personal data."""

    code: str
    kind: Kind
    title_zh: str
    title_en: str
    citation: str | None = None
    detail: str | None = None


RULES: Rules = {
    **general.RULES,
    **intake.RULES,
    **evidence.RULES,
    **mediation.RULES,
    **mediators.RULES,
    **result.RULES,
    **clocks.RULES,
    **passing.RULES,
    **grading.RULES,
    **clocks.RULES, **documents.RULES,
    **notices.RULES,
    **own_page.RULES,
}


def refuse(code: str, detail: str | None = None, citation: str | None = None) -> Refusal:
    """The refusal of a code of `RULES`; `citation` replaces the table's where a profile has its own."""
    kind, zh, en, article = RULES[code]
    return Refusal(code, kind, zh, en, citation or article, detail)
