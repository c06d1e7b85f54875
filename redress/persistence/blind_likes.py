"""How many other cases share a contact or a trader with one, by the blind index alone: nothing is opened."""

from datetime import datetime
from typing import Final

from redress.domain.abuse_signs import DAYS, MONTHS, Likes
from redress.persistence.pool import Connection


async def count_likes(connection: Connection, case_id: str, received_at: datetime) -> Likes:
    """The counts for `abuse_signs`, of recorded cases received up to `received_at`."""
    row = await connection.fetchrow(_COUNTS, case_id, received_at, MONTHS, DAYS)
    return Likes(**row)


_COUNTS: Final = """
WITH alike AS MATERIALIZED (
    SELECT DISTINCT own.field, other.case_id
    FROM blind_index own JOIN blind_index other USING (field, hash)
    WHERE own.case_id = $1 AND other.case_id <> $1
      AND own.field IN ('consumer.phone', 'consumer.id_number', 'consumer.address')
    -- A sign is there long before: a number that thousands give must not hold up the filing.
    ORDER BY other.case_id DESC LIMIT 1000
), before AS (
    SELECT alike.field, alike.case_id, cases.received_at,
           EXISTS (SELECT FROM blind_index a JOIN blind_index b USING (field, hash)
                   WHERE a.case_id = $1 AND b.case_id = alike.case_id
                     AND a.field = 'consumer.name') AS same_name,
           EXISTS (SELECT FROM blind_index a JOIN blind_index b USING (field, hash)
                   WHERE a.case_id = $1 AND b.case_id = alike.case_id
                     AND a.field IN ('trader.uscc', 'trader.name')) AS same_trader
    FROM alike JOIN cases USING (case_id) WHERE cases.received_at <= $2
)
SELECT count(*) FILTER (WHERE field = 'consumer.phone' AND NOT same_name) AS phone_of_others,
       count(*) FILTER (WHERE field = 'consumer.address' AND NOT same_name) AS address_of_others,
       count(*) FILTER (WHERE field = 'consumer.phone'
                          AND received_at > $2::timestamptz - make_interval(months => $3)) AS by_phone,
       count(DISTINCT case_id) FILTER (WHERE field <> 'consumer.address' AND same_trader
                          AND received_at > $2::timestamptz - make_interval(days => $4)) AS against_trader
FROM before
"""
