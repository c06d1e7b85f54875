"""Role × address × object: every route of the application, the API's and the pages', asked by everybody.

What is expected stands in `matrix_table`; a route without a row, or a row without a route, fails here too.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute

from redress.domain.actors import Role
from redress.domain.permissions import MAY
from tests.api.conftest import Stack
from tests.api.matrix_scene import NO_ROLE, NOBODY, ROLES, Scene, set_up
from tests.api.matrix_table import EVERYBODY, ROUTES, Access, Answer

SETTLED_ELSEWHERE: Final = frozenset({409, 415, 422})
"""Let in, and then held up by a rule or by what was sent."""

PLAIN: Final = {
    "number": "1", "key": "complaint.acceptance", "lang": "zh", "name": "console.css",
    **dict.fromkeys(("job_id", "draft"), "0199aa00-0000-7000-8000-000000000000"),
}  # fmt: skip
"""Parts of an address as they are; of those that name an object, any other part names nothing."""

WATCHED: Final = ("officer", "auditor", "administrator")
"""Who asks about other cases than the office's own in every run; in the long one everybody does."""


def routes_of(routes: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods or ())
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router.routes)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(stack: Stack) -> Scene:
    return await set_up(stack)


def test_the_scene_has_every_role() -> None:
    assert set(ROLES) == EVERYBODY


def test_every_route_has_its_row_and_every_row_its_route(stack: Stack) -> None:
    there = set(routes_of(stack.app.routes))
    assert sorted(there - set(ROUTES)) == [], "a new route: say in matrix_table.ROUTES who gets what there"
    assert sorted(set(ROUTES) - there) == [], "a route is gone: take its row out of matrix_table.ROUTES"


def answer_of(response: httpx.Response, method: str) -> Answer | str:
    """The class of an answer; the status itself where it is none that we give on purpose."""
    status = response.status_code
    if status == 409 and "archived" in response.text:
        return Answer.FINAL
    if status < 400 or (method != "GET" and status in SETTLED_ELSEWHERE):
        return Answer.PASSED
    return {401: Answer.SIGN_IN, 403: Answer.FORBIDDEN, 404: Answer.UNKNOWN}.get(status, str(status))


def objects_of(scene: Scene, path: str) -> tuple[str, dict[str, str]]:
    """The part of the address that names an object, and the objects it may name."""
    found = ((part, things) for part, things in scene.things(path).items() if f"{{{part}}}" in path)
    return next(found, ("", {"own": ""}))


def askers(access: Access, about: str, *, whole: bool) -> tuple[str, ...]:
    if access.ends_all:
        return (NOBODY,)
    if about == "own":
        chosen: tuple[str, ...] = (NOBODY, NO_ROLE, *ROLES)
    elif whole:
        chosen = ROLES
    else:
        chosen = WATCHED
    let_in = [role for role in chosen if role in access.roles or access.public]
    return tuple(role for role in chosen if not access.costly or role not in let_in[1:])


async def wrong_answers(scene: Scene, method: str, path: str, access: Access, *, whole: bool) -> list[str]:
    part, things = objects_of(scene, path)
    wrong = []
    for about, thing in things.items():
        names = {**dict.fromkeys(parts_in(path), "1000000000"), **PLAIN, **access.parts, part: thing}
        address = path.format(**names) + (f"?{access.query}" if access.query else "")
        for role in askers(access, about, whole=whole):
            token = await scene.fresh_token(role) if access.ends and role != NOBODY else ""
            response = await scene.ask(role, method, address, access.body, token)
            expected = expected_of(access, role, about)
            found = answer_of(response, method)
            if found not in expected:
                wrong.append(f"{about}: {role} got {found} ({response.status_code}), not {expected}")
    return wrong


def expected_of(access: Access, role: str, about: str) -> frozenset[Answer]:
    if access.public:
        return frozenset({access.answer})
    if role == NOBODY:
        return frozenset({Answer.SIGN_IN})
    return frozenset({Answer.FORBIDDEN}) if role == NO_ROLE else access.expected(role, about)


def parts_in(path: str) -> list[str]:
    return [piece.partition("}")[0] for piece in path.split("{")[1:]]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_everybody_gets_the_answer_of_the_table(scene: Scene, method: str, path: str) -> None:
    assert await wrong_answers(scene, method, path, ROUTES[method, path], whole=False) == []


@pytest.mark.long
@pytest.mark.parametrize(("method", "path"), [each for each in ROUTES if "{case_id}" in each[1]])
async def test_everybody_gets_it_for_every_case(scene: Scene, method: str, path: str) -> None:
    assert await wrong_answers(scene, method, path, ROUTES[method, path], whole=True) == []


@pytest.mark.parametrize("path", [p for m, p in ROUTES if m == "GET" and "{case_id}" in p])
async def test_a_case_of_another_office_is_a_case_that_does_not_exist(scene: Scene, path: str) -> None:
    """Word for word, so that nobody learns from an answer what there is elsewhere."""
    access = ROUTES["GET", path]
    role = next(each for each in ROLES if each in access.roles)
    part, things = objects_of(scene, path)
    said = []
    for about in ("other", "missing"):
        names = {**dict.fromkeys(parts_in(path), "1000000000"), **PLAIN, **access.parts, part: things[about]}
        answer = await scene.ask(role, "GET", f"{path.format(**names)}?{access.query}", None)
        said.append((answer.status_code, answer.text.replace(things[about], "")))
    assert said[0] == said[1]


SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "withdraw": {},
    "publish": {},
    "issue_document": {"number": 1},
    "cancel_session": {"reason": "改期"},
    "add_note": {"text": "注"},
    "accept": {},
    "assign": {"handler": "p-without-role"},
    "record_delivery": {"notice": 2, "outcome": "told", "at": "2026-11-20T10:00:00+08:00"},
    "acknowledge_dispatch": {},
    "grade": {"urgency": "ordinary"},
    "urge": {},
    "record_performance": {"performed": "yes"},
    "record_callback": {"result": "reached"},
    "record_quality_review": {
        "score": {"language": 5, "completeness": 4, "accuracy": 4, "resolution": 3}, "remarks": "好",
    },
}  # fmt: skip
"""One command for each set of roles in the permission table."""


def test_every_set_of_roles_has_its_sample() -> None:
    by_roles = {name: EVERYBODY & {role.value for role in roles} for name, roles in MAY.items()}
    assert {by_roles[name] for name in SAMPLES} == set(by_roles.values())


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_command_is_refused_to_who_may_not_give_it(scene: Scene, name: str) -> None:
    """Its version is one that no case has: who may give it is told that, and nobody does anything."""
    body = {"type": name, **SAMPLES[name], "expected_version": 1_000_000}
    if name == "assign":
        body["handler"] = scene.people["officer"]
    for role in ROLES:
        place = f"/v1/complaints/{scene.cases['own']}/commands"
        response = await scene.ask(role, "POST", place, body)
        code = "stale" if Role(role) in MAY[name] else "forbidden"
        assert response.json()["code"] == code, (name, role, response.text)
