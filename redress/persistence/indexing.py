"""Makes cases searchable that were sealed before there was a search, or when it read characters otherwise:
their texts are opened once for it.
"""

from typing import Final
from uuid import UUID

from redress.domain.actors import SYSTEM
from redress.persistence.case_words import WordHashes, add_all_words
from redress.persistence.one_script import script_mark
from redress.persistence.pool import Pool, transaction
from redress.persistence.vault import Vault

AT_A_TIME: Final = 100
PURPOSE: Final = "index"


async def index_texts(pool: Pool, vault: Vault, words: WordHashes) -> int:
    """Writes by what each case is found that has no words, or those of another reading; how many there were.

    Repeatable, audited.
    """
    after, done = UUID(int=0), 0
    while True:
        async with transaction(pool) as connection:
            rows = await connection.fetch(_WITHOUT, after, AT_A_TIME, script_mark())
            if not rows:
                return done
            case_ids = [str(row["case_id"]) for row in rows]
            texts = await vault.open_cases(
                connection, dict.fromkeys(case_ids), opened_by=SYSTEM.person, purpose=PURPOSE
            )
            for case_id, opened in texts.items():
                await add_all_words(connection, case_id, words.of_texts(one.text for one in opened))
        after, done = rows[-1]["case_id"], done + len(texts)


_WITHOUT: Final = """
SELECT case_id FROM cases c
WHERE case_id > $1
  AND NOT EXISTS (SELECT FROM case_words w WHERE w.case_id = c.case_id AND w.script = $3)
ORDER BY case_id LIMIT $2
"""
