"""Under which system account PostgreSQL runs: never root. An ordinary user's own account serves as it is.

As root, an existing account is borrowed and not one folder's rights are loosened: where the account may not
walk down to the data or the programs, the process gets the one capability that lets it, and nothing remains.
"""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.stack.children import StackFailure, run

CANDIDATES: Final = ("redress", "postgres", "nobody")
CAPABILITIES: Final = (None, "dac_read_search", "dac_override")
"""Tried in this order: none, looking through closed folders, and (if a container has no other) any access."""


@dataclass(frozen=True, slots=True)
class Account:
    """`prefix` goes before a command that has to run under the account; both empty for an ordinary user."""

    name: str
    uid: int
    gid: int
    prefix: tuple[str, ...]

    @property
    def borrowed(self) -> bool:
        return bool(self.prefix)


async def account_for(folder: Path, program: Path) -> Account:
    """The account that owns `folder` from now on and can run `program`.

    An existing owner stays. Raises StackFailure when root has no account to borrow or it cannot get there.
    """
    if os.geteuid() != 0:
        own = pwd.getpwuid(os.geteuid())
        return Account(own.pw_name, own.pw_uid, own.pw_gid, ())
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StackFailure("PostgreSQL does not run as root. Start Redress as an ordinary user.")
    entry = _borrowed(folder)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    drop = (setpriv, f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    # The server's programs ask the kernel whether they may run each other, and complain without failing.
    reached = 'cd "$0" && test -w . && test -z "$("$1" --version 2>&1 >/dev/null)"'
    for capability in CAPABILITIES:
        grant = _granted(capability) if capability else ()
        prefix = (*drop, *grant)
        try:
            await run((*prefix, "/bin/sh", "-c", reached, str(folder), str(program)), {})
        except StackFailure:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, prefix)
    raise StackFailure(
        f"PostgreSQL runs as {entry.pw_name} when Redress is started as root, and that account cannot reach "
        f"{folder} or {program}. Start Redress as an ordinary user, or choose a data directory it can reach."
    )


def _granted(capability: str) -> tuple[str, ...]:
    """access(2), by which the programs find each other, forgets capabilities unless told to keep them."""
    return (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}", "--securebits=+no_setuid_fixup")


def _borrowed(folder: Path) -> pwd.struct_passwd:
    owner = folder.stat().st_uid
    if owner != 0:
        return pwd.getpwuid(owner)
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StackFailure("PostgreSQL does not run as root, and there is no account to run it under.")
