"""Fixtures shared by all heights of tests, described in servers.py, and the account of tests in a browser.

A test marked `browser` asks for `browser`. Where no Chromium is installed it counts as "browser tests not
run" in pytest's last line; with REDRESS_TEST_BROWSER=required a run that leaves any out, or has none, fails.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from api.http.limits import Window
from cli.stack.keys import KeyFiles, make_keys
from redress.settings import Settings
from tests.servers import (
    IMPATIENT_AFTER,
    Database,
    EngineServer,
    PostgresServer,
    clear_up_after_the_killed,
    running_engine,
    running_postgres,
    scratch_folder,
    settings_for,
)
from tests.sharing import ByRoom, slow_ones_first


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres() -> AsyncIterator[PostgresServer]:
    async with running_postgres() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    async with postgres.fresh_database() as fresh:
        yield fresh


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def module_database(postgres: PostgresServer) -> AsyncIterator[Database]:
    async with postgres.fresh_database() as fresh:
        yield fresh


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine() -> AsyncIterator[EngineServer]:
    async with running_engine() as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def impatient_engine() -> AsyncIterator[EngineServer]:
    async with running_engine(suggest_continue_after=IMPATIENT_AFTER) as server:
        yield server


@pytest.fixture(scope="session")
def keys() -> Iterator[KeyFiles]:
    with scratch_folder() as folder:
        yield make_keys(folder)


@pytest.fixture
def settings(database: Database, engine: EngineServer, keys: KeyFiles, tmp_path: Path) -> Settings:
    return settings_for(database, engine, keys, tmp_path)


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(request: pytest.FixtureRequest) -> None:
    """All tests of a room come from one address: what earlier ones asked does not count against this one."""
    if "stack" in request.fixturenames:
        limits = request.getfixturevalue("stack").app.state.services.limits
        for each in fields(limits):
            window = getattr(limits, each.name)
            if isinstance(window, Window):
                window._times.clear()


CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_RUN: Final = "browser tests not run"
SESSION: Final = pytest.StashKey[pytest.Session]()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, driven by Playwright, which downloads none."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(CHROMIUM)})")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses root otherwise
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=sandbox)
        yield running
        await running.close()


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    if report.skipped and "browser" in report.keywords:
        return NOT_RUN, "b", "BROWSER NOT RUN"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.exitstatus == pytest.ExitCode.OK and _browser_missed(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _browser_missed(terminalreporter.config.stash[SESSION]):
        terminalreporter.write_line("Browser tests are required here and were not run.", red=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow_ones_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByRoom:
    return ByRoom(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[SESSION] = session
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # fixtures end their servers
    asyncio.run(clear_up_after_the_killed())


def _browser_missed(session: pytest.Session) -> bool:
    """Whether browsers are required and a browser test was skipped, or there was none at all."""
    if os.environ.get("REDRESS_TEST_BROWSER") != "required":
        return False
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):  # one of several: the first of them counts
        return False
    done = (report for reports in reporter.stats.values() for report in reports)
    asked = any("browser" in getattr(report, "keywords", ()) for report in done)
    return not asked or bool(reporter.stats.get(NOT_RUN))
