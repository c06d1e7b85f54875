"""Earlier cases of the same telephone, person or trader, by the blind index; row-level security narrows them.

Nothing is opened here, but that a case came up is recorded with it like an opening of no text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.persistence.blind_index import Entry
from redress.persistence.pool import Connection

SHOWN: Final = 5
MOST_COUNTED: Final = 1_000
"""A number that thousands give must not hold up the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One earlier case, as far as a list shows it."""

    case_id: str
    number: str
    stage: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Any of these entries, in cases received since a moment; `about` names the question."""

    about: str
    entries: tuple[Entry, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """How many cases there are, how many of them since the day began, and the newest few."""

    about: str
    count: int
    today: int
    cases: tuple[Earlier, ...]


async def sightings(
    connection: Connection, sought: Iterable[Sought], day_began: datetime
) -> tuple[Sighting, ...]:
    """What was found of each question, in their order; one that found nothing is left out."""
    asked = [(one.about, entry.field, entry.hash, one.since) for one in sought for entry in one.entries]
    if not asked:
        return ()
    rows = await connection.fetch(_SIGHTINGS, *map(list, zip(*asked, strict=True)), day_began, MOST_COUNTED)
    found: dict[str, list[Earlier]] = {}
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        counts[row["about"]] = (row["total"], row["today"])
        if len(cases := found.setdefault(row["about"], [])) < SHOWN:
            cases.append(_earlier(row["case_id"], row["number"], row["stage"], row["received_at"]))
    return tuple(
        Sighting(about=about, count=counts[about][0], today=counts[about][1], cases=tuple(found[about]))
        for about in dict.fromkeys(one[0] for one in asked)
        if about in found
    )


async def twins(
    connection: Connection, consumers: Iterable[Entry], traders: Iterable[Entry]
) -> tuple[tuple[Earlier, str], ...]:
    """Cases that share a consumer and a trader with what is being typed, the newest first, each with its
    sealed view.
    """
    rows = await connection.fetch(_TWINS, *_columns(consumers), *_columns(traders), SHOWN, MOST_COUNTED)
    return tuple((_earlier(*row[:4]), row["view"]) for row in rows)


async def newest_of(connection: Connection, entries: Iterable[Entry]) -> tuple[Earlier, str] | None:
    """The newest case with one of the entries, with its sealed view."""
    row = await connection.fetchrow(_NEWEST, *_columns(entries), MOST_COUNTED)
    return None if row is None else (_earlier(*row[:4]), row["view"])


async def note_sightings(
    connection: Connection, cases: Iterable[str], person: str, purpose: str
) -> None:
    """Records that the cases came up for `person`, once in ten minutes."""
    await connection.execute(_NOTE, sorted(set(cases)), person, purpose)


def _columns(entries: Iterable[Entry]) -> tuple[list[str], list[bytes]]:
    listed = list(entries)
    return [entry.field for entry in listed], [entry.hash for entry in listed]


def _earlier(case_id: object, number: str, stage: str, received_at: datetime) -> Earlier:
    return Earlier(case_id=str(case_id), number=number, stage=stage, received_at=received_at)


_SIGHTINGS: Final = """
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::timestamptz[])
             AS a (about, field, hash, since)
), named AS MATERIALIZED (
    SELECT asked.about, found.case_id, asked.since
    FROM asked CROSS JOIN LATERAL (
        SELECT case_id FROM blind_index b WHERE b.field = asked.field AND b.hash = asked.hash
        ORDER BY case_id DESC LIMIT $6) found
), seen AS (
    SELECT DISTINCT named.about, c.case_id, c.number, c.stage, c.received_at
    FROM named JOIN cases c USING (case_id)
    WHERE c.matter = 'complaint' AND c.received_at >= named.since
)
SELECT about, case_id, number, stage, received_at,
       count(*) OVER (PARTITION BY about) AS total,
       count(*) FILTER (WHERE received_at >= $5) OVER (PARTITION BY about) AS today
FROM seen ORDER BY about, received_at DESC, case_id DESC
"""

_TWINS: Final = """
WITH consumers AS MATERIALIZED (
    SELECT DISTINCT b.case_id FROM blind_index b
    JOIN unnest($1::text[], $2::bytea[]) AS w (field, hash) USING (field, hash)
    ORDER BY 1 DESC LIMIT $6
)
SELECT c.case_id, c.number, c.stage, c.received_at, c.view::text AS view
FROM consumers JOIN cases c USING (case_id)
WHERE c.matter = 'complaint' AND EXISTS (
    SELECT FROM blind_index b JOIN unnest($3::text[], $4::bytea[]) AS w (field, hash) USING (field, hash)
    WHERE b.case_id = c.case_id)
ORDER BY c.case_id DESC LIMIT $5
"""

_NEWEST: Final = """
SELECT c.case_id, c.number, c.stage, c.received_at, c.view::text AS view
FROM (SELECT DISTINCT b.case_id FROM blind_index b
      JOIN unnest($1::text[], $2::bytea[]) AS w (field, hash) USING (field, hash)
      ORDER BY 1 DESC LIMIT $3) named JOIN cases c USING (case_id)
WHERE c.matter = 'complaint' AND c.stage <> 'archived' ORDER BY c.case_id DESC LIMIT 1
"""

_NOTE: Final = """
INSERT INTO vault_openings (case_id, refs, person, purpose)
SELECT seen, '{}', $2, $3 FROM unnest($1::uuid[]) AS seen
WHERE NOT EXISTS (SELECT FROM vault_openings o WHERE o.case_id = seen AND o.person = $2 AND o.purpose = $3
                    AND o.at > now() - interval '10 minutes')
"""
