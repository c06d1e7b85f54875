"""Each step writes its rows, the events, the read model and the outbox together, once, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import asyncpg
import pytest
from temporalio.exceptions import ApplicationError

from activities.recorder import Recorder
from activities.verify import Verify
from cli.stack.children import free_port
from redress.contracts.complaint import STEPS, step_of
from redress.contracts.failures import FailureType
from redress.contracts.recording import Batch
from redress.contracts.step_rows import IntakeCheckRow, StepRow
from redress.domain import commands as c
from redress.domain.facts import Method
from redress.domain.sealed import Sealed
from redress.persistence.pool import Pool, open_pool, transaction
from redress.persistence.vault import Vault
from redress.settings import Settings
from tests.activities.story import CALLER, MORNING, Story, count, new_case_id
from tests.servers import Database
from workers.case import ROWS, steps

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = Sealed("t-1")


def told(matter: c.NoticeMatter, party: str, after: timedelta) -> c.RecordNotice:
    return c.RecordNotice(
        matter=matter, party=party, method=Method.PHONE, at=MORNING + after, outcome=c.NoticeOutcome.TOLD
    )


async def reference_path(story: Story, pool: Pool, vault: Vault) -> list[Batch]:
    """File, accept, consents, session, appraisal out and in, agreement, conclude, feedback, call-back."""
    cost = c.CostAgreement(payer="shared", both_consented_at=MORNING + 5 * HOUR)
    batches = [await story.file(pool, vault)]
    for hours, command in (
        (1, c.Accept()),
        (2, told(c.NoticeMatter.ACCEPTANCE, "complainant-1", 2 * HOUR)),
        (3, c.RecordConsent(party="complainant-1", answer="yes", channel=Method.PHONE)),
        (4, c.RecordConsent(party="respondent-1", answer="yes")),
        (5, c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT)),
        (6, c.RecordTransferOutcome(outcome="returned", summary=TEXT)),
        (7, c.ScheduleSession(at=MORNING + 9 * HOUR, form=c.SessionForm.REMOTE, mediator="p-m")),
        (10, c.RecordSession(outcome=c.SessionOutcome.ADJOURNED, minutes=TEXT)),
        (11, c.CommissionAppraisal(
            basis=c.AppraisalBasis.AGREED, institution=TEXT, commissioned_on=date(2026, 8, 20),
            cost_agreement=cost)),
        (100, c.ConcludeAppraisal(received_on=date(2026, 8, 24), finding=TEXT, supports="complainant")),
        (101, c.RecordAgreement(
            form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=(TEXT, Sealed("t-2")))),
        (102, told(c.NoticeMatter.RESULT, "complainant-1", 102 * HOUR)),
        (103, told(c.NoticeMatter.RESULT, "respondent-1", 103 * HOUR)),
        (104, c.Conclude(outcome=c.Outcome.AGREED)),
        (105, c.GiveFeedback(method=Method.PHONE, text=TEXT)),
    ):  # fmt: skip
        batches.append(story.act(command, hours * HOUR))
    called = c.RecordCallback(result="reached", knows_result=True, satisfaction=5)
    batches.append(story.act(called, 9 * DAY, CALLER))
    return batches


TABLES = {
    "intake_checks": 1, "transfers": 2, "consents": 2, "sessions_held": 2, "appraisals": 2,
    "agreements": 1, "notices": 3, "feedbacks": 1, "callbacks": 1,
}  # fmt: skip


async def test_the_reference_path_leaves_the_rows_of_every_step_once_however_often_it_is_sent(
    pool: Pool, vault: Vault, settings: Settings, verify: Verify
) -> None:
    story = Story(new_case_id())
    named: dict[str, Callable[..., Any]] = {step.__name__: step for step in steps(pool, settings)}
    named["verify"] = verify.verify
    assert set(named) == set(STEPS)
    batches = await reference_path(story, pool, vault)
    for _ in range(2):
        for batch in batches:
            outcome = await named[step_of(batch)](batch)
            assert outcome.recorded == batch.rows[-1].seq
    async with transaction(pool) as connection:
        assert {table: await count(connection, table) for table in TABLES} == TABLES
        assert await count(connection, "ledger") == story.case.version
        assert await connection.fetchval("SELECT version FROM cases") == story.case.version
        terms = await connection.fetchval("SELECT terms_refs FROM agreements")
    assert terms == ["t-1", "t-2"]


def test_every_kind_of_row_is_made_from_some_event_or_by_the_intake_check() -> None:
    made = {make.__annotations__["return"] for make in ROWS.values()}
    assert made | {IntakeCheckRow} == set(get_args(StepRow))


async def test_a_failing_later_statement_leaves_nothing(
    pool: Pool, recorder: Recorder, vault: Vault, database: Database
) -> None:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    await recorder.write("record", story.act(c.Accept(), HOUR))
    recorded = story.case.version
    batch = story.act(c.RecordConsent(party="complainant-1", answer="yes"), 2 * HOUR)
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute("ALTER TABLE consents ADD CONSTRAINT never CHECK (false) NOT VALID")
        with pytest.raises(asyncpg.CheckViolationError):
            await recorder.write("mediate", batch)
        async with transaction(pool) as connection:
            assert await connection.fetchval("SELECT version FROM cases") == recorded
            assert await count(connection, "ledger") == recorded
            assert await count(connection, "consents") == 0
        await owner.execute("ALTER TABLE consents DROP CONSTRAINT never")
    finally:
        await owner.close()
    assert (await recorder.write("mediate", batch)).recorded == story.case.version


async def test_a_database_that_is_away_is_worth_another_try(vault: Vault, pool: Pool) -> None:
    story = Story(new_case_id())
    batch = await story.file(pool, vault)
    nowhere = f"postgresql://redress_worker:x@127.0.0.1:{free_port()}/redress"
    async with await open_pool(nowhere, name="test") as away:
        recorder = Recorder(away, ROWS, now=lambda: MORNING, rehearsal=False)
        with pytest.raises(ApplicationError) as caught:
            await recorder.write("verify", batch)
    assert caught.value.type == FailureType.STORE_UNAVAILABLE
    assert not caught.value.non_retryable


async def test_a_gap_and_a_changed_event_are_final(pool: Pool, vault: Vault, recorder: Recorder) -> None:
    story = Story(new_case_id())
    first = await story.file(pool, vault)
    second = story.act(c.Accept(), HOUR)
    third = story.act(c.RecordConsent(party="complainant-1", answer="yes"), 2 * HOUR)
    await recorder.write("record", first)
    with pytest.raises(ApplicationError) as gap:
        await recorder.write("mediate", third)
    await recorder.write("record", second)
    other = replace(second, rows=(replace(second.rows[0], actor="p-other"), *second.rows[1:]))
    with pytest.raises(ApplicationError) as changed:
        await recorder.write("record", other)
    assert (gap.value.type, gap.value.non_retryable) == (FailureType.LEDGER_GAP, True)
    assert (changed.value.type, changed.value.non_retryable) == (FailureType.EVENT_CHANGED, True)


async def test_a_plain_text_never_reaches_a_step_row(pool: Pool, vault: Vault, recorder: Recorder) -> None:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    batch = story.act(c.Transfer(to=c.Authority.POLICE, authority=TEXT, reason=TEXT), HOUR)
    plain = tuple(replace(row, body=row.body.replace('{"ref":"t-1"}', '"城东派出所"')) for row in batch.rows)
    with pytest.raises(ApplicationError) as caught:
        await recorder.write("transfer", replace(batch, rows=plain))
    assert (caught.value.type, caught.value.non_retryable) == (FailureType.UNSEALED_TEXT, True)
    assert "城东" not in str(caught.value)


@pytest.mark.parametrize(
    ("ahead", "offset"),
    [(timedelta(seconds=4), timedelta(0)), (30 * DAY, 30 * DAY), (-DAY, timedelta(0))],
)
async def test_a_case_in_virtual_time_says_how_far_it_is_ahead(
    pool: Pool, vault: Vault, ahead: timedelta, offset: timedelta
) -> None:
    recorder = Recorder(pool, ROWS, now=lambda: MORNING - ahead, rehearsal=True)
    await recorder.write("record", await Story(new_case_id()).file(pool, vault))
    async with transaction(pool) as connection:
        assert await connection.fetchval("SELECT clock_offset FROM cases") == offset


async def test_a_climbed_ladder_is_in_the_outbox_once_also_when_nobody_is_assigned(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    overdue = story.wait(21 * DAY)
    for _ in range(2):
        await recorder.write("record", overdue)
    async with transaction(pool) as connection:
        levels = await connection.fetch(
            "SELECT payload ->> 'level' AS level, payload ->> 'handler' AS handler FROM outbox ORDER BY id"
        )
    assert [(row["level"], row["handler"]) for row in levels] == [
        (level, None) for level in ("-2", "-1", "1", "2", "3")
    ]
