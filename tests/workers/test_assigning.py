"""New cases are given by the offices' rules: a command like any other, written first, never two of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.assign_new import AssignNew
from activities.settle_pending import SettlePending
from redress.domain.facts import Filing
from redress.persistence.commands_log import LoggedCommand, Status
from redress.persistence.pool import transaction
from redress.persistence.regulations import Regulations
from tests.servers import Database
from tests.workflows.desk import OFFICE, Case, Desk, eventually, filing

Names = dict[str, str]


@pytest_asyncio.fixture
async def people(desk: Desk, module_database: Database) -> AsyncIterator[Names]:
    """The officers of the office by user name, and its rule: everybody, food to the second officer."""
    connection = await asyncpg.connect(module_database.superuser_url)
    rows = await connection.fetch("SELECT username, person FROM accounts")
    found = {row["username"]: str(row["person"]) for row in rows}
    rule = (
        "INSERT INTO assignment_rules (id, office, position, category, persons, set_by) "
        "VALUES ($1, $2, $3, $4, $5, 'test')"
    )
    await connection.execute(rule, "food", OFFICE, 1, "食品", [found["officer2"]])
    await connection.execute(rule, "all", OFFICE, 2, None, [])
    yield found
    await connection.execute("DELETE FROM assignment_rules; DELETE FROM leaves")
    await connection.close()


class LostProcess(Exception):
    pass


class LostBeforeSending(SettlePending):
    """The process ends after the commands were written and before the first was sent."""

    async def settle(self, command: LoggedCommand) -> Status:
        raise LostProcess


def assigning(desk: Desk, sender: type[SettlePending] = SettlePending) -> AssignNew:
    settle = sender(desk.client, desk.pool, Regulations(desk.tables), case_queue=desk.queue)
    return AssignNew(desk.pool, settle, now=lambda: datetime.now(UTC))


async def filed(desk: Desk, what: Filing | None = None) -> Case:
    """A case that stands in the read model."""
    case = await desk.file(what)
    await desk.until(case, "intake_checked")
    return case


async def commands_of(desk: Desk, case: Case) -> list[str]:
    async with transaction(desk.pool) as connection:
        rows = await connection.fetch(
            "SELECT status FROM commands WHERE scope = 'system' AND case_id = $1",
            case.id.removeprefix("complaint/"),
        )
    return [str(row["status"]) for row in rows]


async def test_a_new_case_goes_to_whom_the_rule_names_and_to_nobody_twice(desk: Desk, people: Names) -> None:
    food = await filed(desk, filing(category="食品安全"))
    other = await filed(desk)
    for _ in range(2):
        await ActivityEnvironment().run(assigning(desk).assign_new)
    assert (await desk.view(food)).handler == people["officer2"]
    assert (await desk.view(other)).handler in (people["officer"], people["officer2"])
    assert await commands_of(desk, food) == ["done"]
    assert (await desk.types(food)).count("assigned") == 1


async def test_whoever_is_on_leave_is_stood_in_for(
    desk: Desk, people: Names, module_database: Database
) -> None:
    connection = await asyncpg.connect(module_database.superuser_url)
    await connection.execute(
        "INSERT INTO leaves (office, person, from_on, to_on, deputy, entered_by) "
        "VALUES ($1, $2, current_date - 1, current_date + 1, $3, 'test')",
        OFFICE, people["officer2"], people["officer"],
    )  # fmt: skip
    await connection.close()
    food = await filed(desk, filing(category="食品"))
    await ActivityEnvironment().run(assigning(desk).assign_new)
    assert (await desk.view(food)).handler == people["officer"]


async def test_what_a_lost_process_has_written_is_sent_by_the_sweep(desk: Desk, people: Names) -> None:
    case = await filed(desk)
    with pytest.raises(LostProcess):
        await ActivityEnvironment().run(assigning(desk, LostBeforeSending).assign_new)
    assert (await desk.view(case)).handler is None
    assert await commands_of(desk, case) == ["pending"]
    sweep = SettlePending(
        desk.client, desk.pool, Regulations(desk.tables), case_queue=desk.queue, older_than=timedelta(0)
    )
    await ActivityEnvironment().run(sweep.settle_pending)

    async def given() -> bool:
        return (await desk.view(case)).handler is not None

    await eventually(given)
    await ActivityEnvironment().run(assigning(desk).assign_new)
    assert (await desk.types(case)).count("assigned") == 1
