"""`redress case …`, `redress login` and `redress rehearse`: officers' work over HTTP."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

import typer

from cli.client import Client, Json, Refused, case_path, through
from cli.clocks import Lang
from cli.documents import parse_object, read_object, read_text
from cli.outcome import Unusable, say, show
from cli.rendering import case_text, explanation_text, filed_text, list_text, timeline_text
from cli.session import DEFAULT_URL, Access, SavedSession, access, save
from redress.domain.counting import EndRoll

cases = typer.Typer(help="案件:登记、办理、查看 / file, act on and look at cases")

CaseId = Annotated[str, typer.Argument(metavar="CASE", help="case_id")]
Key = Annotated[str | None, typer.Option("--key", help="Idempotency-Key;重复请求时给出 / to repeat")]
ClockKey = Annotated[str, typer.Argument(metavar="CLOCK", help="complaint.mediation, …")]
InWords = Annotated[Lang, typer.Option("--lang", help="文字说明的语言 / language of the words")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")]


def ask(talk: Callable[[Client], Awaitable[Json]]) -> Json:
    """One conversation with the stack that the environment or the saved session names."""
    return through(talk, access(os.environ))


def login(
    url: Annotated[
        str, typer.Option(envvar="REDRESS_URL", help="系统地址 / address of the stack")
    ] = DEFAULT_URL,
    username: Annotated[
        str | None, typer.Option(envvar="REDRESS_USERNAME", help="用户名 / user name")
    ] = None,
) -> None:
    """登录并保存令牌 / sign in and keep the token; the password is asked for, or REDRESS_PASSWORD."""
    url = url.rstrip("/")
    name = username or typer.prompt("用户名 / username", err=True)
    password = os.environ.get("REDRESS_PASSWORD")
    password = password or typer.prompt("密码 / password", hide_input=True, err=True)
    token = _token(url, name, password)
    path = save(SavedSession(url, name, str(token["token"]), str(token["expires_at"])), os.environ)
    say(f"已登录 {url}({name}),有效至 {token['expires_at']} / signed in; kept in {path}")


def _token(url: str, name: str, password: str) -> Json:
    """Signs in; the code of a second factor is REDRESS_TOTP, or asked for when the stack wants one."""
    code = os.environ.get("REDRESS_TOTP")
    try:
        return through(lambda client: client.sign_in(name, password, code), Access(url))
    except Refused as refused:
        if refused.reason != "second_factor_required":
            raise
    typed = typer.prompt("验证码 / code", err=True)
    return through(lambda client: client.sign_in(name, password, typed), Access(url))


@cases.command("file")
def file_case(
    source: Annotated[str, typer.Argument(metavar="FILE.json", help="- 为标准输入 / - for stdin")],
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """登记一件投诉 / file one complaint."""
    body = read_object(source)
    filed = ask(lambda client: client.post("/v1/complaints", body, key))
    show(filed, as_json, filed_text(filed))


@cases.command("act")
def act(
    case: CaseId,
    command: Annotated[str, typer.Argument(metavar="TYPE", help="accept, record_consent, …")],
    body: Annotated[
        str | None,
        typer.Option("--json", metavar="BODY", help="命令内容,- 为标准输入;以 JSON 回答 / body"),
    ] = None,
    key: Key = None,
) -> None:
    """办理:向案件发出一个命令 / give the case one command."""
    fields = parse_object(read_text("-") if body == "-" else body, "--json") if body is not None else {}
    if fields.get("type", command) != command:
        raise Unusable("--json 中的 type 与命令不符", f"--json says type {fields['type']!r}, not {command!r}")
    order = fields | {"type": command}
    view = ask(lambda client: client.post(case_path(case, "/commands"), order, key))
    show(view, body is not None, case_text(view))


@cases.command("show")
def show_case(case: CaseId, as_json: AsJson = False) -> None:
    """一件案件的现状 / one case as it stands."""
    view = ask(lambda client: client.get(case_path(case)))
    show(view, as_json, case_text(view))


@cases.command("list")
def list_cases(
    stage: Annotated[str | None, typer.Option(help="阶段 / registered, checking, accepted, …")] = None,
    handler: Annotated[str | None, typer.Option(help="承办人编号 / id of a person")] = None,
    office: Annotated[str | None, typer.Option(help="机构路径,含下级 / path of an office, and below")] = None,
    overdue: Annotated[
        bool | None, typer.Option("--overdue/--not-overdue", help="已逾期 / a duty was missed")
    ] = None,
    due_before: Annotated[str | None, typer.Option(help="该日前到期 / due before, YYYY-MM-DD")] = None,
    received_from: Annotated[str | None, typer.Option(help="该日起收到 / received from, YYYY-MM-DD")] = None,
    received_before: Annotated[
        str | None, typer.Option(help="该日前收到 / received before, YYYY-MM-DD")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="来源渠道 / phone, web, letter, …")] = None,
    category: Annotated[str | None, typer.Option(help="商品或服务类别代码 / code of the goods")] = None,
    unassigned: Annotated[
        bool | None, typer.Option("--unassigned/--assigned", help="无承办人 / without a handler")
    ] = None,
    waiting: Annotated[
        bool | None, typer.Option("--waiting/--not-waiting", help="等待他人 / waiting for others")
    ] = None,
    q: Annotated[str | None, typer.Option("--q", help="案号或关键词 / number or words")] = None,
    limit: Annotated[int, typer.Option(min=1, help="每页件数 / cases on a page")] = 50,
    cursor: Annotated[str | None, typer.Option(help="上一页的 next_cursor / from the page before")] = None,
    as_json: AsJson = False,
) -> None:
    """案件列表,先到期者在前 / cases, what is due next first."""
    given = {
        "stage": stage, "handler": handler, "office": office, "due_before": due_before, "q": q,
        "received_from": received_from, "received_before": received_before, "channel": channel,
        "category": category, "limit": str(limit), "cursor": cursor,
    }
    ticked = {"overdue": overdue, "unassigned": unassigned, "waiting": waiting}
    params = {name: value for name, value in given.items() if value is not None}
    params |= {name: str(value).lower() for name, value in ticked.items() if value is not None}
    page = ask(lambda client: client.get("/v1/complaints", params))
    show(page, as_json, list_text(page))


@cases.command("timeline")
def timeline(
    case: CaseId,
    from_seq: Annotated[int, typer.Option(min=1, help="从第几项起 / from this event on")] = 1,
    as_json: AsJson = False,
) -> None:
    """案件经过 / what happened in a case, oldest first."""
    events = ask(lambda client: client.get(case_path(case, "/timeline"), {"from_seq": str(from_seq)}))
    show(events, as_json, timeline_text(events))


@cases.command("explain")
def explain(case: CaseId, clock: ClockKey, lang: InWords = Lang.ZH, as_json: AsJson = False) -> None:
    """案件某一期限的计算过程 / how a due day of the case came about."""
    path = case_path(case, f"/clocks/{quote(clock, safe='')}/explanation")
    explanation = ask(lambda client: client.get(path, {"lang": lang.value}))
    show(explanation, as_json, explanation_text(explanation, lang.value))


@cases.command("what-if")
def what_if(
    case: CaseId,
    clock: ClockKey,
    resumed_on: Annotated[
        str | None, typer.Option(metavar="DAY", help="若鉴定报告该日收到 / if the report came on that day")
    ] = None,
    extension: Annotated[
        int | None, typer.Option(min=1, help="若现在延期 / if it were extended now, in the clock's unit")
    ] = None,
    end_roll: Annotated[
        EndRoll | None, typer.Option(help="若令121第45条另作理解 / under another reading of art.45")
    ] = None,
    lang: InWords = Lang.ZH,
    as_json: AsJson = False,
) -> None:
    """假设之下该期限何时届满,案件不变 / when the clock would be due; the case is not touched."""
    supposed = {
        "resumed_on": resumed_on,
        "extension": None if extension is None else str(extension),
        "end_roll": None if end_roll is None else end_roll.value,
        "lang": lang.value,
    }
    path = case_path(case, f"/clocks/{quote(clock, safe='')}/what-if")
    params = {name: value for name, value in supposed.items() if value is not None}
    answered = ask(lambda client: client.get(path, params))
    show(answered, as_json, explanation_text(answered, lang.value))


def rehearse(
    case: CaseId,
    until: Annotated[str | None, typer.Option(help="RFC 3339 时间 / instant with offset")] = None,
    working_days: Annotated[int | None, typer.Option(min=1, help="工作日数 / so many working days")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """演练:把一件案件的时间快进 / fast-forward one case of a rehearsal."""
    body = _jump(until, working_days)
    path = f"/v1/rehearsal/complaints/{quote(case, safe='')}/fast-forward"
    view = ask(lambda client: client.post(path, body, key))
    show(view, as_json, case_text(view))


def _jump(until: str | None, working_days: int | None) -> Json:
    if (until is None) == (working_days is None):
        raise Unusable("请给出 --until 或 --working-days 之一", "give either --until or --working-days")
    if until is None:
        return {"working_days": working_days}
    try:
        instant = datetime.fromisoformat(until)
    except ValueError:
        raise Unusable(f"--until 不是有效时间:{until}", f"--until is not a time: {until}") from None
    if instant.tzinfo is None:
        raise Unusable("--until 缺少时区", "--until lacks its UTC offset")
    return {"until": until}

