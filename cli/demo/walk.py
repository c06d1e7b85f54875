"""Files the demonstration cases and walks each through its days, as the people would, over HTTP only.

Every request has a key that follows from the installation and the story, and every body from the day of the
first start: so a second start, or one after a kill, files and does nothing twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cli.client import UNATTENDED, Client, Json, case_path
from cli.demo.plan import Diary, Step, Story, stories
from cli.outcome import Unusable
from cli.session import Access
from redress.domain.counting import CHINA
from redress.domain.tables import shipped_calendar

AT_ONCE: Final = 2
"""Cases walked side by side."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What fixes every key and date: made at the first start, kept in the data directory."""

    id: str
    first: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.first)


@dataclass(frozen=True, slots=True)
class Walked:
    """A story at its end."""

    story: Story
    case_id: str
    case_number: str
    view: Json


def beginning(path: Path, now: datetime) -> Beginning:
    """The beginning kept in `path`, or a new one, written before anything is filed."""
    try:
        return Beginning(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        fresh = Beginning(secrets.token_hex(4), now.astimezone(CHINA).date().isoformat())
    except (ValueError, TypeError):
        raise Unusable(f"{path} 无法使用", f"{path} cannot be used") from None
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(asdict(fresh)), "utf-8")
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    return fresh


async def walk_all(
    url: str, passwords: Mapping[str, str], begun: Beginning, tell: Callable[[Walked], None]
) -> tuple[Walked, ...]:
    """Walks every story to its end; raises Ended when the stack refuses a step of it."""
    told = stories()
    async with AsyncExitStack() as open_clients:
        people = _People(url, passwords, open_clients)
        await people.sign_in(sorted(frozenset[str]().union(*(story.people for story in told))))
        diary = Diary(begun.day, shipped_calendar(), people.person)
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(story: Story) -> Walked:
            async with slots:
                walked = await _Walk(story, begun.id, diary, people).to_the_end()
                tell(walked)
                return walked

        return tuple(await asyncio.gather(*(one(story) for story in told)))


class _People:
    """The accounts of the demonstration, each signed in once."""

    def __init__(self, url: str, passwords: Mapping[str, str], open_clients: AsyncExitStack) -> None:
        self._url, self._passwords, self._open_clients = url, passwords, open_clients
        self._clients: dict[str, Client] = {}
        self._persons: dict[str, str] = {}

    async def sign_in(self, usernames: list[str]) -> None:
        for username in usernames:
            if username not in self._passwords:
                raise Unusable(f"没有账户 {username} 的密码", f"no password of {username} is known")
            access = Access(self._url, username=username, password=self._passwords[username])
            client = await self._open_clients.enter_async_context(Client(access, patience=UNATTENDED))
            self._clients[username] = client
            self._persons[username] = str((await client.get("/v1/session"))["person"])

    def client(self, username: str) -> Client:
        return self._clients[username]

    def person(self, username: str) -> str:
        return self._persons[username]


class _Walk:
    """One story on its way."""

    def __init__(self, story: Story, begun: str, diary: Diary, people: _People) -> None:
        self._story, self._diary, self._people = story, diary, people
        self._key = f"demo.{begun}.{story.name}"

    async def to_the_end(self) -> Walked:
        story = self._story
        registrar = self._people.client(story.by)
        filed = await registrar.post(
            "/v1/complaints", self._diary.filled(story.filing), f"{self._key}.file"
        )
        case_id = str(filed["case_id"])
        view = await registrar.get(case_path(case_id))
        if view.get("closed_at") is None:
            for number, step in enumerate(story.steps, 1):
                view = await self._take(case_id, view, number, step)
            if story.until is not None:
                moment = self._diary.moment(story.until)
                view = await self._forward(registrar, case_id, view, moment, f"{self._key}.until")
        return Walked(story, case_id, str(filed["case_number"]), view)

    async def _take(self, case_id: str, view: Json, number: int, step: Step) -> Json:
        if step.when is not None and not _running(view, step.when):
            return view
        client, moment = self._people.client(step.by), self._diary.moment(step.on)
        key = f"{self._key}.{number}"
        await self._forward(client, case_id, view, moment, f"{key}.until")
        body: dict[str, Any] = self._diary.filled(step.body, moment)
        return await client.post(case_path(case_id, "/commands"), body, key)

    async def _forward(self, client: Client, case_id: str, view: Json, until: datetime, key: str) -> Json:
        """The case at the moment, if it is not later there already."""
        if datetime.fromisoformat(view["now"]) >= until:
            return view
        jump = {"until": until.isoformat()}
        return await client.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", jump, key)


def _running(view: Json, clock: str) -> bool:
    return any(each["key"] == clock and each["state"] == "running" for each in view["clocks"])
