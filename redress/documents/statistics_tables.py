"""Figures of the board and of a period as tables, for a file or a printed sheet: words in one language."""

from collections.abc import Iterable, Mapping

from redress.contracts.reports import OF_A_PERIOD, Section
from redress.documents.spreadsheets import Cell, Percent, Table
from redress.documents.statistics_words import code_name, words
from redress.domain.board import RATES, Count, Figure, Rate
from redress.domain.board_words import COUNT_WORDS, FIGURE_WORDS, RATE_WORDS, Wording
from redress.domain.tables import Tables
from redress.persistence.board_figures import BoardItem
from redress.persistence.offices import Office
from redress.persistence.statistics import Kinds, Sums
from redress.persistence.supervising import Board, Statistics, Urgent

Row = tuple[Cell | Percent, ...]


def title_of(wording: Wording, lang: str) -> str:
    return wording.en if lang == "en" else wording.zh


def meaning_of(wording: Wording, lang: str) -> str:
    return wording.means_en if lang == "en" else wording.means_zh


def office_name(office: Office, lang: str) -> str:
    return office.name_en if lang == "en" else office.name_zh


def board_tables(board: Board, lang: str) -> list[Table]:
    """The figures by office, and the workload."""
    columns = (words("office", lang), *(title_of(FIGURE_WORDS[one], lang) for one in Figure))
    rows: list[Row] = [
        (unit_name(office, board.office, lang), *(figures[one] for one in Figure))
        for office, figures in board.units
    ]
    rows.append((words("whole", lang), *(board.whole[one] for one in Figure)))
    loads: list[Row] = [
        (one.name, *one.figures.values(), words("yes", lang) if one.away else None) for one in board.loads
    ]
    names = (title_of(FIGURE_WORDS[one], lang) for one in (Figure.OPEN, Figure.DUE_WEEK, Figure.OVERDUE))
    return [
        Table(words("now", lang), columns, tuple(rows)),
        Table(words("loads", lang), (words("person", lang), *names, words("away", lang)), tuple(loads)),
    ]


def statistics_tables(found: Statistics, tables: Tables, lang: str) -> list[Table]:
    """The figures of the period with their definitions; by office, month, kind and trader."""
    return [one for section in OF_A_PERIOD for one in section_tables(found, section, tables, lang)]


def section_tables(found: Statistics, section: Section, tables: Tables, lang: str) -> list[Table]:
    """The tables of one section of a period."""
    match section:
        case Section.FIGURES:
            return [_figures(found, lang), *_offices(found, lang)]
        case Section.MONTHS:
            return _months(found, lang)
        case Section.TRADERS:
            return [_traders(found, lang)]
        case _:
            return [kinds_table(each, tables, lang) for each in found.kinds if each.part == section]


def list_table(
    title: str, items: Iterable[BoardItem], lang: str, offices: Mapping[str, Office], names: Mapping[str, str]
) -> Table:
    """The cases behind a figure: numbers and words of classification, no party."""
    columns = (
        "case", "matter", "stage", "office", "person", "urgency", "received_on", "safe_due_on", "level",
        "concluded_on", "outcome",
    )  # fmt: skip
    rows = tuple(
        (
            one.case_number, code_name("matter", one.matter, lang), code_name("stage", one.stage, lang),
            office_name(offices[one.office], lang) if one.office in offices else one.office,
            names.get(one.handler or "", ""), code_name("urgency", one.urgency, lang), one.received_on,
            one.safe_due_on, one.level or None, one.concluded_on,
            code_name("outcome", one.outcome or "", lang),
        )
        for one in items
    )  # fmt: skip
    return Table(title, tuple(words(name, lang) for name in columns), rows)


def urgent_tables(found: Urgent, lang: str) -> list[Table]:
    return [
        list_table(title_of(FIGURE_WORDS[figure], lang), cases.items, lang, found.offices, found.names)
        for figure, cases in found.lists
    ]


def kinds_table(kinds: Kinds, tables: Tables, lang: str) -> Table:
    title = words("by_outcome" if kinds.part == "outcome" else kinds.part, lang)
    rows = tuple((kind_name(kinds.part, code, tables, lang), number) for code, number in kinds.counts)
    return Table(title, (words("kind", lang), title_of(COUNT_WORDS[kinds.what], lang)), rows)


def kind_name(part: str, code: str, tables: Tables, lang: str) -> str:
    """What a kind is called; also where nobody has said."""
    if not code:
        return words("unsaid", lang)
    if part == "category" and tables.taxonomy is not None:
        zh, en = tables.taxonomy.names(code)
        return en or zh if lang == "en" else zh
    return code_name(part, code, lang)


def unit_name(office: Office, above: Office, lang: str) -> str:
    own = words("own", lang) if office.path == above.path else ""
    return office_name(office, lang) + own


def _figures(found: Statistics, lang: str) -> Table:
    three = (found.whole, found.before, found.year_before)
    rows: list[Row] = [
        (
            title_of(COUNT_WORDS[what], lang), *(sums.of(what) for sums in three),
            meaning_of(COUNT_WORDS[what], lang), COUNT_WORDS[what].rests_on,
        )
        for what in Count
        if what not in (Count.AGAINST, Count.UPHELD)
    ]  # fmt: skip
    for rate in Rate:
        part, whole = (title_of(COUNT_WORDS[one], lang) for one in RATES[rate])
        cited = COUNT_WORDS[RATES[rate][0]].rests_on
        rows.append(
            (RATE_WORDS[rate][lang == "en"], *map(_share, (s.rate(rate) for s in three)), f"{part} / {whole}",
             cited)
        )  # fmt: skip
    for name in ("recovered", "punitive", "disputed"):
        rows.append((words(f"{name}_amount", lang), *(getattr(s, name) for s in three), None, "S1-18"))
    rows.append((words("average", lang), *map(_average, three), None, "S0-86"))
    rows.append((words("inquiries", lang), found.inquiries, None, None, None, "S1-18"))
    if found.ahead and not found.rehearsal:
        rows.append((words("ahead", lang), found.ahead, None, None, None, None))
    columns = ("figure", "value", "before", "year_before", "means", "rests_on")
    title = words("rehearsal" if found.rehearsal else "figures", lang)
    return Table(title, tuple(words(name, lang) for name in columns), tuple(rows))


def _offices(found: Statistics, lang: str) -> list[Table]:
    if len(found.units) < 2:
        return []
    rows = [(unit_name(office, found.office, lang), *_line(sums)) for office, sums in found.units]
    return [Table(words("offices", lang), (words("office", lang), *_columns(lang)), tuple(rows))]


def _months(found: Statistics, lang: str) -> list[Table]:
    if not found.months:
        return []
    rows = [(month.name, *_line(sums)) for month, sums in found.months]
    return [Table(words("months", lang), (words("month", lang), *_columns(lang)), tuple(rows))]


def _columns(lang: str) -> tuple[str, ...]:
    return (
        *(title_of(COUNT_WORDS[one], lang) for one in (Count.RECEIVED, Count.CONCLUDED)),
        *(RATE_WORDS[rate][lang == "en"] for rate in Rate),
        words("recovered_amount", lang),
    )


def _line(sums: Sums) -> Row:
    shares = (_share(sums.rate(rate)) for rate in Rate)
    return (sums.of(Count.RECEIVED), sums.of(Count.CONCLUDED), *shares, sums.recovered)


def _traders(found: Statistics, lang: str) -> Table:
    rows = tuple(
        (
            found.names.get(one.key) or f"{one.key.hex()[:8]} {words('unnamed', lang)}",
            one.complaints,
            _share(one.upheld / one.mediated if one.mediated else None),
        )
        for one in found.traders
    )
    columns = tuple(words(name, lang) for name in ("trader", "complaints", "upheld"))
    return Table(words("traders", lang), columns, rows)


def _share(value: float | None) -> Percent | None:
    return None if value is None else Percent(value)


def _average(sums: Sums) -> float | None:
    return round(sums.marks / sums.of(Count.RATED), 2) if sums.of(Count.RATED) else None
