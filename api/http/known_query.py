"""Refuses query parameters that a route does not know: a misspelt filter must not show everything."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.http.problems import FieldError, problem


async def only_known_parameters(request: Request) -> None:
    """Raises `invalid_query` naming each unknown parameter, and each that is given twice."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = set(_parameters(route.dependant))
    names = [name for name, _ in request.query_params.multi_items()]
    errors = [
        FieldError(name[:60], "unknown_field", "没有这一参数", "is not a known parameter")
        for name in dict.fromkeys(names)
        if name not in known
    ] + [
        FieldError(name, "given_twice", "重复给出", "is given twice")
        for name in dict.fromkeys(names)
        if name in known and names.count(name) > 1
    ]
    if errors:
        raise problem("invalid_query", errors=tuple(errors))


def _parameters(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)
