"""An explained deadline in words, Chinese and English. What it says is computed in `explain.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import cast

from redress.domain.citing import cited
from redress.domain.counting import CHINA

Item = Mapping[str, object]

WORDS: dict[str, tuple[str, str]] = {
    "received": (
        "{at}收到，已过{cutoff}，视为{day}收到。",
        "Received at {at}, after {cutoff}, it counts as received on {day}.",
    ),
    "period": ("期限为{n}", "The period is {n}"),
    "cited": ("（依据{citation}）", " ({citation})"),
    "start": ("，自{day}起算，开始的当日不计入。", "; it starts on {day}, a day that is not counted."),
    "start_hours": ("，自{at}起连续计算，不扣除节假日。", "; it runs from {at} without regard to holidays."),
    "earliest_of": (
        "同时适用{periods}，以先届满者为准。",
        "Several periods hold at once, and the one that ends first counts: {periods}.",
    ),
    "one_of": ("{n}（至{end}）", "{n} (until {end})"),
    "add": (
        "其中{n}系{at}批准延长。",
        "It includes {n} by an extension approved at {at}.",
    ),
    "to_total": (
        "经{at}批准延长至{n}。",
        "By an extension approved at {at} it is {n} in total.",
    ),
    "makeup": ("调休上班的{days}计为工作日。", "Make-up workdays count: {days}."),
    "holiday": ("法定节假日及调休放假{days}不计。", "Holidays are not counted: {days}."),
    "regional": ("本地区放假{days}不计。", "Days off of the region are not counted: {days}."),
    "weekend": ("周末休息日共{n}天不计。", "Ordinary weekend days are not counted: {n}."),
    "given": (
        "届满日期系由来件指定或者约定{cited}，并非推算得出；自{day}起。",
        "The date was set or agreed by others{cited}, not counted; it runs from {day}.",
    ),
    "open_since": (
        "自{day}起中止计算，至今尚未恢复。",
        "From {day} on it stands still and has not been resumed.",
    ),
    "suspended": (
        "{days}共{n}天不计入期限。",
        "Suspended, and therefore not counted: {days} ({n}).",
    ),
    "suspended_hours": ("{spans}不计入期限。", "Suspended, and therefore not counted: {spans}."),
    "counted": ("第{n}{unit}为{day}。", "Day {n} is {day}."),
    "matching": ("到期月的对应日为{day}。", "The matching day of the last month is {day}."),
    "month_end": (
        "到期月没有对应日，以月末日{day}为期限的最后一日。",
        "The last month has no matching day, so the period ends with its last day, {day}.",
    ),
    "rolled": (
        "该日为休息日或者节假日，期限顺延至{day}。",
        "It is not a day on which the period may end, so the period ends on {day}.",
    ),
    "opens": ("自{day}起可以办理。", "The window opens on {day}."),
    "due": ("期限于{day}24时届满。", "The period ends at 24:00 on {day}."),
    "due_hours": ("期限于{at}届满。", "The period ends at {at}."),
    "safe": (
        "为稳妥起见，应不迟于{day}（此前最后一个工作日）办完。",
        "To be safe under every reading of the law, finish by {day}, the last working day before it.",
    ),
    "at_once": (
        "按届满最早的解读，期限内没有工作日，应立即办理。",
        "Under the earliest reading of the law the period has no working day in it: act at once.",
    ),
    "provisional": (
        "该日期涉及尚无放假安排通知的时段，属暂定日期，通知公布并载入后重新计算。",
        "The date is provisional: it needs a year whose holiday notice is not known yet.",
    ),
    "open": (
        "目前处于中止计算状态，恢复后才能确定届满日期。",
        "A suspension still runs; the end is known when it is over.",
    ),
    "refused_extension": (
        "{at}批准的延期无效：{why}。",
        "The extension approved at {at} has no effect: {why}.",
    ),
    "refused_suspension": (
        "自{at}起的中止计算无效：{why}。",
        "The suspension from {at} has no effect: {why}.",
    ),
    "calendar": ("日历版本：{calendar}。", "Calendar: {calendar}."),
}

UNITS: dict[str, tuple[str, str, str]] = {
    "working_day": ("个工作日", "working day", "working days"),
    "calendar_day": ("日", "calendar day", "calendar days"),
    "hour": ("小时", "hour", "hours"),
    "month": ("个月", "month", "months"),
    "year": ("年", "year", "years"),
}
"""In Chinese, and in English of one and of several."""

REASONS: dict[str, tuple[str, str]] = {
    "not_extendable": ("该期限不得延长", "this clock cannot be extended"),
    "after_expiry": ("批准时期限已经届满", "it was approved after the period had ended"),
    "too_many": ("延长次数已用完", "the clock has been extended as often as it may be"),
    "beyond_rule": ("超出规定的延长方式或者长度", "it goes beyond what the rule allows"),
    "cause_not_listed": ("该事由不停止计算此期限", "its cause does not stop this clock"),
    "not_suspendable": ("此期限不能中止计算", "nothing suspends this clock"),
    "ends_before_start": ("结束早于开始", "it ends before it starts"),
}


def prose(answer: Item, lang: str = "zh") -> str:
    """The explanation of an answer of contracts §2 as sentences, `zh` or `en`."""
    index = 0 if lang == "zh" else 1
    return ("" if index == 0 else " ").join(_sentences(answer, index))


def _say(key: str, index: int, **values: object) -> str:
    return WORDS[key][index].format(**values)


def _sentences(answer: Item, index: int) -> Iterator[str]:
    unit = cast(str, answer["unit"])
    days = cast(Sequence[Item], answer["days"])
    if answer.get("given"):
        by = _cited(answer, index) if answer["citation"] else ""
        yield _say("given", index, cited=by, day=_day(answer["started_on"], index))
        whole_day = str(answer["due_at"])[11:16] == "00:00"
        yield from _ending(answer, "calendar_day" if whole_day else "hour", index)
        return
    if answer.get("received_at"):
        at, cutoff = _moment(answer["received_at"], index), answer["received_cutoff"]
        yield _say("received", index, at=at, cutoff=cutoff, day=_day(answer["started_on"], index))
    yield _opening(answer, unit, index)
    yield from _beside(answer, unit, index)
    if unit == "hour":
        yield from _paused_hours(answer, index)
    else:
        yield from _counting(days, unit, index)
        yield from _paused(days, index, answer["due_at"] is None)
        yield from _counted(days, unit, index)
    if answer.get("opens_on"):
        yield _say("opens", index, day=_day(answer["opens_on"], index))
    yield from _ending(answer, unit, index)
    for key, at in (("refused_extensions", "approved_at"), ("refused_suspensions", "from")):
        for one in cast(Sequence[Item], answer[key]):
            why = REASONS[cast(str, one["reason"])][index]
            yield _say(key.removesuffix("s"), index, at=_moment(one[at], index), why=why)
    if answer["calendar"]:
        yield _say("calendar", index, calendar=answer["calendar"])


def _length(n: object, unit: str, index: int) -> str:
    """`7个工作日`, `1 working day`."""
    if index == 0:
        return f"{n}{UNITS[unit][0]}"
    return f"{n} {UNITS[unit][1 if n == 1 else 2]}"


def _cited(answer: Item, index: int) -> str:
    return _say("cited", index, citation=cited(cast(str, answer["citation"]), ("zh", "en")[index]))


def _opening(answer: Item, unit: str, index: int) -> str:
    words = _say("period", index, n=_length(answer["length"], unit, index))
    if answer["citation"]:
        words += _cited(answer, index)
    if unit == "hour":
        return words + _say("start_hours", index, at=_moment(answer["runs_from"], index))
    return words + _say("start", index, day=_day(answer["started_on"], index))


def _beside(answer: Item, unit: str, index: int) -> Iterator[str]:
    """Extensions that took effect, and the other periods that hold at the same time."""
    for one in cast(Sequence[Item], answer.get("extended", ())):
        n = _length(one["length"], unit, index)
        yield _say(cast(str, one["mode"]), index, n=n, at=_moment(one["approved_at"], index))
    several = cast(Sequence[Item], answer.get("earliest_of", ()))
    if several:
        periods = ("、", ", ")[index].join(_one_of(one, index) for one in several)
        yield _say("earliest_of", index, periods=periods)


def _one_of(one: Item, index: int) -> str:
    n = _length(one["length"], cast(str, one["unit"]), index)
    if one["due_at"] is None:
        return n
    end = _moment(one["due_at"], index) if one["unit"] == "hour" else _day(one["due_on"], index)
    return _say("one_of", index, n=n, end=end)


def _paused_hours(answer: Item, index: int) -> Iterator[str]:
    paused = cast(Sequence[Item], answer.get("paused", ()))
    over = [one for one in paused if one["to"] is not None]
    if over:
        to, comma = (("至", "、"), (" to ", ", "))[index]
        spans = (f"{_moment(one['from'], index)}{to}{_moment(one['to'], index)}" for one in over)
        yield _say("suspended_hours", index, spans=comma.join(spans))
    for one in paused[len(over) :]:
        yield _say("open_since", index, day=_moment(one["from"], index))


def _counting(days: Sequence[Item], unit: str, index: int) -> Iterator[str]:
    makeup = _of_kind(days, "makeup")
    if makeup:
        yield _say("makeup", index, days=_spans(makeup, index))
    holidays = _of_kind(days, "holiday")
    if holidays:
        yield _say("holiday", index, days=_spans(holidays, index))
    regional = _of_kind(days, "regional")
    if regional:
        yield _say("regional", index, days=_spans(regional, index))
    weekends = _of_kind(days, "weekend")
    if weekends:
        yield _say("weekend", index, n=len(weekends))


def _counted(days: Sequence[Item], unit: str, index: int) -> Iterator[str]:
    counted = [one for one in days if one["count"] is not None]
    if counted and days[-1]["kind"] != "suspended":
        n, day = counted[-1]["count"], cast(str, counted[-1]["date"])
        if unit in ("month", "year"):
            matches = day[8:] == str(days[0]["date"])[8:]
            yield _say("matching" if matches else "month_end", index, day=_day(day, index))
        else:
            yield _say("counted", index, n=n, unit=UNITS[unit][0], day=_day(day, index))
    if days[-1]["kind"] == "rolled":
        yield _say("rolled", index, day=_day(days[-1]["date"], index))


def _paused(days: Sequence[Item], index: int, still: bool) -> Iterator[str]:
    """`still`: the last day shown is the first of a suspension that has not ended."""
    paused = _of_kind(days, "suspended")
    since = paused.pop() if paused and still else None
    if paused:
        n = len(paused) if index == 0 else f"{len(paused)} day{'s' if len(paused) > 1 else ''}"
        yield _say("suspended", index, days=_spans(paused, index), n=n)
    if since:
        yield _say("open_since", index, day=_short(since, index))


def _ending(answer: Item, unit: str, index: int) -> Iterator[str]:
    if answer["due_at"] is None:
        yield _say("open", index)
        return
    if unit == "hour":
        yield _say("due_hours", index, at=_moment(answer["due_at"], index))
    else:
        yield _say("due", index, day=_day(answer["due_on"], index))
    safe = cast(str, answer["safe_due_on"])
    if safe < cast(str, answer["started_on"]):
        yield _say("at_once", index)
    elif safe != answer["due_on"]:
        yield _say("safe", index, day=_day(safe, index))
    if answer["provisional"]:
        yield _say("provisional", index)


def _of_kind(days: Iterable[Item], kind: str) -> list[date]:
    return [date.fromisoformat(cast(str, one["date"])) for one in days if one["kind"] == kind]


def _spans(days: Sequence[date], index: int) -> str:
    """Neighbouring days joined: 9月25日至9月27日、10月1日."""
    runs: list[list[date]] = [[days[0]]]
    for before, after in pairwise(days):
        if (after - before).days > 1:
            runs.append([])
        runs[-1].append(after)
    to, comma = (("至", "、"), (" to ", ", "))[index]
    return comma.join(
        _short(run[0], index) if len(run) == 1 else f"{_short(run[0], index)}{to}{_short(run[-1], index)}"
        for run in runs
    )


def _short(day: date, index: int) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if index == 0 else day.isoformat()


def _day(value: object, index: int) -> str:
    return _short(date.fromisoformat(cast(str, value)), index)


def _moment(value: object, index: int) -> str:
    moment = datetime.fromisoformat(cast(str, value)).astimezone(CHINA)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{_short(moment.date(), index)}{'' if index == 0 else ' '}{clock}"
