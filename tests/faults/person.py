"""Somebody at a desk who does not give up: asks again with the same key while the stack is away or busy."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx

Json = dict[str, Any]

PATIENCE: Final = 90.0
AWAY: Final = (httpx.TransportError,)


@dataclass
class Person:
    """One account of the installation whose passwords are in that file."""

    url: str
    passwords: Path
    username: str
    token: str = ""

    def ask(self, method: str, path: str, body: Json | None = None, key: str | None = None) -> httpx.Response:
        """The first answer that does not say "again later"; every try carries the same key."""
        headers = {"Idempotency-Key": key or str(uuid4())} if method == "POST" else {}
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._once(method, path, body, headers)
            if answer is not None and "Retry-After" not in answer.headers:
                return answer
            assert time.monotonic() < deadline, answer and answer.text
            time.sleep(0.2)

    def _once(
        self, method: str, path: str, body: Json | None, headers: dict[str, str]
    ) -> httpx.Response | None:
        if not self.token and not path.endswith("/session"):
            self.sign_in()
        if self.token:
            headers = {**headers, "Authorization": f"Bearer {self.token}"}
        try:
            return httpx.request(
                method, f"{self.url}{path}", json=body, headers=headers, trust_env=False, timeout=30
            )
        except AWAY:
            return None

    def sign_in(self) -> None:
        password = json.loads(self.passwords.read_text(encoding="utf-8"))[self.username]
        answer = self.ask("POST", "/v1/session", {"username": self.username, "password": password})
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["token"]

    def file(self, body: Json) -> Json:
        answer = self.ask("POST", "/v1/complaints", body)
        assert answer.status_code == 201, answer.text
        filed: Json = answer.json()
        return filed

    def act(self, case_id: str, type_: str, **body: Any) -> Json:
        answer = self.ask("POST", f"/v1/complaints/{case_id}/commands", {"type": type_, **body})
        assert answer.status_code == 200, answer.text
        view: Json = answer.json()
        return view

    def view(self, case_id: str) -> Json:
        answer = self.ask("GET", f"/v1/complaints/{case_id}")
        assert answer.status_code == 200, answer.text
        view: Json = answer.json()
        return view

    def forward(self, case_id: str, working_days: int) -> Json:
        path = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
        answer = self.ask("POST", path, {"working_days": working_days})
        assert answer.status_code == 200, answer.text
        view: Json = answer.json()
        return view

    def timeline(self, case_id: str) -> list[Json]:
        items: list[Json] = []
        while True:
            after = items[-1]["seq"] + 1 if items else 1
            answer = self.ask("GET", f"/v1/complaints/{case_id}/timeline?from_seq={after}")
            assert answer.status_code == 200, answer.text
            page: list[Json] = answer.json()["items"]
            if not page:
                return items
            items += page
