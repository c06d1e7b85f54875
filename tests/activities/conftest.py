"""A worker's pool on a fresh database with a few offices, and the steps that the case worker runs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from activities.recorder import Recorder
from activities.verify import Verify
from redress.contracts.complaint import StepOutcome
from redress.contracts.recording import Batch
from redress.domain.tables import load_tables
from redress.persistence.blind_index import BlindIndex
from redress.persistence.pool import Pool, open_pool
from redress.persistence.regulations import Regulations
from redress.persistence.vault import FileMasterKey, Vault
from tests.activities.story import MORNING, open_offices
from tests.servers import Database
from workers.case import ROWS

Step = Callable[[Batch], Awaitable[StepOutcome]]


@pytest_asyncio.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    await open_offices(database.owner_url)
    async with await open_pool(database.worker_url, name="test", max_size=4) as opened:
        yield opened


@pytest.fixture
def vault() -> Vault:
    return Vault(FileMasterKey(bytes(range(32))))


@pytest.fixture
def recorder(pool: Pool) -> Recorder:
    return Recorder(pool, ROWS, now=lambda: MORNING + timedelta(seconds=1), rehearsal=True)


@pytest.fixture
def verify(recorder: Recorder, vault: Vault) -> Verify:
    return Verify(recorder, vault, BlindIndex(bytes(32)), Regulations(load_tables()))
