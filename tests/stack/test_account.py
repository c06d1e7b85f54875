"""As root PostgreSQL runs under a borrowed account, also from a home directory that is closed to it."""

import os
import shutil

import pytest

from cli.stack.account import account_for
from cli.stack.children import run
from cli.stack.postgres import program
from tests.servers import scratch_folder

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's account serves as it is")


@AS_ROOT
async def test_programs_and_data_in_a_closed_folder() -> None:
    """Somebody's clone below /root: nobody else may walk down there."""
    with scratch_folder() as closed:
        package = program("postgres").parents[2]
        shutil.copytree(package, closed / package.name)
        shutil.copytree(package.with_name(f"{package.name}.libs"), closed / f"{package.name}.libs")
        bin_dir = closed / program("postgres").parent.relative_to(package.parent)
        home = closed / "home"
        home.mkdir()
        assert closed.stat().st_mode & 0o077 == 0
        account = await account_for(home, bin_dir / "postgres")
        assert account.borrowed
        command = (str(bin_dir / "initdb"), "-D", str(home / "data"), "--no-sync")
        await run((*account.prefix, *command), {"LC_ALL": "C"})
        assert (home / "data" / "PG_VERSION").exists()
        assert (home / "data").stat().st_uid == account.uid != 0


async def test_an_ordinary_account_is_not_exchanged() -> None:
    if os.geteuid() == 0:
        pytest.skip("this is root")
    with scratch_folder() as folder:
        assert not (await account_for(folder, program("postgres"))).borrowed
