"""How the engine's failure of an update is read back as the rule's refusal that it was."""

from temporalio.exceptions import ApplicationError

from redress.domain.refusals import RULES, Refusal, refuse


def refusal_of(cause: BaseException) -> Refusal:
    """The rule's refusal that an update failed with; one of unknown type is `unreadable`."""
    if not isinstance(cause, ApplicationError) or cause.type not in RULES:
        return refuse("unreadable")
    details = cause.details[0] if cause.details and isinstance(cause.details[0], dict) else {}
    return refuse(cause.type, details.get("detail"), details.get("citation"))
