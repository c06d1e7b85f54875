"""Which channels a process has, as its settings say; what is half configured ends it with a clear line."""

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar, Final, get_args

from pydantic import TypeAdapter

from redress.domain.events import Event
from redress.domain.facts import Method
from redress.notify.mail import MailChannel, MailServer
from redress.notify.port import Channel
from redress.notify.quiet import QuietHours
from redress.notify.sms import SmsChannel, SmsGateway
from redress.notify.webhook import Receiver
from redress.persistence.webhooks import Subscription
from redress.settings import Settings, Unconfigured, read_secret, variable


def mail_server(settings: Settings) -> MailServer | None:
    """None where nothing is mailed; raises `Unconfigured` for half a mail server."""
    if settings.mail_host is None:
        return None
    if settings.mail_sender is None:
        raise Unconfigured(f"Configuration is missing: set {variable('mail_sender')}.")
    password = settings.mail_password.get_secret_value() if settings.mail_password is not None else None
    if settings.mail_password_file is not None:
        password = read_secret(settings.mail_password_file)
    return MailServer(
        host=settings.mail_host,
        port=settings.mail_port,
        sender=settings.mail_sender,
        use_tls=settings.mail_tls,
        username=settings.mail_username,
        password=password,
    )


def party_channels(settings: Settings) -> dict[Method, Channel]:
    """The channels to parties that are on."""
    channels: dict[Method, Channel] = {}
    server = mail_server(settings)
    if server is not None:
        channels[Method.EMAIL] = MailChannel(server)
    if settings.sms_url is not None:
        file = settings.sms_token_file
        channels[Method.SMS] = SmsChannel(SmsGateway(settings.sms_url, read_secret(file) if file else None))
    return channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One entry of the file of webhooks."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    url: str
    secret_file: Path
    office: str
    events: tuple[str, ...]


WEBHOOKS: Final = TypeAdapter(tuple[Webhook, ...])
EVENT_TYPES: Final = frozenset(
    field.default for kind in get_args(Event) for field in fields(kind) if field.name == "type"
)


def webhooks(settings: Settings) -> tuple[Webhook, ...]:
    """The outside systems that want to hear of events; raises `Unconfigured` for what cannot be meant."""
    file = settings.webhooks_file
    if file is None:
        return ()
    try:
        found = WEBHOOKS.validate_json(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Unconfigured(f"The webhooks file {file} cannot be used ({type(error).__name__}).") from None
    for each in found:
        if unknown := sorted(set(each.events) - EVENT_TYPES):
            raise Unconfigured(f"The webhooks file {file} names unknown events: {', '.join(unknown)}.")
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,62}", each.name):
            raise Unconfigured(f"The webhooks file {file} has a name that is not of a-z, 0-9, _ and -.")
        if not each.url.startswith(("https://", "http://")):
            raise Unconfigured(f"The webhooks file {file} has an address that is not http.")
    if len({each.name for each in found}) < len(found):
        raise Unconfigured(f"The webhooks file {file} has a name twice.")
    return found


def receivers(found: tuple[Webhook, ...]) -> dict[str, Receiver]:
    """By name; raises `Unconfigured` for a secret that cannot be read."""
    return {each.name: Receiver(each.url, read_secret(each.secret_file).encode()) for each in found}


def subscriptions(found: tuple[Webhook, ...]) -> list[Subscription]:
    return [Subscription(name=each.name, office=each.office, events=each.events) for each in found]


def quiet_hours(settings: Settings) -> QuietHours:
    """Raises `Unconfigured` for hours that cannot be read."""
    try:
        return QuietHours(settings.quiet_hours, settings.quiet_hours_of_offices)
    except ValueError as error:
        raise Unconfigured(f"Configuration is unusable: {variable('quiet_hours')} ({error}).") from None
