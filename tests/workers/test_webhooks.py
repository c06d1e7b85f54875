"""Outside systems hear of the events they asked for, signed and without a name, until they take it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from activities.recorder import Recorder
from redress.contracts.recorded import WEBHOOK
from redress.domain import commands as c
from redress.domain.sealed import Sealed
from redress.notify.relay import Relay
from redress.notify.webhook import Receiver, ToSystems
from redress.persistence.pool import Pool, transaction
from redress.persistence.vault import Vault
from redress.persistence.webhooks import Subscription, keep_subscriptions
from redress.settings import Settings, Unconfigured
from tests.activities.story import QINGHE, YUNSHAN, Story, new_case_id
from tests.notify.receivers import Address, http_received
from tests.servers import Database
from workers.channels import receivers, subscriptions, webhooks

SECRET = b"between the two of us"
HOTLINE = Subscription(name="hotline", office="jiangzhou.linhai", events=("accepted", "assigned"))
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture
def address() -> Iterator[Address]:
    with http_received() as received:
        yield received


@pytest_asyncio.fixture
async def wanted(pool: Pool) -> None:
    async with transaction(pool) as connection:
        await keep_subscriptions(connection, [HOTLINE])


def relay(pool: Pool, address: Address, **more: Any) -> Relay:
    systems = ToSystems({"hotline": Receiver(address.url, SECRET)}, now=lambda: datetime.now(UTC), **more)
    return Relay(pool, systems, "w", (WEBHOOK,))


async def accepted(pool: Pool, vault: Vault, recorder: Recorder) -> Story:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    await recorder.write("record", story.act(c.Accept(note=Sealed("v-1")), timedelta(hours=1)))
    return story


def documented_check() -> Callable[..., bool]:
    """The receiver's function as docs/operations.md shows it."""
    [code] = re.findall(r"```python\n(.*?)```", OPERATIONS.read_text("utf-8"), re.DOTALL)
    scope: dict[str, Any] = {}
    exec(code, scope)  # noqa: S102 - our own document
    found: Callable[..., bool] = scope["is_from_redress"]
    return found


@pytest.mark.usefixtures("wanted")
async def test_a_receiver_that_checks_as_documented_hears_what_it_asked_for(
    pool: Pool, vault: Vault, recorder: Recorder, address: Address
) -> None:
    story = await accepted(pool, vault, recorder)
    while await relay(pool, address).deliver_due():
        pass
    [got] = address.requests
    assert got.body["event"] == "accepted"
    assert (got.body["case_id"], got.body["case_number"]) == (story.case_id, story.case.case_number)
    assert set(got.body) == {"id", "event", "at", "case_id", "case_number", "office", "seq"}
    assert datetime.fromisoformat(got.body["at"]) == datetime(2026, 8, 20, 2, tzinfo=UTC)
    headers = {name.title(): value for name, value in got.headers.items()}
    is_from_redress = documented_check()
    assert is_from_redress(headers, got.raw, SECRET)
    assert not is_from_redress(headers, got.raw + b" ", SECRET)
    assert not is_from_redress(headers, got.raw, b"another secret")
    late = datetime.now(UTC).timestamp() + 600
    assert not is_from_redress(headers, got.raw, SECRET, late)
    everything = got.raw.decode() + json.dumps(got.headers, ensure_ascii=False)
    assert not any(secret in everything for secret in ("林一一", "13800000001", "洗衣机"))


@pytest.mark.usefixtures("wanted")
async def test_a_receiver_in_trouble_hears_of_it_later_under_the_same_id(
    pool: Pool, vault: Vault, recorder: Recorder, address: Address, database: Database
) -> None:
    address.answers = [(500, b""), None, (200, b"")]
    await accepted(pool, vault, recorder)
    owner = await asyncpg.connect(database.superuser_url)
    sending = relay(pool, address, answer_in=timedelta(seconds=0.3))
    for error in ("put_off_by_server", "timed_out", None):
        await sending.deliver_due()
        assert await owner.fetchval("SELECT last_error FROM outbox WHERE kind = 'webhook'") == error
        await owner.execute("UPDATE outbox SET due_at = now()")
    await owner.close()
    assert await sending.deliver_due() == 0
    assert len({got.headers["redress-webhook-id"] for got in address.requests}) == 1
    assert len({got.raw for got in address.requests}) == 1


@pytest.mark.usefixtures("wanted")
async def test_who_wants_no_more_and_who_is_not_known_here_end_in_a_persons_hands(
    pool: Pool, vault: Vault, recorder: Recorder, address: Address, database: Database
) -> None:
    address.answers = [(410, b"")]
    story = await accepted(pool, vault, recorder)
    await relay(pool, address).deliver_due()
    await recorder.write("record", story.act(c.Assign(handler="p-7"), timedelta(hours=2)))
    await Relay(pool, ToSystems({}, now=lambda: datetime.now(UTC)), "w", (WEBHOOK,)).deliver_due()
    owner = await asyncpg.connect(database.superuser_url)
    found = await owner.fetch("SELECT dead_reason FROM outbox WHERE kind = 'webhook' ORDER BY id")
    await owner.close()
    assert [row["dead_reason"] for row in found] == ["gone", "channel_off"]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ([], 0),
        ([Subscription(name="hotline", office=YUNSHAN, events=("accepted",))], 0),
        ([Subscription(name="hotline", office=QINGHE, events=("accepted",))], 1),
        ([HOTLINE, Subscription(name="second", office="jiangzhou", events=("accepted",))], 2),
    ],
    ids=["nobody", "another office", "this office", "two"],
)
@pytest.mark.usefixtures("wanted")
async def test_each_subscription_hears_of_its_own_offices_and_events(
    pool: Pool, vault: Vault, recorder: Recorder, changes: list[Subscription], rows: int
) -> None:
    async with transaction(pool) as connection:
        await keep_subscriptions(connection, changes)
    await accepted(pool, vault, recorder)
    async with transaction(pool) as connection:
        found = await connection.fetchval("SELECT count(*) FROM outbox WHERE kind = 'webhook'")
    assert found == rows


def written(folder: Path, **changes: Any) -> Path:
    secret = folder / "hotline.secret"
    secret.write_text("secret\n", encoding="utf-8")
    entry = {
        "name": "hotline", "url": "https://hotline.example.org", "secret_file": str(secret),
        "office": "jiangzhou", "events": ["accepted"],
    }  # fmt: skip
    file = folder / "webhooks.json"
    file.write_text(json.dumps([entry | changes]), encoding="utf-8")
    return file


def test_the_file_of_webhooks_is_read_with_its_secrets(settings: Settings, tmp_path: Path) -> None:
    found = webhooks(settings.model_copy(update={"webhooks_file": written(tmp_path)}))
    assert subscriptions(found) == [Subscription(name="hotline", office="jiangzhou", events=("accepted",))]
    assert receivers(found)["hotline"].secret == b"secret"
    assert "secret" not in repr(receivers(found))
    assert webhooks(settings) == ()


@pytest.mark.parametrize(
    "changes",
    [{"events": ["accept"]}, {"name": "Hot Line"}, {"url": "hotline"}, {"secret": "x"}, {"events": "all"}],
    ids=["unknown event", "name", "address", "secret in the file", "not a list"],
)
def test_a_file_that_cannot_be_meant_ends_the_worker_with_a_clear_line(
    settings: Settings, tmp_path: Path, changes: dict[str, Any]
) -> None:
    file = written(tmp_path, **changes)
    with pytest.raises(Unconfigured, match=r"webhooks\.json"):
        webhooks(settings.model_copy(update={"webhooks_file": file}))
