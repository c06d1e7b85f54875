"""The words of classification (S0-52, S0-53): categories in three levels, industries, problems; as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

SHIPPED = "s0-12315.toml"
DEEPEST = 3
"""Levels of a category: 商品质量-电子产品-手机 (S0-53)."""


class UnusableTaxonomy(ValueError):
    """A file of words that cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word: a stable code (dotted where it has levels) and its names."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A tree of categories by dotted codes, and two flat lists."""

    id: str
    categories: tuple[Term, ...]
    industries: tuple[Term, ...]
    problems: tuple[Term, ...]

    def for_case(self) -> Taxonomy:
        """The same words without what they are called in English: commands name them by code or in Chinese.
        """

        def bare(terms: tuple[Term, ...]) -> tuple[Term, ...]:
            return tuple(replace(term, en="") for term in terms)

        return Taxonomy(self.id, bare(self.categories), bare(self.industries), bare(self.problems))

    def category(self, word: str) -> str | None:
        """The code of a category given by its code, or by its names in Chinese from the top
        (`商品质量-电子产品-手机`); None for an unknown one.
        """
        paths = {term.code: "-".join(one.zh for one in self._path(term.code)) for term in self.categories}
        return next((code for code, path in paths.items() if word in (code, path)), None)

    def _path(self, code: str) -> Iterator[Term]:
        named = {term.code: term for term in self.categories}
        parts = code.split(".")
        return (named[".".join(parts[: n + 1])] for n in range(len(parts)))

    def names(self, code: str) -> tuple[str, str]:
        """A category's names from the top, in Chinese and English; the code itself when it is unknown."""
        if all(term.code != code for term in self.categories):
            return code, code
        path = tuple(self._path(code))
        return "-".join(one.zh for one in path), " › ".join(one.en for one in path)


def code_of(terms: Iterable[Term], word: str) -> str | None:
    """The code of a word given by code or by its Chinese name."""
    return next((term.code for term in terms if word in (term.code, term.zh)), None)


def parse_taxonomy(text: str) -> Taxonomy:
    """Reads a file of words; raises `UnusableTaxonomy` for a level without its upper one, or one too deep."""
    document = tomllib.loads(text)
    unknown = set(document) - {"id", "title_zh", "title_en", "categories", "industries", "problems"}
    if unknown:
        raise UnusableTaxonomy(f"unknown field {min(unknown)}")
    taxonomy = Taxonomy(
        document.get("id", ""),
        *(tuple(_terms(document.get(name, {}), name)) for name in ("categories", "industries", "problems")),
    )
    codes = {term.code for term in taxonomy.categories}
    for code in codes:
        above, _, _ = code.rpartition(".")
        if code.count(".") >= DEEPEST or (above and above not in codes):
            raise UnusableTaxonomy(f"categories.{code}")
    return taxonomy


def _terms(table: Mapping[str, Any], name: str) -> Iterator[Term]:
    for code, names in table.items():
        if not isinstance(names, list) or len(names) != 2 or not all(isinstance(n, str) for n in names):
            raise UnusableTaxonomy(f"{name}.{code}")
        yield Term(code, *names)


@lru_cache(maxsize=1)
def shipped_taxonomy() -> Taxonomy:
    """The words that come with the product."""
    return parse_taxonomy(files("redress.domain").joinpath("taxonomies", SHIPPED).read_text("utf-8"))
