"""`redress profile …` and `redress calendar …`: what is shipped, what a running stack has loaded, and a check
of a new profile.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any

import typer

from cli.documents import read_text
from cli.loaded import of_the_stack
from cli.outcome import Unusable, Wanting, answer, say, show
from redress.domain.problems import Problem
from redress.domain.profile import ClockRule, Profile, version_of
from redress.domain.profile_file import parse_profile
from redress.domain.profile_load import place_problems
from redress.domain.tables import Tables, shipped_calendar, shipped_notices, shipped_profiles
from redress.domain.toml_lines import line_of

profiles = typer.Typer(help="法规配置 / regulation profiles")
calendars = typer.Typer(help="工作日历 / calendars of working days")

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")]
Numbers = Annotated[
    list[str] | None,
    typer.Option("--number", metavar="NAME=N", help="使用单位给出的数值 / a tenant's number"),
]


@profiles.command("list")
def list_profiles(as_json: AsJson = False) -> None:
    """自带的法规配置,及所登录系统载入的版本 / shipped profiles, and those loaded where one is signed in."""
    heads = ("id", "regime", "law", "title_zh", "title_en", "valid_from", "valid_to")
    found = _every()
    rows = [{name: _plain(getattr(one, name)) for name in heads} for one in found]
    lines = [
        f"{one.id:<20} {_span(one.valid_from, one.valid_to)}  {one.title_zh}"
        + (f"  第 {one.revision} 次载入 loaded" if one.revision else "")
        for one in found
    ]
    show(rows, as_json, "\n".join(lines))


@profiles.command("show")
def show_profile(profile_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False) -> None:
    """一个法规配置的期限与理由 / clocks and grounds of one profile; of a name, the newest version."""
    found = Tables(_every(), shipped_calendar()).newest(profile_id)
    if found is None:
        raise Wanting(f"没有法规配置 {profile_id!r}", f"there is no profile {profile_id!r}")
    show(_plain(asdict(found)), as_json, "\n".join(_profile_lines(found)))


def _every() -> tuple[Profile, ...]:
    """The shipped profiles, and every version that the stack has loaded."""
    answer = of_the_stack("/v1/profiles")
    loaded = [
        version_of(profile, each["revision"])
        for each in (answer["items"] if answer else ())
        if each["revision"] and isinstance(profile := parse_profile(each["toml"], each["numbers"]), Profile)
    ]
    return tuple(sorted((*shipped_profiles(), *loaded), key=lambda one: (one.regime, one.valid_from)))


@profiles.command("check")
def check_profile(
    source: Annotated[str, typer.Argument(metavar="FILE")], number: Numbers = None, as_json: AsJson = False
) -> None:
    """检查一个法规配置文件 / checks a profile: its form, its sense, and its place among the shipped ones."""
    text = read_text(source)
    found = parse_profile(text, numbers_of(number or []))
    problems = _among_the_shipped(found, text) if isinstance(found, Profile) else found
    if any(problem.code == "not_toml" for problem in problems):
        raise Unusable(f"{source}:{problems[0].one_line('zh')}", f"{source}:{problems[0].one_line('en')}")
    if as_json:
        answer({"file": source, "problems": [_problem(problem) for problem in problems]})
    else:
        for problem in problems:
            say(f"{source}:{problem.one_line('zh')} / {problem.text('en')}")
    if problems:
        raise Wanting(f"{source} 有 {len(problems)} 处问题", f"{source}: problems found")
    if not as_json:
        say(f"{source} 可以使用 / is fit for use")


def _among_the_shipped(profile: Profile, text: str) -> tuple[Problem, ...]:
    found = place_problems(shipped_profiles(), profile)
    return tuple(replace(one, line=line_of(text, one.place)) for one in found)


@calendars.command("list")
def list_calendars(as_json: AsJson = False) -> None:
    """日历版本:截至某日公布的全部放假安排 / versions: all notices published until a day.

    Signed in to a running stack, also what it has loaded: notices and regions' own days.
    """
    newest = shipped_calendar()
    loaded = of_the_stack("/v1/calendars") or {"version": newest.version, "loaded": [], "overlays": []}
    rows = [
        {
            "version": f"CN@{notice.published_on}",
            "year": notice.year,
            "days_off": len(notice.off),
            "makeup_workdays": len(notice.makeup_workdays),
            "source": notice.source,
        }
        for notice in sorted(shipped_notices(), key=lambda one: one.published_on)
    ]
    lines = [
        f"{row['version']}  {row['year']} 年放假安排"
        f"  放假 {row['days_off']} 天  调休上班 {row['makeup_workdays']} 天"
        for row in rows
    ]
    lines += [
        f"CN@{each['published_on']}  {each['year']} 年放假安排  第 {each['revision']} 次载入 loaded"
        for each in loaded["loaded"]
    ]
    lines += [
        f"{each['version']}  {each['office']} 自 {each['published_on']}  放假 {len(each['off'])} 天"
        f"  调休上班 {len(each['makeup_workdays'])} 天  第 {each['revision']} 次载入 loaded"
        for each in loaded["overlays"]
    ]
    years = loaded.get("published_years", newest.published)
    lines.append(f"最新 / newest: {loaded['version']};{max(years)} 年以后为暂定 / provisional after")
    whole = {
        "newest": loaded["version"],
        "published_years": years,
        "versions": rows,
        "loaded": loaded["loaded"],
        "overlays": loaded["overlays"],
    }
    show(whole, as_json, "\n".join(lines))


def numbers_of(given: list[str]) -> dict[str, int]:
    """The tenant's numbers of `NAME=N`; raises Unusable."""
    numbers = {}
    for one in given:
        name, _, value = one.partition("=")
        if not name or not re.fullmatch(r"[0-9]{1,9}", value):
            raise Unusable(f"--number 应为 名称=整数,而不是 {one!r}", f"--number takes NAME=N, not {one!r}")
        numbers[name] = int(value)
    return numbers


def _profile_lines(profile: Profile) -> list[str]:
    return [
        f"{profile.id}  {profile.title_zh} / {profile.title_en}",
        f"施行 {_span(profile.valid_from, profile.valid_to)}",
        "期限 / clocks",
        *(_clock_line(rule) for rule in profile.clocks),
        "不予受理 / refusal",
        *(f"  {ground.code:<6} {ground.text_zh}" for ground in profile.refusal_grounds),
        "终止调解 / termination",
        *(f"  {ground.code:<6} {ground.text_zh}" for ground in profile.termination_grounds),
    ]


def _clock_line(rule: ClockRule) -> str:
    length = " & ".join(f"{period.length} {period.unit.value}" for period in rule.sources) or "指定 / given"
    return f"  {rule.key:<28} {length:<18} {rule.article:<24} {rule.title_zh}"


def _span(first: date, last: date | None) -> str:
    return f"{first} – {last or '至今':<10}"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "place": problem.place,
        "code": problem.code,
        "reason": problem.text("en"),
        "reason_zh": problem.text("zh"),
    }


def _plain(value: Any) -> Any:
    """Dates as text, wherever they stand."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
