"""The case page: what it shows, what may be done, and how a form that is not taken comes back."""

import re

from api.app import create_app
from api.console.leaps import in_words
from api.console.steps import ABOUT, COMMANDS, ELSEWHERE
from api.console.words import words_in
from api.http.problems import problem
from redress.domain.commands.words import AppraisalBasis
from tests.api.conftest import FILING, Desk, Stack, serving
from tests.api.wire import Wire
from tests.console.conftest import Person, form_in, forms_in, somebody


def _commands(page: object) -> set[str]:
    return set(re.findall(r"/commands/([a-z_]+)", str(getattr(page, "text", ""))))


async def test_the_page_opens_parties_and_facts_and_the_opening_is_audited(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "add_note", "text": "已电话核实。"})
    page = await officer.get(f"/cases/{case_id}")
    for text in (FILING["facts"], "已电话核实。", "林晓梅", "13900001234", "临江恒洁电器有限公司", "¥12,800"):
        assert text in page.text
    async with stack.app.state.services.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT set_config('redress.offices', $1, true)", desk.office)
        purposes = await connection.fetch(
            "SELECT DISTINCT purpose FROM vault_openings WHERE case_id = $1 AND person = $2",
            case_id, desk.person,
        )  # fmt: skip
    assert {"case", "timeline"} <= {row["purpose"] for row in purposes}


async def test_the_commands_are_those_allowed_now_and_no_others(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    for command in ({"type": "add_note", "text": "x"}, {"type": "accept"}):
        view = await desk.acted(case_id, command)
        offered = _commands(await officer.get(f"/cases/{case_id}"))
        allowed = set(view["allowed_commands"]) & set(COMMANDS) - ELSEWHERE
        assert offered == allowed - set(ABOUT), "and none about something that this case does not have"
    assert "mark_evidence" in view["allowed_commands"]
    piece = {"type": "add_evidence", "kind": "physical", "given_by": "complainant-1", "name": "密封圈"}
    await desk.acted(case_id, piece)
    assert "mark_evidence" in _commands(await officer.get(f"/cases/{case_id}"))


async def test_an_auditor_sees_neither_texts_nor_commands(stack: Stack, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as auditor:
        await auditor.sign_in("auditor", stack.passwords["auditor"])
        page = await auditor.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert "林晓梅" not in page.text
    assert "已封存" in page.text
    assert _commands(page) == set()


async def test_a_command_leads_back_to_the_case_with_what_was_recorded(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    done = await officer.send(page, "/commands/accept", note="符合受理条件")
    assert done.status_code == 200
    assert "已记录:受理" in done.text
    assert "决定受理" in done.text
    assert (await desk.view(case_id))["stage"] == "accepted"


async def test_a_rule_says_its_words_code_and_article_and_what_was_typed_stays(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    page = await officer.get(f"/cases/{case_id}")
    typed = {"ground": "23-5", "reason": "双方僵持\n不下"}
    refused = await officer.send(page, "/commands/terminate_mediation", **typed)
    assert refused.status_code == 409
    for text in ("六十日期限尚未届满", "period_not_over", "121号令第二十三条第一款第(五)项"):
        assert text in refused.text
    form = form_in(refused, "/commands/terminate_mediation")
    assert (form.fields["ground"], form.fields["reason"]) == ("23-5", "双方僵持\n不下")
    assert form.fields["key"] != form_in(page, "/commands/terminate_mediation").fields["key"]


async def test_an_empty_field_is_named_in_the_summary_and_at_the_field(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    wrong = await officer.send(page, "/commands/record_contact", party="", summary="没有接通")
    assert wrong.status_code == 422
    assert '<a href="#record_contact-party">' in wrong.text
    assert 'id="record_contact-party-error"' in wrong.text
    assert form_in(wrong, "/commands/record_contact").fields["summary"] == "没有接通"


async def test_odd_characters_in_any_field_are_named_or_kept_never_a_failure(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    form = form_in(page, "/commands/add_note")
    for name in sorted(form.names - {"csrf"}):
        for odd in ("\0", "²", "\u202e\u200b", "9" * 400, "<b>"):
            answer = await officer.post(form.action, form.filled({"text": "x", name: odd}))
            assert answer.status_code in (200, 409, 422), (name, odd, answer.status_code)


async def test_two_officers_at_once_the_second_sees_what_changed(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    mine = await officer.get(f"/cases/{case_id}")
    async with somebody(stack.app) as other:
        await other.sign_in("officer2", stack.passwords["officer2"])
        await other.send(await other.get(f"/cases/{case_id}"), "/commands/accept")
    stale = await officer.send(mine, "/commands/add_note", text="我来联系商家")
    assert stale.status_code == 409
    summary = stale.text[stale.text.index('class="summary"'):stale.text.index('class="case"')]
    assert "他人已先行更新本案" in summary
    assert "决定受理" in summary
    assert "吴静" in summary
    again = await officer.send(stale, "/commands/add_note")
    assert again.status_code == 200
    assert "我来联系商家" in again.text


async def test_the_same_command_sent_twice_is_done_once(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    for _ in range(2):
        assert (await officer.send(page, "/commands/add_note", text="一次")).status_code == 200
    items = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert [each["type"] for each in items].count("note_added") == 1


async def test_nested_and_listed_fields_reach_the_command(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        await desk.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    page = await officer.get(f"/cases/{case_id}")
    now = form_in(page, "/commands/record_contact").fields["at"]
    select = re.search(r'<select[^>]* id="commission_appraisal-basis".*?</select>', page.text, re.S)
    assert select is not None
    assert set(re.findall(r'value="(\w+)"', select[0])) == {each.value for each in AppraisalBasis}
    done = await officer.send(
        page,
        "/commands/commission_appraisal",
        **{"basis": "agreed", "institution": "临江市质检中心", "cost_agreement.payer": "shared",
           "cost_agreement.both_consented_at": now},
    )  # fmt: skip
    assert done.status_code == 200, done.text
    view = await desk.view(case_id)
    assert view["appraisals"][0]["basis"] == "agreed"
    assert "state-suspended" in done.text
    assert "期限停止计算:调解期限(鉴定)" in done.text


async def test_every_clock_has_a_picture_with_words_and_a_table(officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
    page = await officer.get(f"/cases/{filed['case_id']}")
    [svg] = re.findall(r'<svg class="strip[^>]*>.*?</svg>', page.text, re.S)
    assert 'role="img"' in svg
    described = re.search(r'aria-describedby="([^"]+)"', svg)
    assert described is not None
    words = re.search(rf'id="{described[1]}">([^<]+)<', page.text)
    assert words is not None
    assert "期限为7个工作日" in words[1]
    assert svg.count('class="day ') == page.text[page.text.index('class="days"'):].count("<tr><td>")
    assert "121号令第十五条" in page.text


async def test_in_a_rehearsal_days_pass_by_form(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    assert "演练环境" in page.text
    later = await officer.send(page, "/fast-forward", working_days="2")
    assert later.status_code == 200
    assert "已记录:快进时间" in later.text
    assert "快进期间没有发生任何事" in later.text or "期间发生" in later.text
    assert "本案时间" in later.text
    wrong = await officer.send(page, "/fast-forward", working_days="-1")
    assert wrong.status_code == 422
    assert 'name="working_days" value="-1"' in wrong.text


async def test_one_click_leads_past_the_next_deadline_and_tells_what_happened_on_the_way(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    leap = next(form for form in forms_in(page) if form.fields.get("until") and "since" in form.names)
    later = await officer.post(leap.action, {**leap.fields})
    assert "到期日当天" in page.text or "越过期限" in page.text
    past = [form for form in forms_in(later) if form.fields.get("until") and "since" in form.names][-1]
    over = await officer.post(past.action, {**past.fields})
    lived = over.text.partition('aria-labelledby="lived"')[2].partition("</section>")[0]
    assert "逾期" in lived


async def test_a_held_jump_names_what_holds_it_in_words() -> None:
    found = in_words(problem("jump_held", "export_history, verify"), words_in("zh"))
    assert found.detail == "尚未完成:历史归档、核实"


async def test_real_time_has_neither_banner_nor_control(stack: Stack, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    app = create_app(stack.settings.model_copy(update={"rehearsal": False}))
    async with serving(app), somebody(app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        page = await person.get(f"/cases/{case_id}")
        assert "演练" not in page.text
        assert not [form for form in forms_in(page) if form.action.endswith("/fast-forward")]


async def test_a_clue_is_linked_both_ways_and_its_text_is_opened(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    view = await desk.acted(case_id, {"type": "refer_clue", "summary": "检出非天然添加剂"})
    clue_id = view["clues"][0]["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    assert f'href="/cases/{clue_id}"' in page.text
    clue = await officer.get(f"/cases/{clue_id}")
    while clue.status_code == 404:  # the clue's own workflow is on its way
        clue = await officer.get(f"/cases/{clue_id}")
    assert f'href="/cases/{case_id}"' in clue.text
    assert "检出非天然添加剂" in clue.text


async def test_what_does_not_exist_is_a_page_of_its_own(officer: Person) -> None:
    for path in ("/cases/01a2002d-56df-7ad1-a4d7-18412b43243b", "/cases/x", "/nothing"):
        page = await officer.get(path)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert "返回工作台" in page.text


async def test_programs_still_get_problem_documents(visitor: Person) -> None:
    answer = await visitor.get("/nothing", Accept="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await visitor.get("/v1/complaints")).headers["content-type"] == "application/problem+json"


async def test_without_the_database_nothing_typed_is_lost(stack: Stack, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    async with Wire.to(stack.database.api_url) as wire:
        app = create_app(wire.lead(stack.settings, "database_api_url"))
        async with serving(app), somebody(app) as person:
            await person.sign_in("officer", stack.passwords["officer"])
            page = await person.get(f"/cases/{case_id}")
            await wire.cut()
            away = await person.send(page, "/commands/add_note", text="停电时写的")
            assert away.status_code == 503
            assert "store_unavailable" in away.text
            listed = await person.get("/desk")
            assert listed.status_code == 503
            assert listed.headers["content-type"].startswith("text/html")
            assert listed.headers["retry-after"] == "5"
            await wire.mend()
            done = await person.send(away, "/commands/add_note")
            assert done.status_code == 200
            assert "停电时写的" in done.text


async def test_a_missed_deadline_is_seen_on_case_and_desk(officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
    until = f"{filed['clocks'][0]['due_on']}T09:00:00+08:00"
    path = f"/v1/rehearsal/complaints/{filed['case_id']}/fast-forward"
    await desk.post(path, {"until": until})
    await desk.post(path, {"working_days": 2})
    page = await officer.get(f"/cases/{filed['case_id']}")
    assert "state-breached" in page.text
    assert "期限逾期:受理决定并告知投诉人" in page.text
    listed = await officer.get(f"/desk?q={filed['case_number']}")
    assert "is-overdue" in listed.text
    assert re.search(r"逾期 \d+ 个工作日", listed.text)
