"""The standard phrases of offices: read by their clerks and those of the offices below, kept by who leads.
"""

from redress.domain.actors import Actor
from redress.domain.standard_phrases import MOST_OF_AN_OFFICE, Phrase
from redress.persistence.pool import Connection


async def phrases_for(connection: Connection, office: str) -> tuple[Phrase, ...]:
    """The office's own and those of the offices above it, by type, the oldest first."""
    rows = await connection.fetch(
        "SELECT id, office, category, text FROM office_phrases "
        "WHERE office = $1 OR starts_with($1, office || '.') ORDER BY category, set_at, id LIMIT $2",
        office,
        4 * MOST_OF_AN_OFFICE,
    )
    return tuple(
        Phrase(id=str(row["id"]), office=row["office"], category=row["category"], text=row["text"])
        for row in rows
    )


async def add_phrase(connection: Connection, actor: Actor, phrase_id: str, category: str, text: str) -> bool:
    """Adds a phrase of the actor's office, once per id; False where the office has as many as it may have."""
    done: str = await connection.execute(
        "INSERT INTO office_phrases (id, office, category, text, set_by) "
        "SELECT $1, $2::text, $3, $4, $5 "
        "WHERE (SELECT count(*) FROM office_phrases WHERE office = $2 AND id <> $1) < $6 "
        "ON CONFLICT (id) DO NOTHING",
        phrase_id,
        actor.office,
        category,
        text,
        actor.person,
        MOST_OF_AN_OFFICE,
    )
    if done == "INSERT 0 1":
        return True
    return bool(await connection.fetchval("SELECT true FROM office_phrases WHERE id = $1", phrase_id))


async def remove_phrase(connection: Connection, office: str, phrase_id: str) -> None:
    """Removes a phrase of this office; one that is gone already stays gone."""
    await connection.execute("DELETE FROM office_phrases WHERE id = $1 AND office = $2", phrase_id, office)
