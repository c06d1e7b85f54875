"""What can go wrong at the HTTP edge itself: code, status, words. The rules' own are the domain's."""

from typing import Final

TITLES: Final[dict[str, tuple[int, str, str]]] = {
    "unauthenticated": (401, "请先登录", "Sign in first"),
    "bad_credentials": (401, "用户名或密码不正确", "The user name or the password is wrong"),
    "form_expired": (
        403,
        "此页面已过期,请刷新后重新提交",
        "This page has expired; load it again, then send it",
    ),
    "not_administrator": (403, "只有管理员可以载入日历", "Only an administrator may load a calendar"),
    "not_in_charge": (
        403,
        "只有主管、负责人或管理员可以处理未送达的通知",
        "Only a supervisor, the bureau head or an administrator works off what was not delivered",
    ),
    "no_role": (403, "该账户没有任何岗位", "The account has no role in any office"),
    "not_found": (404, "没有这个地址", "There is nothing at this address"),
    "no_such_case": (404, "没有这一案件", "There is no such case"),
    "unknown_clock": (404, "案件中没有这一期限", "The case has no such clock"),
    "no_such_load": (404, "没有这一次日历载入", "There is no such load of a calendar"),
    "no_such_notification": (404, "没有这一通知", "There is no such notification"),
    "no_such_delivery": (404, "没有这一通知投递", "There is no such delivery"),
    "not_in_rehearsal": (404, "只有演练环境才能快进", "Only a rehearsal can be fast-forwarded"),
    "method_not_allowed": (405, "该地址不支持此方法", "This address does not know the method"),
    "still_running": (
        409,
        "同一请求仍在处理中,请稍后以同一键重试",
        "The same request is still running; ask again with the same key",
    ),
    "not_dead": (409, "该通知已送达或仍在投递", "It has been delivered, or is still being tried"),
    "jump_held": (409, "有活动尚未完成,快进被挡住", "An activity that has not finished holds the jump"),
    "too_large": (413, "请求内容过大", "The body is too large"),
    "not_json": (422, "请求内容不是有效的 JSON", "The body is not valid JSON"),
    "invalid_body": (422, "请求内容不符合要求", "The body does not have the required form"),
    "invalid_query": (422, "查询参数不符合要求", "A query parameter does not have the required form"),
    "invalid_cursor": (422, "分页游标无效", "The cursor is not one of ours"),
    "unusable_notice": (422, "放假安排通知无法使用", "The notice cannot be used"),
    "unusable_question": (422, "期限问题无法计算", "The question about a clock cannot be answered"),
    "not_forward": (422, "只能向前快进", "A fast-forward leads forward"),
    "unknown_reference": (422, "引用的封存文字不属于本案", "A sealed reference does not belong to this case"),
    "invalid_idempotency_key": (
        422,
        "Idempotency-Key 应为 1 至 128 个字母、数字或 . _ : -",
        "Idempotency-Key takes 1 to 128 letters, digits or . _ : -",
    ),
    "idempotency_key_reused": (
        422,
        "该 Idempotency-Key 已用于另一内容",
        "This Idempotency-Key was used with another body",
    ),
    "idempotency_key_required": (428, "请提供 Idempotency-Key", "Send an Idempotency-Key"),
    "too_many_requests": (429, "请求过于频繁,请稍后再试", "Too many requests; try again later"),
    "internal": (500, "系统内部错误", "Something is wrong on our side"),
    "engine_busy": (
        503,
        "系统繁忙,请稍后以同一键重试,结果不会重复",
        "The engine is busy; ask again later with the same key, nothing is done twice",
    ),
    "store_unavailable": (
        503,
        "数据库暂不可用,未作任何改动",
        "The database is not available; nothing was sent",
    ),
}
