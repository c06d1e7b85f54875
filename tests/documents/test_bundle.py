"""The bundle of a case: in order, indexed, numbered on every page, and harmless whatever is put into it."""

import io
import resource
import struct
import subprocess
import sys
import zlib
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from redress.documents.bundle import bundle
from redress.documents.parts import (
    Attachment,
    ClockSheet,
    CoverSheet,
    Ledger,
    LedgerLine,
    Paper,
    Part,
    TextSheet,
)
from redress.domain.counting import CHINA
from redress.domain.explain import explain_document
from redress.domain.tables import load_tables
from tests.documents.samples import CASE_NUMBER, OFFICE, SUBJECT, made, number_of
from tests.documents.sheets import follows, pages, squeezed

ROOT: Final = Path(__file__).parents[2]

COVER: Final = CoverSheet(
    case_number=CASE_NUMBER,
    title="投诉案件卷宗",
    office=OFFICE,
    subject=SUBJECT,
    complainants=("欧阳晓燕", "张三"),
    respondents=("江城优品商贸有限公司",),
    received_on=date(2026, 4, 20),
    concluded_on=date(2026, 5, 15),
    archived_on=None,
    handler="钱承办",
    regime="市场监督管理投诉举报处理办法(令121)",
    retention="",
    made_on=date(2026, 6, 1),
)


def png(width: int, height: int, colour: int = 2) -> bytes:
    """A white picture; `colour` 2 is RGB, 6 is RGBA."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * width * (3 if colour == 2 else 4)
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    data = zlib.compress(row * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


JPEG: Final = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "10" * 64 + "ffc0000b080008000801011100"
    "ffc4001f0000010501010101010100000000000000000102030405060708090a0b"
    "ffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c1"
    "1552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a63646566"
    "6768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
    "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00d2cf20"
    "ffd9"
)


def attached(data: bytes, title: str = "证据", name: str = "a.bin") -> Attachment:
    return Attachment(
        title=title,
        data=data,
        file_name=name,
        sha256=sha256(data).hexdigest(),
        given_by="欧阳晓燕",
        received_at=datetime(2026, 4, 20, 2, 0, tzinfo=UTC),
    )


def ledger(count: int) -> Ledger:
    lines = tuple(
        LedgerLine(
            seq=seq,
            at=datetime(2026, 4, 20, 9, 0, tzinfo=CHINA),
            recorded_at=datetime(2026, 4, 20, 9, 0 if seq % 2 else 30, seq % 60, tzinfo=CHINA),
            event="登记" if seq == 1 else "记录",
            actor="孙登记",
            text=f"第{seq}件事",
        )
        for seq in range(1, count + 1)
    )
    return Ledger(title="案件记录", lines=lines, head="ab" * 32)


@pytest.fixture(scope="module")
def clock() -> ClockSheet:
    question = {
        "profile": "samr-121",
        "clock": "complaint.mediation",
        "started_at": "2026-08-20T09:00:00+08:00",
        "suspensions": [
            {"from": "2026-09-22T10:00:00+08:00", "to": "2026-10-13T16:00:00+08:00", "cause": "appraisal"}
        ],
    }
    answer = explain_document(question, load_tables(date(2025, 11, 4)))
    assert isinstance(answer, dict)
    return ClockSheet(title="调解期限的计算", answer=answer)


def papers() -> list[Part]:
    return [
        Paper(
            title="投诉登记表",
            pdf=made("complaint_registration"),
            number=CASE_NUMBER,
            dated_on=date(2026, 4, 20),
        ),
        Paper(
            title="投诉受理决定书", pdf=made("acceptance_decision"), number=number_of("acceptance_decision")
        ),
    ]


@pytest.fixture(scope="module")
def parts(clock: ClockSheet) -> list[Part]:
    return [
        *papers(),
        ledger(60),
        clock,
        TextSheet(title="电话记录", text="您好\n#panic()", dated_on=date(2026, 4, 21)),
        attached(png(40, 30), "订单截图", "订单.png"),
        attached(JPEG, "商品照片", "p.jpg"),
        attached(b"\x00\x01 video", "通话录音", "r.amr"),
    ]


@pytest.fixture(scope="module")
def bound(parts: list[Part]) -> bytes:
    return bundle(COVER, parts)


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    """Title and page (from 1) of each bookmark."""
    reader = PdfReader(io.BytesIO(pdf))
    found = []
    for item in reader.outline:
        assert not isinstance(item, list)
        number = reader.get_destination_page_number(item)
        assert number is not None
        found.append((str(item.title), number + 1))
    return found


def test_every_page_bears_its_number_of_all(bound: bytes) -> None:
    sheets = pages(bound)
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.count(f"第{number}页共{len(sheets)}页") == 1
    assert "".join(sheets).count(f"页共{len(sheets)}页") == len(sheets)


def test_the_cover_names_case_parties_office_and_days(bound: bytes) -> None:
    cover = pages(bound)[0]
    for words in (
        OFFICE,
        "投诉案件卷宗",
        CASE_NUMBER,
        "欧阳晓燕、张三",
        "江城优品商贸有限公司",
        "2026年4月20日",
        "2026年5月15日",
        "制作日期：2026年6月1日",
    ):
        assert words in cover


def test_index_bookmarks_and_pages_agree(bound: bytes, parts: list[Part]) -> None:
    sheets, marks = pages(bound), bookmarks(bound)
    assert [title for title, _ in marks] == ["封面", "卷内目录", *(part.title for part in parts)]
    assert [first for _, first in marks[:3]] == [1, 2, 3]
    index = sheets[1]
    ends = [first - 1 for _, first in marks[3:]] + [len(sheets)]
    wanted = []
    for (title, first), last in zip(marks[2:], ends, strict=True):
        wanted += [title, str(first) if first == last else f"{first}–{last}"]
        assert title in sheets[first - 1]
    assert follows(index, wanted) is None


def test_the_ledger_lists_every_event_under_a_repeated_head(bound: bytes) -> None:
    sheets = [sheet for sheet in pages(bound) if "序号时间事项经办内容" in sheet]
    whole = "".join(sheets)
    assert len(sheets) > 1
    assert follows(whole, [f"第{seq}件事" for seq in range(1, 61)]) is None
    assert "（2026-04-2009:30录入）" in whole
    assert "（2026-04-2009:00录入）" not in whole, "what is the same minute is not said twice"
    assert "ab" * 32 in whole


def test_a_deadline_is_explained_day_by_day(bound: bytes, clock: ClockSheet) -> None:
    whole = "".join(pages(bound))
    assert "121号令第二十三条第一款第(五)项、第二十二条第三款" in whole
    wanted = [
        "2026-08-20星期四起算日，不计入",
        "2026-08-21星期五自然日1",
        "2026-09-23星期三中止，不计入",
        "2026-11-09星期一自然日60",
    ]
    assert follows(whole, wanted) is None
    days = clock.answer["days"]
    assert isinstance(days, list)
    assert [day["date"] for day in days if day["date"] not in whole] == []


def test_a_text_is_shown_as_it_is(bound: bytes) -> None:
    assert any("电话记录您好#panic()" in sheet for sheet in pages(bound))


def test_what_is_no_paper_is_named_and_kept_apart(bound: bytes) -> None:
    (sheet,) = [each for each in pages(bound) if "通话录音" in each and "另行保存的材料" in each]
    digest = sha256(b"\x00\x01 video").hexdigest()
    for words in ("r.amr", "欧阳晓燕", "2026-04-2010:00", "8字节", digest, "不是可以装订的格式"):
        assert words in sheet


def test_pictures_become_pages_with_title_and_checksum(bound: bytes) -> None:
    document = pypdfium2.PdfDocument(bound)
    for title, name, data in (("订单截图", "订单.png", png(40, 30)), ("商品照片", "p.jpg", JPEG)):
        ((number, sheet),) = [
            (number, each)
            for number, each in enumerate(pages(bound))
            if each.startswith(title) and name in each
        ]
        assert sha256(data).hexdigest() in sheet
        kinds = [each.type for each in document[number].get_objects()]
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


def test_the_same_parts_make_the_same_bytes(bound: bytes, parts: list[Part]) -> None:
    assert bundle(COVER, parts) == bound


def test_another_process_makes_the_same_bundle() -> None:
    program = (
        "from hashlib import sha256\n"
        "from redress.documents.bundle import bundle\n"
        "from tests.documents.test_bundle import COVER, JPEG, attached, ledger, papers, png\n"
        "parts = [*papers(), ledger(3), attached(png(9, 9, 6)), attached(JPEG)]\n"
        "print(sha256(bundle(COVER, parts)).hexdigest())\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    here = bundle(COVER, [*papers(), ledger(3), attached(png(9, 9, 6)), attached(JPEG)])
    assert done.stdout.strip() == sha256(here).hexdigest()


def test_an_index_of_many_parts_counts_its_own_pages() -> None:
    many: list[Part] = [TextSheet(title=f"材料{n}", text="文字") for n in range(1, 81)]
    pdf = bundle(COVER, many)
    sheets, marks = pages(pdf), dict(bookmarks(pdf))
    length = marks["材料1"] - marks["卷内目录"]
    assert length > 1
    index = "".join(sheets[1 : 1 + length])
    assert f"80材料80{len(sheets)}" in index
    assert len(sheets) == 1 + length + 80


def foreign() -> bytes:
    """A PDF as somebody may hand it in: turned, on odd paper, with scripts, a link, a stamp and a file."""
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(made("refusal_decision"))).pages[0])
    page.rotate(90)
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('x')"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.add_attachment("virus.exe", b"MZ")
    appearance = StreamObject()
    appearance.set_data(b"1 0 0 rg 0 0 50 20 re f")
    appearance.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(each) for each in (0, 0, 50, 20)]),
        }
    )
    stamp = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (100, 100, 150, 120)]),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(appearance)}),
            NameObject("/A"): script,
        }
    )
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (0, 0, 600, 800)]),
            NameObject("/A"): DictionaryObject(
                {
                    NameObject("/S"): NameObject("/URI"),
                    NameObject("/URI"): TextStringObject("http://evil.example"),
                }
            ),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([stamp, link])
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_foreign_pdf_keeps_what_it_shows_and_loses_what_it_does() -> None:
    given = foreign()
    gone = (b"JavaScript", b"/URI", b"/EmbeddedFile", b"/AA", b"/OpenAction")
    assert [each for each in gone if each not in given] == []
    pdf = bundle(COVER, [attached(given, "商家答辩")])
    assert "投诉不予受理决定书" in pages(pdf)[2]
    assert "第3页共3页" in pages(pdf)[2]
    assert [each for each in gone if each in pdf] == []
    marks = PdfReader(io.BytesIO(pdf)).pages[2]["/Annots"]
    assert isinstance(marks, ArrayObject)
    (mark,) = (each.get_object() for each in marks)
    assert isinstance(mark, DictionaryObject)
    assert str(mark["/Subtype"]) == "/Stamp"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_number_stands_in_the_upper_right_corner_however_a_page_is_turned(turned: int) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 500)
    page.mediabox.lower_left, page.mediabox.upper_right = (40, 60), (340, 560)
    page.rotate(turned)
    written = io.BytesIO()
    writer.write(written)
    shown = pypdfium2.PdfDocument(bundle(COVER, [attached(written.getvalue())]))[2].render(
        scale=3, grayscale=True
    )
    rows = [
        bytes(shown.buffer[y * shown.stride : y * shown.stride + shown.width]) for y in range(shown.height)
    ]
    dark = [(x, y) for y, row in enumerate(rows) for x, shade in enumerate(row) if shade < 128]
    assert dark
    assert min(x for x, _ in dark) > shown.width * 0.6
    assert max(y for _, y in dark) < shown.height * 0.15


def test_the_content_of_a_foreign_page_is_not_unpacked() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    bomb = EncodedStreamObject()
    bomb._data = zlib.compress(b" " * 300_000_000)
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(bomb)
    written = io.BytesIO()
    writer.write(written)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pdf = bundle(COVER, [attached(written.getvalue())])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    assert len(pdf) < 1_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def empty() -> bytes:
    written = io.BytesIO()
    PdfWriter().write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (locked(), "PDF已加密"),
        (empty(), "PDF页数为0"),
        (b"%PDF-1.7 nothing", "PDF已损坏"),
        (made("acceptance_decision")[:3000], "PDF已损坏"),
        (png(10, 10)[:60], "图片已损坏"),
        (png(10, 10)[:16] + struct.pack(">II", 90_000, 90_000) + png(10, 10)[24:], "图片尺寸为90000×90000"),
        (JPEG[:120], "图片已损坏"),
        (JPEG[:60], "不是可以装订的格式"),
        (b"", "不是可以装订的格式"),
        (b"PK\x03\x04", "不是可以装订的格式"),
    ],
)
def test_what_cannot_be_bound_costs_nothing_else(data: bytes, why: str) -> None:
    pdf = bundle(COVER, [attached(data, "坏文件"), TextSheet(title="后面的材料", text="还在")])
    sheets = pages(pdf)
    assert len(sheets) == 4
    assert "坏文件" in sheets[2]
    assert squeezed(why) in sheets[2]
    assert "还在" in sheets[3]


def test_a_damaged_paper_is_named_too() -> None:
    damaged = Paper(title="投诉登记表", pdf=b"%PDF-", number=CASE_NUMBER)
    sheets = pages(bundle(COVER, [damaged]))
    assert CASE_NUMBER in sheets[2]
    assert "PDF已损坏" in sheets[2]
