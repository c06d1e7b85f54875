"""The OpenAPI document: bodies and answers described by the very dataclasses that are read and given."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.http.problem_titles import TITLES
from api.http.strict import OutwardSchema
from redress.contracts.ids import COMMAND_ID
from redress.domain.refusals import RULES

REFERENCE: Final = "#/components/schemas/{model}"

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `title` is in the reader's language (Accept-Language).",
    "required": ["type", "title", "title_en", "status", "code", "citation"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
        "title_en": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted({*TITLES, *RULES})},
        "citation": {"type": ["string", "null"], "description": "the article that the refusal rests on"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "examples": ["purchase.amount", "claims[0].kind"]},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "message_en": {"type": "string"},
                },
            },
        },
    },
}

_KEY_HEADER: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": f"^{COMMAND_ID.pattern}$"},
    "description": "The same key and body answer the same result; the same key with another body is refused.",
}


def described(
    *,
    body: str | None = None,
    form: str | None = None,
    answer: str | None = None,
    status: int = 200,
    key: bool = False,
    media_type: str = "application/json",
) -> dict[str, Any]:
    """`openapi_extra` of a route: names of schemas, and whether it takes an Idempotency-Key."""
    problem = _content("Problem", "A problem", "application/problem+json")
    extra: dict[str, Any] = {"responses": {"default": problem}}
    if answer is not None:
        extra["responses"][str(status)] = _content(answer, "Successful Response", media_type)
    taken = {"application/json": body, "multipart/form-data": form}
    if content := {kind: {"schema": _ref(name)} for kind, name in taken.items() if name is not None}:
        extra["requestBody"] = {"required": True, "content": content}
    if key:
        extra["parameters"] = [_KEY_HEADER]
    return extra


def describe(
    app: FastAPI,
    bodies: Mapping[str, TypeAdapter[Any]],
    answers: Mapping[str, TypeAdapter[Any]],
    written: Mapping[str, Any],
) -> None:
    """Makes `app.openapi()` include the schemas of the named bodies and answers, and those `written` out."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            whole = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            _without_frameworks_own(whole)
            parts = whole.setdefault("components", {})
            parts.setdefault("schemas", {}).update({**_schemas(bodies, answers), **written})
            parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
            app.openapi_schema = whole
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _without_frameworks_own(whole: dict[str, Any]) -> None:
    """FastAPI's form of a 422 is never answered here: every error is a problem document."""
    for name in ("HTTPValidationError", "ValidationError"):
        whole.get("components", {}).get("schemas", {}).pop(name, None)
    for path in whole["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)


def _with_required_type(schema: dict[str, Any]) -> dict[str, Any]:
    """A command's `type` has a default for those who build one in Python; in a body it is required."""
    if "const" not in schema.get("properties", {}).get("type", {}):
        return schema
    return {**schema, "required": sorted({"type", *schema.get("required", ())})}


def _schemas(
    bodies: Mapping[str, TypeAdapter[Any]], answers: Mapping[str, TypeAdapter[Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {"Problem": _PROBLEM}
    sides: tuple[tuple[Literal["validation", "serialization"], Mapping[str, TypeAdapter[Any]]], ...] = (
        ("validation", bodies),
        ("serialization", answers),
    )
    for mode, named in sides:
        each, shared = TypeAdapter.json_schemas(
            [(name, mode, adapter) for name, adapter in named.items()],
            ref_template=REFERENCE,
            schema_generator=OutwardSchema,
        )
        parts = {name: _with_required_type(schema) for name, schema in shared.get("$defs", {}).items()}
        found = parts | found
        for (name, _), schema in each.items():
            if schema != _ref(name):
                found[name] = schema
    return found


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=name)}


def _content(name: str, words: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": _ref(name)}}}
