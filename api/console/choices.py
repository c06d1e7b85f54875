"""What a case offers the forms of its commands: parties, people, grounds, clocks; and what is preset."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from api.console.bound import Options, value_words
from api.console.naming import Naming
from api.console.words import Words
from redress.domain.actors import Role
from redress.domain.commands import OWN_MOTION
from redress.domain.counting import CHINA
from redress.domain.documents import DocumentStanding
from redress.domain.evidence import GIVERS
from redress.domain.facts import Method
from redress.domain.grounds import FRAUD
from redress.domain.profile import Ground, Profile
from redress.domain.tables import Tables
from redress.domain.view import CaseView
from redress.domain.ways import BY_HAND, ORDER
from redress.persistence.accounts import Colleague
from redress.settings import Settings

HANDLE: Final = frozenset({Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
MEDIATE: Final = frozenset({Role.MEDIATOR, Role.OFFICER, Role.SUPERVISOR})

OWN: Final = HANDLE | {Role.BUREAU_HEAD}

Choice = tuple[str, str]


def offered(
    command: str, view: CaseView, tables: Tables, people: tuple[Colleague, ...], naming: Naming
) -> Options:
    """The values of the fields that only this case can offer."""
    profile = profile_named(tables, view.profile)
    words = naming.words
    return {
        "party": tuple((party, naming.party(party)) for party in view.parties),
        "given_by": tuple((giver, naming.party(giver)) for giver in (*view.parties, *GIVERS)),
        "with_party": tuple((party, naming.party(party)) for party in view.parties),
        "by": (
            *((party, naming.party(party)) for party in view.parties),
            *(((OWN_MOTION, words("own_motion")),) if command == "recuse" else ()),
        ),
        "appraisal": tuple(_appraisals(view, naming)),
        "replaces": tuple(_sessions(view, naming)),
        "absent": tuple((party, naming.party(party)) for party in view.parties),
        "completes": tuple((item, naming.open_item(item)) for item in _missing(view)),
        "handler": tuple(_people(people, HANDLE)),
        "owner": tuple(_people(people, OWN)),
        "mediator": tuple(_people(people, MEDIATE)),
        "clock": tuple((each.key, naming.clock(each.key)) for each in view.clocks if each.ended_at is None),
        "session": tuple(_sessions(view, naming)),
        "document": tuple(
            (str(each.number), naming.paper(each))
            for each in view.documents
            if each.standing is DocumentStanding.ISSUED
        ),
        **_reasons(command, view, profile, naming),
    }


def _reasons(command: str, view: CaseView, profile: Profile | None, naming: Naming) -> Options:
    """On what a decision may rest, each command on its own: those of the regime, or what the case allows."""
    words = naming.words
    found: dict[str, tuple[Choice, ...]] = {}
    if command == "reopen":
        found["ground"] = tuple(
            (ground.value, value_words(words, "ReopenGround", ground)) for ground in view.after.reopen_grounds
        )
    if command in ("refuse", "terminate_mediation"):
        found["ground"] = tuple(
            (ground.code, f"{words.cited(ground.article)} {words.either(ground.text_zh, ground.text_en)}")
            for ground in _grounds(command, profile)
        )
    if command == "terminate_mediation":
        found["basis"] = (*_bases(view, profile, naming), (FRAUD, words("basis.fraud")))
    return found


def ways(command: str, settings: Settings, words: Words) -> Options:
    """The ways by which a notice can be sent; what no program does ends in a person's hands."""
    if command != "send_notice":
        return {}
    on = {Method.EMAIL: settings.mail_host, Method.SMS: settings.sms_url}
    names = {way: words(f"value.Method.{way.value}") for way in ORDER}
    off = {way: "way.by_hand" if way in BY_HAND else "way.off" for way in ORDER if not on.get(way)}
    said = {way: words(off[way], way=name) if way in off else name for way, name in names.items()}
    return {"method": tuple((way.value, name) for way, name in said.items())}


def preset(command: str, view: CaseView, now: datetime) -> dict[str, str]:
    """What a form says before anybody has typed: the moment, and what the case is waiting for."""
    moment = f"{now.astimezone(CHINA):%Y-%m-%dT%H:%M}"
    today = moment[:10]
    found = dict.fromkeys(("commissioned_on", "received_on", "applied_on", "started_on"), today)
    if command in ("record_notice", "record_contact"):
        found["at"] = moment
    tell = next((item for item in view.open_items if item.startswith("tell.")), "")
    if command in ("record_notice", "send_notice") and tell:
        matter, _, party = tell.removeprefix("tell.").partition(":")
        found |= {"matter": matter, "party": party or view.parties[0], "outcome": "told"}
    if command == "record_callback":
        found |= {"result": "reached", "method": "on_site" if view.grading.key else "phone"}
    if command == "give_feedback":
        found["method"] = _feedback_by(view)
    asked = {each.party for each in view.consents if each.matter == "mediation"}
    if command == "record_consent":
        found["party"] = next((party for party in view.parties if party not in asked), "")
    if command == "record_contact":
        found |= _as_last_time(view)
    return found


def _as_last_time(view: CaseView) -> dict[str, str]:
    """Whoever was called last is mostly called again; at first the trader, by telephone."""
    if view.proceedings.contacts:
        last = view.proceedings.contacts[-1]
        return {"party": last.party, "method": last.method.value}
    trader = next((party for party in view.parties if party.startswith("respondent")), "")
    return {"party": trader or next(iter(view.parties), ""), "method": Method.PHONE.value}


def _feedback_by(view: CaseView) -> str:
    """What a key case still lacks (S0-37); else the way the complainant asked for (S0-39)."""
    owed, wish = view.after.feedback_owed, view.after.feedback_preferred
    if owed and view.after.feedback_by:
        return "letter" if "written" in owed else "phone"
    return wish.value if wish else ""


def profile_named(tables: Tables, name: str) -> Profile | None:
    return next((each for each in tables.profiles if each.id == name), None)


def _sessions(view: CaseView, naming: Naming) -> Iterator[Choice]:
    """The sessions that are still to be held."""
    for each in view.sessions:
        if each.open:
            when = naming.words.moment(each.at)
            yield str(each.number), naming.words("session.numbered", n=each.number, at=when)


def _appraisals(view: CaseView, naming: Naming) -> Iterator[Choice]:
    """The appraisals that are still out."""
    for each in view.appraisals:
        if each.ended_on is None:
            day = naming.words.day(each.commissioned_on)
            yield str(each.number), naming.words("appraisal.numbered", n=each.number, day=day)


def _bases(view: CaseView, profile: Profile | None, naming: Naming) -> Iterator[Choice]:
    for ground in profile.refusal_grounds if profile else ():
        yield ground.code, naming.ground(view.profile, ground.code)


def _missing(view: CaseView) -> tuple[str, ...]:
    known = (*(view.findings.missing if view.findings else ()), "identity")
    return tuple(item for item in known if item in view.open_items)


def _people(people: tuple[Colleague, ...], roles: frozenset[Role]) -> Iterator[Choice]:
    seen: set[str] = set()
    for each in people:
        if roles.intersection(each.roles) and each.person not in seen:
            seen.add(each.person)
            yield each.person, each.display_name


def _grounds(command: str, profile: Profile | None) -> Iterator[Ground]:
    if profile is not None:
        yield from {
            "refuse": profile.refusal_grounds,
            "terminate_mediation": profile.termination_grounds,
        }.get(command, ())
