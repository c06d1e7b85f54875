"""One supervisor per data directory, and one kind of time for its whole life."""

import stat
from pathlib import Path

import pytest

from cli.stack.children import StackFailure
from cli.stack.place import FOLDERS, Mode, locked


def test_a_second_start_on_the_same_data_directory_is_refused_and_says_who_has_it(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "data", Mode.REAL),
        pytest.raises(StackFailure, match=r"already runs on .*data \(process \d+\)"),
        locked(tmp_path / "data", Mode.REAL),
    ):
        pass


def test_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    with locked(tmp_path, Mode.REAL):
        pass
    with locked(tmp_path, Mode.REAL) as place:
        assert place.mode is Mode.REAL


@pytest.mark.parametrize(
    ("first", "second", "advice"),
    [
        (Mode.REHEARSAL, Mode.REAL, "start it with --rehearsal"),
        (Mode.REAL, Mode.REHEARSAL, "start it without --rehearsal"),
    ],
)
def test_the_mode_of_the_first_start_stays(tmp_path: Path, first: Mode, second: Mode, advice: str) -> None:
    with locked(tmp_path, first):
        pass
    with pytest.raises(StackFailure, match=advice), locked(tmp_path, second):
        pass
    with locked(tmp_path, first) as place:
        assert place.mode is first


def test_an_unreadable_marker_is_never_taken_for_a_first_start(tmp_path: Path) -> None:
    (tmp_path / "installation.json").write_text("{", encoding="ascii")
    with pytest.raises(StackFailure, match="cannot be read"), locked(tmp_path, Mode.REAL):
        pass


@pytest.mark.parametrize("given", ["file", "file/below", "/proc/redress"])
def test_a_place_that_cannot_be_written_is_said_with_what_to_do(tmp_path: Path, given: str) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StackFailure, match=r"cannot be written .*--data-dir"),
        locked(tmp_path / given, Mode.REAL),
    ):
        pass


def test_what_the_stack_keeps_is_closed_to_others(tmp_path: Path) -> None:
    with locked(tmp_path / "data", Mode.REAL) as place:
        rights = {name: stat.S_IMODE((place.root / name).stat().st_mode) for name in FOLDERS}
    assert rights == dict.fromkeys(FOLDERS, 0o700)
