"""Very many made-up cases with clocks, sealed texts and the words they are found by, for a database."""

import json
import os
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redress.domain.searching import pairs_of
from redress.persistence.case_words import WordHashes, read
from redress.persistence.pool import Connection
from redress.persistence.vault import MasterKey, encrypted

AT_A_TIME: Final = 10_000
RARE_EVERY: Final = 1_000
"""One case in so many tells of something that no other tells of."""

BESIDE: Final = "orders-given"
BESIDE_EVERY: Final = 50
"""One case in so many stands under a regime beside the main one of all."""

COMMON: Final = "商家"
RARE: Final = "罕见"
MORNING: Final = datetime(2026, 11, 20, 1, tzinfo=UTC)

_STAGES: Final = ("checking", "accepted", "mediating", "concluded", "archived")
_CHANNELS: Final = ("phone", "web", "app", "wechat", "letter", "walk_in", "hotline_12345")
_GOODS: Final = ("洗衣机", "空调", "手机", "电冰箱", "儿童座椅", "健身卡", "装修", "家教课程", "行李箱")
_WRONG: Final = ("漏水", "不制冷", "无法开机", "异响", "掉漆", "闭店", "拖延工期", "停课", "轮子断裂")
_SAID: Final = ("拒绝退货", "说是人为损坏", "要求自付运费", "一直不接电话", "只同意维修", "承诺三日内答复")

_CASES: Final = (
    "case_id", "number", "matter", "stage", "profile", "office", "handler", "channel", "version",
    "received_at", "next_due_at", "due_on", "safe_due_on", "last_hash", "view", "urgency", "key",
    "supervised", "overdue", "category", "escalated", "waiting", "waiting_since", "recorded_at",
)  # fmt: skip
_CLOCKS: Final = (
    "case_id", "key", "milestone", "state", "started_at", "citation", "due_on", "due_at", "safe_due_on",
    "seq", "live",
)  # fmt: skip


async def fill(
    superuser_url: str,
    n: int,
    offices: Sequence[tuple[str, int]],
    handlers: Sequence[str],
    *,
    words: WordHashes,
    master: MasterKey,
) -> None:
    """`n` cases in `offices` by weight, most of them of `handlers`; statistics are up to date afterwards."""
    connection = await asyncpg.connect(superuser_url)
    try:
        # Copied without checks of their references, and indexed at the end: many times faster.
        await connection.execute("DROP INDEX case_words_any")
        for first in range(0, n, AT_A_TIME):
            chance = random.Random(first)  # noqa: S311
            made = _Made(chance, offices, handlers, words, master)
            for number in range(first, min(first + AT_A_TIME, n)):
                made.add(number)
            await connection.copy_records_to_table("cases", records=made.cases, columns=_CASES)
            await connection.execute("SET session_replication_role = replica")
            for table, rows, columns in (
                ("clocks", made.clocks, _CLOCKS),
                ("vault_keys", made.keys, ("case_id", "wrapped", "master_key_id")),
                ("vault", made.texts, ("case_id", "ref", "kind", "sealed")),
                ("case_words", made.words, ("case_id", "words")),
                ("case_regimes", made.regimes, ("regime", "case_id")),
            ):
                await connection.copy_records_to_table(table, records=rows, columns=columns)
            await connection.execute("SET session_replication_role = origin")
        await connection.execute("CREATE INDEX case_words_any ON case_words USING gin (words)")
        await connection.execute("VACUUM ANALYZE cases, clocks, vault_keys, vault, case_words, case_regimes")
    finally:
        await connection.close()


async def plan_of(connection: Connection, query: str, arguments: Sequence[Any]) -> str:
    """The plan of a query as this connection's role would have it, as JSON."""
    return str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}", *arguments))


def reads_every_case(plan: str) -> bool:
    """Whether a plan scans the whole table of cases."""

    def scans(node: dict[str, Any]) -> bool:
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "cases":
            return True
        return any(scans(each) for each in node.get("Plans", ()))

    return scans(json.loads(plan)[0]["Plan"])


def case_id_of(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


class _Made:
    """The rows of one copy."""

    def __init__(
        self, chance: random.Random, offices: Any, handlers: Any, words: WordHashes, master: MasterKey
    ) -> None:
        self._chance, self._handlers, self._words, self._master = chance, handlers, words, master
        self._offices, self._weights = zip(*offices, strict=True)
        self._hashes: dict[str, tuple[int, ...]] = {}
        self._pairs: dict[str, int] = {}
        self.cases: list[tuple[Any, ...]] = []
        self.clocks: list[tuple[Any, ...]] = []
        self.keys: list[tuple[Any, ...]] = []
        self.texts: list[tuple[Any, ...]] = []
        self.words: list[tuple[Any, ...]] = []
        self.regimes: list[tuple[str, str]] = []

    def add(self, number: int) -> None:
        chance, case_id = self._chance, case_id_of(number)
        stage = chance.choices(_STAGES, (15, 10, 25, 15, 35))[0]
        open_now = stage in ("checking", "accepted", "mediating")
        received = MORNING - timedelta(minutes=chance.randrange(365 * 24 * 60))
        due = date(2026, 11, 1) + timedelta(days=chance.randrange(90)) if open_now else None
        waits = open_now and chance.random() < 0.04
        due_at = datetime(due.year, due.month, due.day, 16, tzinfo=UTC) if due else None
        texts = dict(self._texts_of(number))
        self.cases.append((
            case_id, f"n-{number}", "complaint" if chance.random() < 0.97 else "clue", stage, "samr-121",
            chance.choices(self._offices, self._weights)[0],
            None if open_now and chance.random() < 0.05 else chance.choice(self._handlers),
            chance.choice(_CHANNELS), 3, received, due_at, due, due, bytes(32), _view(case_id, texts),
            chance.choices(("ordinary", "urgent", "critical"), (95, 4, 1))[0], chance.random() < 0.01,
            chance.random() < 0.01, False, chance.choice(("goods.appliances", "service.fitness", None)),
            int(open_now and chance.random() < 0.03), "suspended" if waits else None,
            received if waits else None, received,
        ))  # fmt: skip
        for rule in ("complaint.acceptance", "complaint.mediation", "complaint.feedback"):
            live = open_now and rule != "complaint.acceptance"
            self.clocks.append((
                case_id, rule, rule.rpartition(".")[2], "running" if live else "met", received,
                "令121 art.23", due, due_at, due, 1, live,
            ))  # fmt: skip
        self.regimes.append(("samr-121", case_id))
        if number % BESIDE_EVERY == 3:
            self.regimes.append((BESIDE, case_id))
        self._sealed(case_id, texts)

    def _texts_of(self, number: int) -> Iterator[tuple[str, str]]:
        chance = self._chance
        goods, wrong, said = chance.choice(_GOODS), chance.choice(_WRONG), chance.choice(_SAID)
        rare = f"，{RARE}情形" if number % RARE_EVERY == 7 else ""
        yield "filing.facts", f"购买的{goods}使用后{wrong}，{COMMON}{said}，要求退款{rare}"
        yield "complainant.name", f"顾客{number}"
        yield "respondent.name", f"第{number % 500}号商店"
        yield "purchase.item", goods

    def _sealed(self, case_id: str, texts: dict[str, str]) -> None:
        key = os.urandom(32)
        self.keys.append((case_id, self._master.wrap(key, case_id), self._master.id))
        cipher = AESGCM(key)
        for kind, text in texts.items():
            self.texts.append((case_id, kind, kind, encrypted(cipher, text.encode(), f"{case_id}|{kind}")))
        hashes = {hashed for text in texts.values() for hashed in self._hashed(text)}
        self.words.append((case_id, sorted(hashes)))

    def _hashed(self, text: str) -> tuple[int, ...]:
        if text not in self._hashes:
            pairs = set(pairs_of(read(text).words))
            for pair in pairs - self._pairs.keys():
                self._pairs[pair] = self._words.of_terms((pair,))[0]
            self._hashes[text] = tuple(self._pairs[pair] for pair in pairs)
        return self._hashes[text]


def _view(case_id: str, texts: dict[str, str]) -> str:
    """As much of a case's view as lists read; a reference is the kind of its text."""
    refs = {kind: {"ref": kind} for kind in texts}
    filing = {
        "channel": "phone",
        "facts": refs["filing.facts"],
        "complainants": [{"name": refs["complainant.name"]}],
        "respondents": [{"name": refs["respondent.name"]}],
        "purchase": {"item": refs["purchase.item"], "amount": "398.50"},
        "claims": [{"kind": "return"}],
    }
    return json.dumps({"case_id": case_id, "filing": filing, "padding": "x" * 4_000})
