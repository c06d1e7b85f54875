"""Which channels a process has, as its settings say; what is half configured ends it with a clear line."""

from redress.domain.facts import Method
from redress.notify.mail import MailChannel, MailServer
from redress.notify.port import Channel
from redress.notify.quiet import QuietHours
from redress.notify.sms import SmsChannel, SmsGateway
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


def quiet_hours(settings: Settings) -> QuietHours:
    """Raises `Unconfigured` for hours that cannot be read."""
    try:
        return QuietHours(settings.quiet_hours, settings.quiet_hours_of_offices)
    except ValueError as error:
        raise Unconfigured(f"Configuration is unusable: {variable('quiet_hours')} ({error}).") from None
