"""Tables as they are kept between the steps of a report: JSON in which a day stays a day."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from redress.documents.spreadsheets import Cell, Percent, Table


def packed(tables: Iterable[Table]) -> bytes:
    """What `unpacked` reads."""
    kept = [(one.title, one.columns, [[_kept(cell) for cell in row] for row in one.rows]) for one in tables]
    return json.dumps(kept).encode()


def unpacked(data: bytes) -> list[Table]:
    """The tables, cell by cell as they were."""
    return [
        Table(title, tuple(columns), tuple(tuple(_cell(cell) for cell in row) for row in rows))
        for title, columns, rows in json.loads(data)
    ]


def _kept(cell: Cell | Percent) -> Any:
    match cell:
        case Percent():
            return ["percent", cell.share]
        case Decimal():
            return ["decimal", str(cell)]
        case datetime():
            return ["moment", cell.isoformat()]
        case date():
            return ["day", cell.isoformat()]
        case _:
            return cell


def _cell(kept: Any) -> Cell | Percent:
    match kept:
        case ["percent", share]:
            return Percent(share)
        case ["decimal", number]:
            return Decimal(number)
        case ["moment", moment]:
            return datetime.fromisoformat(moment)
        case ["day", day]:
            return date.fromisoformat(day)
        case None | str() | int() | float():
            return kept
    raise ValueError(type(kept).__name__)
