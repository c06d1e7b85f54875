"""The offices and words of classification that a form offers: own units and other bureaus for a dispatch, the
bureaus of a dispute, the taxonomy.
"""

from collections.abc import Iterable, Iterator, Mapping

from api.console.bound import Options
from api.console.words import Words
from redress.domain.actors import at_or_below
from redress.domain.offices import AUTHORITIES, UNITS
from redress.domain.taxonomy import Taxonomy, Term
from redress.domain.view import CaseView
from redress.persistence.offices import Office

Choice = tuple[str, str]


def receivers(
    command: str, view: CaseView, offices: Mapping[str, Office], taxonomy: Taxonomy | None, words: Words
) -> Options:
    """The values of a command's fields that name an office; whether one may be meant, a rule says."""
    match command:
        case "dispatch":
            return {"to": tuple(_named(_receiving(view.office, offices.values()), words))}
        case "raise_jurisdiction_dispute":
            return {"with_office": tuple(_named(_bureaus(view.office, offices.values()), words))}
        case "settle_jurisdiction_dispute":
            return {"competent": tuple(_named(_competent(view, offices), words))}
        case "classify" if taxonomy is not None:
            return {
                "category": tuple(_categories(taxonomy, words)),
                "industry": tuple(_terms(taxonomy.industries, words)),
                "problems": tuple(_terms(taxonomy.problems, words)),
            }
    return {}


def _categories(taxonomy: Taxonomy, words: Words) -> Iterator[Choice]:
    return ((one.code, words.either(*taxonomy.names(one.code))) for one in taxonomy.categories)


def _terms(terms: Iterable[Term], words: Words) -> Iterator[Choice]:
    return ((one.code, words.either(one.zh, one.en)) for one in terms)


def _receiving(own: str, offices: Iterable[Office]) -> Iterator[Office]:
    """Own units first, then other bureaus below and beside."""
    listed = tuple(one for one in offices if one.closed_on is None and one.path != own)
    parent = own.rpartition(".")[0]
    for one in listed:
        if one.kind in UNITS and (at_or_below(one.path, own) or one.parent == parent):
            yield one
    yield from (one for one in _bureaus(own, listed) if not at_or_below(own, one.path))


def _bureaus(own: str, offices: Iterable[Office]) -> Iterator[Office]:
    return (one for one in offices if one.kind in AUTHORITIES and one.path != own)


def _competent(view: CaseView, offices: Mapping[str, Office]) -> Iterator[Office]:
    """The two in dispute first, then whoever else may be designated."""
    dispute = view.passing.dispute
    two = (dispute.office, dispute.with_office) if dispute else ()
    yield from (offices[path] for path in two if path in offices)
    yield from (one for one in _bureaus("", offices.values()) if one.path not in two and not one.closed_on)


def _named(offices: Iterable[Office], words: Words) -> Iterator[Choice]:
    return ((one.path, words.either(one.name_zh, one.name_en)) for one in offices)
