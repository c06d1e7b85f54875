"""What people call the things of a case: parties, people, clocks, open items, the steps of a ladder."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.console.bound import label
from api.console.words import Words
from redress.domain.abuse_signs import SIGNS
from redress.domain.actors import party_in
from redress.domain.documents import Document
from redress.domain.facts import Complainant, Filing, Respondent
from redress.domain.jurisdiction import REASONS
from redress.domain.tables import Tables
from redress.domain.view import ClockView
from redress.domain.wording import plain
from redress.persistence.offices import Office


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of one page. `people` are names by person id, `clocks` those of the case."""

    words: Words
    tables: Tables
    people: Mapping[str, str]
    clocks: tuple[ClockView, ...] = ()
    filing: Filing | None = None
    offices: Mapping[str, Office] = field(default_factory=dict)

    def person(self, person: str | None) -> str:
        """The name of a person; the case itself and the outside have words of their own."""
        if not person:
            return ""
        if party := party_in(person):
            return self.words("person.own_page", party=self.party(party))
        name = self.people.get(person) or self.words.known(f"person.{person}")
        return name or self.words("person.somebody")

    def office(self, path: str) -> str:
        """The name of an office; its path where the table does not say."""
        found = self.offices.get(path)
        return self.words.either(found.name_zh, found.name_en) if found else path

    def word(self, field: str, code: str) -> str:
        """A word of classification; the code where the taxonomy does not have it."""
        taxonomy = self.tables.taxonomy
        if taxonomy is None:
            return code
        if field == "category":
            return self.words.either(*taxonomy.names(code))
        terms = taxonomy.industries if field == "industry" else taxonomy.problems
        found = next((one for one in terms if one.code == code), None)
        return self.words.either(found.zh, found.en) if found else code

    def party(self, party: str) -> str:
        """`complainant-1` as the side, with the name where it may be read."""
        side, _, number = party.partition("-")
        listed: tuple[Complainant | Respondent, ...] = ()
        if self.filing is not None:
            listed = self.filing.complainants if side == "complainant" else self.filing.respondents
        words = self.words(f"party.{side}") + ("" if len(listed) < 2 else f" {number}")
        one = listed[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(listed) else None
        name = self.name_of(one)
        return self.words("party.named", side=words, name=name) if name else words

    def name_of(self, one: Complainant | Respondent | None) -> str:
        """The name of a party; a shop's where the trader's is missing."""
        if one is None:
            return ""
        return plain(one.name) or (plain(one.shop_name) if isinstance(one, Respondent) else "")

    def clock(self, key: str) -> str:
        """The title of a clock of the case, with the party where each has its own."""
        rule, _, party = key.partition(":")
        found = next((each for each in self.clocks if each.key == key), None)
        title = self.words.title(found) if found else self._title_of(rule)
        if not party:
            return title
        side = party.partition("-")[0] in ("complainant", "respondent")
        about = self.party(party) if side else self.reference(party)
        return self.words("clock.of_party", title=title, party=about)

    def reference(self, ref: str) -> str:
        """What a clock of a given date is about: an order from outside, an appraisal, a term, a number."""
        system, _, number = ref.rpartition("-")
        part = f"part.{system or number}"
        if self.words.known(part):
            return self.words(part, n=number)
        return (self.words.known(f"value.ExternalSystem.{system}") or system) if system else f"#{number}"

    def _title_of(self, rule: str) -> str:
        rules = (profile.clock(rule) for profile in reversed(self.tables.profiles))
        return next((self.words.title(found) for found in rules if found), rule)

    def step(self, key: str, level: int) -> str:
        """What a step of a clock's ladder says."""
        rule = key.partition(":")[0]
        profile_id = next((each.profile for each in self.clocks if each.key == key), None)
        for profile in reversed(self.tables.profiles):
            found = profile.clock(rule)
            if found is None or profile_id not in (None, profile.id):
                continue
            for ladder in profile.ladders:
                for step in ladder.levels:
                    if ladder.key == found.ladder and step.level == level:
                        return self.words.title(step)
        return str(level)

    def regime(self, profile_id: str) -> str:
        """The title of a profile."""
        profile = next((each for each in self.tables.profiles if each.id == profile_id), None)
        return self.words.title(profile) if profile else profile_id

    def ground(self, profile_id: str, code: str) -> str:
        """A ground of refusal or termination with its article."""
        for profile in self.tables.profiles:
            for ground in profile.refusal_grounds + profile.termination_grounds:
                if profile.id == profile_id and ground.code == code:
                    said = self.words.either(ground.text_zh, ground.text_en)
                    return f"{self.words.cited(ground.article)} {said}"
        return code

    def paper(self, document: Document) -> str:
        """A document of the case: its place in it, its kind, and its number where it has one."""
        title = self.kind_of_paper(document.kind)
        return " ".join(part for part in (f"{document.number}.", title, document.reference or "") if part)

    def kind_of_paper(self, code: str) -> str:
        """The title of a kind of document; the code where no profile has it."""
        kinds = (rule for profile in self.tables.profiles for rule in profile.documents)
        return next((self.words.title(rule) for rule in kinds if rule.code == code), code)

    def reason(self, code: str) -> str:
        """Why the intake check finds a case to be ours or another's."""
        found = REASONS.get(code)
        return f"{self.words.either(found[0], found[1])} {self.words.cited(found[2])}" if found else ""

    def sign(self, code: str) -> str:
        """A sign of abuse that a person should look at."""
        zh, en, citation = SIGNS[code]
        return f"{self.words.either(zh, en)} {self.words.cited(citation)}"

    def _about(self, kind: str, rest: str) -> str:
        """What an open item is about: a clock, a party, a person, or the number of something."""
        if kind == "extension":
            return self.clock(rest)
        if kind == "recusal":
            return self.person(rest)
        return rest if rest.isdecimal() else self.party(rest)

    def open_item(self, item: str) -> str:
        """An open item as a request: `complainant-1.phone`, `tell.acceptance`, `extension:clue.verification`.
        """
        kind, _, rest = item.partition(":")
        if rest:
            about = self._about(kind, rest)
            return self.words(f"open.{kind}", about=about)
        whole = self.words.known(f"open.{item}")
        if whole:
            return whole
        who, _, what = item.partition(".")
        owner = "Agent" if who == "agent" else who.partition("-")[0].capitalize()
        subject = self.words("party.agent") if who == "agent" else self.party(who)
        return self.words("open.fact", who=subject, what=label(self.words, owner, what.rpartition(".")[2]))
