"""The intake check opens a sealed filing, audited, informs the case, and finds the same dispute."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from temporalio.exceptions import ApplicationError

from activities.recorder import Recorder
from activities.verify import Verify
from redress.contracts.failures import FailureType
from redress.domain.commands import CorrectParty, FoundBy
from redress.domain.events import Findings, Jurisdiction
from redress.domain.facts import Complainant, Filing, Purchase, Respondent
from redress.domain.tables import load_tables
from redress.persistence.blind_index import BlindIndex
from redress.persistence.pool import Pool, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.sealing import Sink, seal
from redress.persistence.vault import FileMasterKey, Vault
from tests.activities.story import QINGHE, WASHING_MACHINE, YUNSHAN, Story, count, new_case_id


async def filed(verify: Verify, pool: Pool, vault: Vault, n: int, filing: Filing) -> Findings:
    story = Story(new_case_id(n))
    outcome = await verify.verify(await story.file(pool, vault, filing))
    assert outcome.findings is not None
    return outcome.findings


async def test_a_complete_filing_of_ours_is_found_to_be_so(verify: Verify, pool: Pool, vault: Vault) -> None:
    findings = await filed(verify, pool, vault, 1, WASHING_MACHINE)
    assert findings == Findings(
        missing=(),
        in_scope="yes",
        jurisdiction=Jurisdiction.OURS,
        jurisdiction_reason="respondent_address",
        proposed_office=QINGHE,
        duplicates=(),
        beyond_limitation=False,
    )


async def test_what_is_missing_or_elsewhere_or_too_old_is_found(
    verify: Verify, pool: Pool, vault: Vault
) -> None:
    filing = replace(
        WASHING_MACHINE,
        complainants=(Complainant(name="林一一"),),
        respondents=(Respondent(name="远山商行", address="云山县北路3号"),),
        purchase=Purchase(item="洗衣机", on=date(2023, 8, 19)),
    )
    findings = await filed(verify, pool, vault, 1, filing)
    assert findings.missing == ("complainant-1.phone", "complainant-1.address")
    assert (findings.jurisdiction, findings.proposed_office) == (Jurisdiction.OTHER, YUNSHAN)
    assert findings.beyond_limitation is True


async def test_the_same_dispute_filed_again_is_pointed_out_and_another_one_is_not(
    verify: Verify, pool: Pool, vault: Vault
) -> None:
    other_item = replace(
        WASHING_MACHINE, purchase=Purchase(item="冰箱", on=date(2026, 7, 1)), facts="冰箱不制冷，要求退货。"
    )
    await filed(verify, pool, vault, 1, WASHING_MACHINE)
    assert (await filed(verify, pool, vault, 2, other_item)).duplicates == ()
    again = await filed(verify, pool, vault, 3, WASHING_MACHINE)
    assert again.duplicates == (new_case_id(1),)


async def test_a_repeated_check_answers_what_it_found_and_opens_nothing_again(
    verify: Verify, pool: Pool, vault: Vault
) -> None:
    story = Story(new_case_id(1))
    batch = await story.file(pool, vault)
    first = await verify.verify(batch)
    await filed(verify, pool, vault, 2, WASHING_MACHINE)
    async with transaction(pool) as connection:
        opened = await count(connection, "vault_openings")
    assert await verify.verify(batch) == first
    async with transaction(pool) as connection:
        assert await count(connection, "vault_openings") == opened
        assert await count(connection, "intake_checks") == 2


async def test_every_opening_is_audited_with_its_purpose(verify: Verify, pool: Pool, vault: Vault) -> None:
    await filed(verify, pool, vault, 1, WASHING_MACHINE)
    await filed(verify, pool, vault, 2, WASHING_MACHINE)
    async with transaction(pool) as connection:
        rows = await connection.fetch("SELECT case_id, person, purpose FROM vault_openings ORDER BY id")
    assert [(str(row["case_id"]), row["person"], row["purpose"]) for row in rows] == [
        (new_case_id(1), "system", "verify"),
        (new_case_id(2), "system", "verify"),
        (new_case_id(1), "system", "verify"),
    ]


async def test_filings_sent_at_the_same_moment_each_find_those_before_them(
    verify: Verify, pool: Pool, vault: Vault
) -> None:
    numbers = range(1, 5)
    batches = [await Story(new_case_id(n)).file(pool, vault) for n in numbers]
    outcomes = await asyncio.gather(*(verify.verify(batch) for batch in batches))
    found = [outcome.findings for outcome in outcomes if outcome.findings]
    assert sorted(len(findings.duplicates) for findings in found) == [0, 1, 2, 3]


async def test_a_wrong_master_key_is_reported_and_records_nothing(
    recorder: Recorder, pool: Pool, vault: Vault
) -> None:
    story = Story(new_case_id(1))
    batch = await story.file(pool, vault)
    wrong = Vault(FileMasterKey(bytes(32)))
    stranger = Verify(recorder, wrong, BlindIndex(bytes(32)), Regulations(load_tables()))
    with pytest.raises(ApplicationError) as caught:
        await stranger.verify(batch)
    assert (caught.value.type, caught.value.non_retryable) == (FailureType.VAULT_BROKEN, False)
    async with transaction(pool) as connection:
        assert await count(connection, "cases") == 0


async def test_a_corrected_trader_is_checked_anew(verify: Verify, pool: Pool, vault: Vault) -> None:
    """The old finding stays; jurisdiction and duplicates are computed of what is known now (S0-23)."""
    sign = replace(WASHING_MACHINE, respondents=(Respondent(shop_name="晨光小店"),))
    await filed(verify, pool, vault, 1, WASHING_MACHINE)
    story = Story(new_case_id(2))
    first = await verify.verify(await story.file(pool, vault, sign))
    assert first.findings is not None
    assert (first.findings.jurisdiction, first.findings.duplicates) == (Jurisdiction.UNKNOWN, ())
    real = WASHING_MACHINE.respondents[0]
    correction = CorrectParty(
        party="respondent", found_by=FoundBy.BUSINESS_REGISTER, name=real.name, address=real.address
    )
    sink = Sink()
    sealed = seal(correction, sink)
    async with transaction(pool) as connection:
        await vault.seal_many(connection, story.case_id, sink.texts)
    second = await verify.verify(story.act(sealed, timedelta(hours=1)))
    assert second.findings is not None
    assert (second.findings.jurisdiction, second.findings.proposed_office) == (Jurisdiction.OURS, QINGHE)
    assert second.findings.duplicates == (new_case_id(1),)
    async with transaction(pool) as connection:
        assert await count(connection, "intake_checks") == 3


async def test_several_people_behind_one_phone_are_a_hint(verify: Verify, pool: Pool, vault: Vault) -> None:
    """令121 art.17(1)(4): counted by the blind index, nothing is opened and nothing refused."""
    await filed(verify, pool, vault, 1, WASHING_MACHINE)
    somebody_else = replace(WASHING_MACHINE.complainants[0], name="别人", address="云山县别处9号")
    other = replace(WASHING_MACHINE, complainants=(somebody_else,))
    assert (await filed(verify, pool, vault, 2, other)).hints == ("phone_of_others",)
    third = await filed(verify, pool, vault, 3, replace(WASHING_MACHINE, purchase=Purchase(quantity=12)))
    assert third.hints == ("unusual_quantity", "phone_of_others")
