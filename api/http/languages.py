"""Which language a reader wants: Chinese unless the request prefers English."""

from fastapi import Request


def prefers_english(request: Request) -> bool:
    """True when Accept-Language ranks English above Chinese (RFC 9110 §12.5.4)."""
    ranks = {"en": 0.0, "zh": 0.0}
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in ranks:
            ranks[language] = max(ranks[language], _quality(parameter) - place / 10_000)
    return ranks["en"] > ranks["zh"]


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
