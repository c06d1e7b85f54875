"""The words of every problem with given data, Chinese and English. The value is in `problems.py`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "not_an_object": ("应为一个 JSON 对象", "must be an object"),
    "not_a_list": ("应为列表", "must be a list"),
    "not_text": ("应为文字", "must be text"),
    "not_a_number": ("应为整数", "must be a whole number"),
    "not_a_flag": ("应为 true 或 false", "must be true or false"),
    "unknown_field": ("没有名为“{0}”的字段", "unknown field {0!r}"),
    "missing": ("缺少此项", "is required"),
    "missing_together": ("须与“{0}”同时给出", "needs {0!r} beside it"),
    "neither_period_nor_clock": (
        "须给出 profile 与 clock,或 length 与 unit",
        "give either profile and clock, or length and unit",
    ),
    "too_many": ("最多 {0} 项", "has at most {0} entries"),
    "out_of_range": ("应在 {0} 至 {1} 之间", "must be from {0} to {1}"),
    "years_out_of_range": ("年份应在 {0} 至 {1} 之间", "names a day outside the years {0} to {1}"),
    "unknown_value": ("“{0}”不在可选值之内:{1}", "{0!r} is none of {1}"),
    "impossible_date": ("“{0}”不是有效日期", "{0!r} is not a date (YYYY-MM-DD)"),
    "impossible_moment": ("“{0}”不是带时区的有效时间", "{0!r} is not an RFC 3339 time with an offset"),
    "impossible_time": ("“{0}”不是有效时刻(HH:MM)", "{0!r} is not a time of day (HH:MM)"),
    "ends_before_start": ("结束早于开始", "ends before it starts"),
    "unknown_profile": ("没有法规配置“{0}”", "there is no profile {0!r}"),
    "waits_for_numbers": (
        "法规配置“{0}”须由使用单位给出数值并载入后才能使用;可只以 length 与 unit 提问",
        "profile {0!r} waits for the tenant's numbers (profile load --number); or ask with length and unit",
    ),
    "unknown_clock": ("法规配置“{0}”没有期限“{1}”", "profile {0!r} has no clock {1!r}"),
    "unknown_calendar": (
        "没有日历版本“{0}”(应为 CN@年-月-日,且不早于首个已知通知)",
        "{0!r} is no calendar version (CN@YYYY-MM-DD, not before the first known notice)",
    ),
    "calendar_on_hours": ("按小时计算的期限不使用日历", "an hour clock runs without a calendar"),
    "off_and_makeup": ("{0} 既列为休息日又列为上班日", "{0} is both a day off and a make-up workday"),
    "impossible_code": (
        "“{0}”不能作为地区代码(字母、数字及 -,至多 16 位)",
        "{0!r} cannot be a region's code (letters, digits and -, at most 16)",
    ),
    "code_elsewhere": (
        "地区代码“{0}”已用于机构“{1}”",
        "the code {0!r} belongs to the office {1!r}",
    ),
    "unknown_office": ("没有机构“{0}”", "there is no office {0!r}"),
    "regime_changed": (
        "“{0}”属于“{1}”,其在办案件将无所依据",
        "{0!r} belongs to the regime {1!r}, whose running cases would lose it",
    ),
    "not_yet_in_force": (
        "{0} 才施行;接管在办期限的版本须在施行之日起载入",
        "is in force from {0} only; what takes running clocks over is loaded from that day on",
    ),
    "running_clock_lost": (
        "{2} 个在办期限按“{1}”的“{0}”计算,此版本没有该期限",
        "{2} running clocks count by {0!r} of {1!r}, which this version does not have",
    ),
    "no_law_before": (
        "“{0}”在 {1} 之前将没有法规,{2} 件在办案件的期限无所依据",
        "the regime {0!r} would have no law before {1}, and {2} running cases none for their clocks",
    ),
    "no_law_after": (
        "“{0}”在 {1} 之后将没有法规,{2} 件在办案件今后的期限无所依据",
        "the regime {0!r} would have no law after {1}, and {2} running cases none for their next clocks",
    ),
    "impossible_id": (
        "“{0}”不能作为标识(小写字母、数字及 + . _ -)",
        "{0!r} cannot be an id (small letters, digits and + . _ -)",
    ),
    "twice": ("“{0}”重复出现", "{0!r} appears twice"),
    "beyond_calendar": ("期限超出可计算的日期范围", "the period leaves the range of dates"),
    "naive_start": ("开始时间缺少时区", "the start lacks its UTC offset"),
    "length_below_one": ("期限长度至少为 1", "a length is at least 1"),
    "not_toml": ("不是有效的 TOML:{0}", "is not TOML: {0}"),
    "not_json": ("不是有效的 JSON:{0}", "is not JSON: {0}"),
    "outside_notice_year": (
        "{0} 不在 {1} 年通知的范围内(上一年 12 月至当年 12 月)",
        "{0} lies outside the notice of {1} (December of the year before to December)",
    ),
    "published_outside": (
        "{1} 年的通知不可能在 {0} 公布",
        "a notice for {1} is not published on {0} (from the year before to the year itself)",
    ),
    "published_later": (
        "{0} 在今天({1})之后,尚未公布的通知不能载入",
        "{0} lies after today ({1}): what is not published yet is not loaded",
    ),
    "empty_notice": (
        "通知中没有任何日期;空白年份视为未公布",
        "names no day; an empty year is an unpublished year",
    ),
    "contradicts_loaded": (
        "与已载入的 {0} 年通知({1} 公布)矛盾",
        "contradicts the loaded notice for {0} published on {1}",
    ),
    "older_than_loaded": (
        "{0} 年已载入 {1} 公布的较新通知",
        "a newer notice for {0}, published on {1}, is loaded already",
    ),
    "makeup_on_working_day": ("{0} 本来就是工作日", "{0} is a working day anyway"),
    "unknown_moment": ("没有名为“{0}”的案件时点", "the case has no moment {0!r}"),
    "unknown_cause": ("没有名为“{0}”的中止事由", "there is no cause of suspension {0!r}"),
    "unknown_ladder": ("没有名为“{0}”的升级阶梯", "there is no ladder {0!r}"),
    "unknown_role": ("没有名为“{0}”的岗位", "there is no role {0!r}"),
    "nothing_starts": ("没有任何事项启动该期限", "nothing starts this clock"),
    "extends_nothing": (
        "延长后的总长须大于原期限 {0}",
        "a total after extension must be longer than the period itself, {0}",
    ),
    "nothing_ends": ("没有任何事项结束该期限", "nothing ends this clock"),
    "missing_article": ("法定期限须注明条文", "a legal clock names its article"),
    "valid_to_before_from": ("失效日期早于生效日期", "valid_to lies before valid_from"),
    "suspends_months": ("按月、年计算的期限不能中止计算", "a period of months or years is not suspended"),
    "window_needs_one_source": ("设有开始时点的窗口只能有一个期限来源", "a window has exactly one source"),
    "given_elsewhere": (
        "期限“{0}”的日期由来件指定或者约定,无须计算",
        "the date of {0!r} is set or agreed by others; nothing is counted",
    ),
    "given_is_not_counted": (
        "由他人指定日期的期限不计算、不中止、不延长",
        "a date that somebody else names is not counted, suspended or extended",
    ),
    "opens_after_close": ("窗口的开始须早于其结束", "a window opens before it closes"),
    "overlaps": ("与“{0}”的有效期重叠", "is in force at the same time as {0!r} of the same regime"),
    "gap": (
        "与“{0}”之间有 {1} 至 {2} 的空档,该期间启动的期限将无法可依",
        "leaves {1} to {2} after {0!r} without a law for the clocks that start then",
    ),
    "needs_number": ("须由使用单位给出数值“{0}”", "the tenant must give the number {0!r}"),
    "unused_number": ("未使用的数值“{0}”", "the number {0!r} is used by nothing"),
    "unknown_placeholder": ("文书没有名为“{0}”的填写项", "the document has no field {0!r}"),
    "lone_brace": (
        "花括号不成对;填写项写作 {{名称}},括号本身写作 {{{{ 或 }}}}",
        "a brace stands alone; a field is {{name}}, a brace itself {{{{ or }}}}",
    ),
    "not_a_name": (
        "“{0}”不能作为名称(小写字母开头,只含小写字母、数字和下划线)",
        "{0!r} is no name (lower-case letters, digits and _, a letter first)",
    ),
    "reserved_name": ("“{0}”是保留名称", "{0!r} is a reserved name"),
    "never_shown": ("必填项“{0}”未出现在版面中", "the required field {0!r} is shown nowhere"),
    "only_for_kind": ("只用于 {0} 类填写项", "only a field of kind {0} has it"),
    "needs_kind": ("“{0}”须为 {1} 类填写项", "{0!r} must be a field of kind {1}"),
    "only_as_block": ("“{0}”只能作为整张表格显示", "{0!r} is shown by a block of its own only"),
    "not_as_many": ("应为 {0} 列,实为 {1} 列", "takes {0} columns, has {1}"),
    "not_printable": ("字体中没有字符 {0}", "no font here has the character {0}"),
    "too_long": ("超过 {0} 个字符", "has more than {0} characters"),
}
