"""Files as they come: marks, encodings, quotes, ragged rows, damage, any size. No stack is needed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from redress.files.column_mapping import Unmappable, read_mapping
from redress.files.csv_rows import (
    LONGEST_FIELD,
    LONGEST_LINE,
    BadRow,
    CsvRows,
    Row,
    UnusableFile,
    row_key,
    text_of,
)
from redress.files.csv_survey import CHUNK, Survey, survey

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "cli" / "samples" / "cfpb" / "consumer_complaints.csv"
CFPB = ROOT / "cli" / "mappings" / "cfpb.toml"
TEXT = "编号,事实\n1,购买的手机是翻新机\n2,\"漏水\n三次\"\n"


def surveyed(path: Path) -> Survey:
    with path.open("rb") as file:
        return survey(file)


def read(path: Path, delimiter: str = ",") -> list[Row | BadRow]:
    with text_of(path.open("rb"), surveyed(path).encoding) as file:
        return list(CsvRows(file, delimiter))


def written(folder: Path, content: bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"a,b\n1,2\n", "utf-8"),
    ],
)
def test_the_encoding_is_recognised_and_the_text_comes_out_the_same(
    content: bytes, encoding: str, tmp_path: Path
) -> None:
    path = written(tmp_path, content)
    assert surveyed(path).encoding == encoding
    rows = read(path)
    if b"a,b" not in content:
        assert [row.values for row in rows] == [
            {"编号": "1", "事实": "购买的手机是翻新机"},
            {"编号": "2", "事实": "漏水\n三次"},
        ]


def test_a_character_across_two_chunks_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1," + b"x" * (CHUNK - 7) + "漏".encode() + b"\n")
    assert surveyed(path).encoding == "utf-8"


def test_one_damaged_byte_refuses_its_row_and_leaves_the_others_readable(tmp_path: Path) -> None:
    good = "".join(f"{n},漏水洗衣机\n" for n in range(20)).encode()
    path = written(tmp_path, "编号,事实\n".encode() + good + b"x,\xff\xfe\n" + good)
    rows = read(path)
    assert [row.code for row in rows if isinstance(row, BadRow)] == ["undecodable_text"]
    assert [row.values["事实"] for row in rows if isinstance(row, Row)] == ["漏水洗衣机"] * 40


def test_line_numbers_survive_quoted_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, b'a,b\r\n1,"x\r\ny\r\nz"\r\n2,w\r\n')
    rows = read(path)
    assert [(row.number, row.line, row.values["b"]) for row in rows] == [(1, 2, "x\r\ny\r\nz"), (2, 5, "w")]


def test_ragged_rows_are_reported_and_blank_lines_are_none(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b,c\n1,2\n\n1,2,3,4\n1,2,3\n")
    rows = read(path)
    assert [(row.number, getattr(row, "code", None)) for row in rows] == [
        (1, "ragged_row"), (2, "ragged_row"), (3, None),
    ]  # fmt: skip


def test_a_nul_byte_refuses_its_row_only(tmp_path: Path) -> None:
    rows = read(written(tmp_path, b"a,b\n1,x\x00y\n2,z\n"))
    assert [getattr(row, "code", None) for row in rows] == ["nul_byte", None]


def test_an_endless_line_refuses_its_row_only(tmp_path: Path) -> None:
    rows = read(written(tmp_path, b"a,b\n1," + b"x" * (3 * LONGEST_LINE) + b"\n2,z\n"))
    assert [getattr(row, "code", None) for row in rows] == ["line_too_long", None]
    assert rows[1].values == {"a": "2", "b": "z"}


def test_a_quote_that_never_closes_is_given_up_after_a_bounded_field(tmp_path: Path) -> None:
    rows = read(written(tmp_path, b'a,b\n1,"' + b"text\n" * (LONGEST_FIELD // 4) + b"2,z\n"))
    assert isinstance(rows[0], BadRow)
    assert rows[0].code == "unreadable_row"
    assert rows[-1].values == {"a": "2", "b": "z"}


@pytest.mark.parametrize(
    "content", [b"", b"\n", b" , \n1,2\n", b"a,b,a\n1,2,3\n", b'"' + b"x" * LONGEST_LINE * 2]
)
def test_a_file_without_a_usable_header_is_unusable(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile):
        read(written(tmp_path, content))


def test_the_shipped_sample_maps_to_145_filings() -> None:
    mapping = read_mapping(CFPB)
    rows = read(SAMPLE)
    assert len(rows) == 145
    filings = [mapping.filing(row.values) for row in rows]
    assert {filing["channel"] for filing in filings} == {"import"}
    assert all(filing["facts"] and filing["respondents"][0]["name"] for filing in filings)
    assert not any("received_at" in filing or "complainants" in filing for filing in filings)
    assert sum(filing["facts"] == row.values["consumer_complaint_narrative"].strip()
               for filing, row in zip(filings, rows, strict=True)) == 13  # fmt: skip
    assert {filing["originally_received_on"][:4] for filing in filings} <= {str(y) for y in range(2012, 2018)}
    keys = {row_key("0" * 64, row.values["complaint_id"], row.number) for row in rows}
    assert len(keys) == 145


def test_a_row_keeps_its_key_and_ids_of_any_form_fit_one() -> None:
    sha = "f" * 64
    keys = [row_key(sha, source_id, 7) for source_id in (None, "7", "编号 7", "x" * 500, "7\n")]
    assert keys == [row_key(sha, source_id, 7) for source_id in (None, "7", "编号 7", "x" * 500, "7\n")]
    assert len(set(keys)) == 5
    assert all(len(key) <= 100 and set(key) <= set("0123456789abcdefx.:-_") for key in keys)


@pytest.mark.parametrize(
    "mapping",
    [
        "",
        "channel =",
        "[filing]\nfacts = 'x'",
        "[filing]\nchannel = { value = 'import', first = 'x' }",
        "[filing]\nchannel = { value = 'import' }\nfacts = 7",
        "[filing]\nchannel = { value = 'import' }\nfacts = { first = 'x', typo = 1 }",
        "[filing]\nchannel = { value = 'import' }\n'Facts!' = 'x'",
        "[filing]\nchannel = { value = 'import' }\npurchase.amount = 'x'",
        "[file]\ndelimiter = ';;'\n[filing]\nchannel = { value = 'import' }",
        "[file]\nencoding = 'klingon'\n[filing]\nchannel = { value = 'import' }",
        "[typo]\n[filing]\nchannel = { value = 'import' }",
    ],
)
def test_a_mapping_that_cannot_be_used_says_so(mapping: str, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(mapping, "utf-8")
    with pytest.raises(UnusableFile):
        read_mapping(path)


def test_dates_and_amounts_are_converted_or_the_row_is_unmappable(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        "[filing]\nchannel = { value = 'import' }\n'purchase.on' = { first = 'day', date = '%d.%m.%Y' }\n"
        "'purchase.amount' = { first = 'price', kind = 'amount' }\n",
        "utf-8",
    )
    mapping = read_mapping(path)
    usable = {"day": "03.11.2026", "price": "12,800"}
    assert mapping.filing(usable)["purchase"] == {"on": "2026-11-03", "amount": 12800}
    assert mapping.filing({"price": "2999.5"})["purchase"] == {"amount": 2999.5}
    assert "purchase" not in mapping.filing({"day": " "})
    for unusable in ({"day": "31.02.2026"}, {"price": "free"}, {"price": "NaN"}):
        with pytest.raises(Unmappable):
            mapping.filing(unusable)


READ_IT = """
import re, resource, sys
from pathlib import Path
from redress.files.csv_rows import CsvRows, Row, text_of
from redress.files.csv_survey import survey
path = Path(sys.argv[1])
with path.open("rb") as file:
    found = survey(file)
with text_of(path.open("rb"), found.encoding) as file:
    rows = sum(isinstance(row, Row) for row in CsvRows(file))
if sys.platform == "linux":  # there getrusage starts at the parent's peak, VmHWM is this program's own
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(found.encoding, found.size, rows, peak)
"""


@pytest.mark.parametrize("kilobytes", [1, pytest.param(100_000, marks=pytest.mark.long)])
def test_memory_does_not_grow_with_the_file(kilobytes: int, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    row = "{},\"购买的洗衣机漏水,\n{}\",某某家电有限公司\n"
    written_rows = 0
    with path.open("w", encoding="gb18030") as file:
        file.write("编号,事实,商家\n")
        while file.tell() < kilobytes * 1024:
            file.writelines(row.format(written_rows + n, "多次维修未果" * 100) for n in range(500))
            written_rows += 500
    started = time.monotonic()
    ended = subprocess.run(  # noqa: S603 - our own code in a process of its own, so that its peak is its own
        [sys.executable, "-c", READ_IT, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    encoding, size, rows, peak = ended.stdout.split()
    seconds = time.monotonic() - started
    sys.stdout.write(f"\n{int(size) / 1e6:.1f} MB in {seconds:.1f} s, peak {int(peak) / 1e6:.1f} MB\n")
    assert (encoding, int(rows)) == ("gb18030", written_rows)
    assert int(peak) < 64_000_000
