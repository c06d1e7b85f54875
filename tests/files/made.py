"""Files made for the tests: real ones of every kind that is taken, and bad ones. No test lives here."""

import io
import struct
import zlib
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile


def zipped(**members: bytes) -> bytes:
    """A ZIP of these members; `__` in a name is a slash, `_` a full stop."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def ole(*streams: str) -> bytes:
    """The smallest OLE container with these entries: a header, one table sector, one directory sector."""
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    head[76:512] = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for n, name in enumerate(("Root Entry", *streams)):
        text = name.encode("utf-16-le") + b"\0\0"
        directory[n * 128 : n * 128 + len(text)] = text
        struct.pack_into("<H", directory, n * 128 + 64, len(text))
    return bytes(head) + table + bytes(directory)


def ftyp(brand: str) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand.encode() + bytes(4) + b"isom" + b"mp42" + bytes(64)


MAIL: Final = (
    b"From: wang@example.org\r\nTo: shop@example.org\r\nSubject: refund\r\n"
    b"Date: Tue, 3 Nov 2026 10:00:00 +0800\r\n\r\nPlease refund.\r\n"
)
EXE: Final = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(120) + b"PE\0\0" + bytes(400)
DOCX: Final = zipped(Content_Types_xml=b"<Types/>", word__document_xml=b"<w:document/>")
BOMB: Final = zipped(word__document_xml=bytes(16 * 1024 * 1024))
"""16 KB that would become 16 MB."""

NESTED: Final = zipped(word__document_xml=b"<w/>", a_zip=zipped(b_zip=zipped(c_txt=b"deeper")))


def saying(size: int) -> bytes:
    """A container whose directory says another size of a part that becomes 2 MB."""
    honest = zipped(word__document_xml=bytes(2 * 1024 * 1024))
    return honest.replace(struct.pack("<I", 2 * 1024 * 1024), struct.pack("<I", size))


GOOD: Final[tuple[tuple[str, bytes, str], ...]] = (
    ("invoice.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "application/pdf"),
    ("screen.png", png(), "image/png"),
    ("photo.jpg", bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"), "image/jpeg"),
    ("chat.gif", b"GIF89a" + bytes(20), "image/gif"),
    ("page.webp", b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
    ("scan.bmp", b"BM" + struct.pack("<IIIII", 70, 0, 54, 40, 2) + bytes(40), "image/bmp"),
    ("scan.tif", b"II*\0" + bytes(20), "image/tiff"),
    ("iphone.heic", ftyp("heic"), "image/heic"),
    ("call.m4a", ftyp("M4A "), "audio/mp4"),
    ("call.mp3", b"ID3\x04" + bytes(30), "audio/mpeg"),
    ("call.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
    ("call.amr", b"#!AMR\n" + bytes(20), "audio/amr"),
    ("clip.mp4", ftyp("isom"), "video/mp4"),
    ("clip.3gp", ftyp("3gp5"), "video/3gpp"),
    ("clip.mov", ftyp("qt  "), "video/quicktime"),
    ("clip.webm", bytes.fromhex("1a45dfa3") + bytes(12) + b"\x42\x82\x84webm" + bytes(20), "video/webm"),
    ("chat.txt", "商家说:不退。\r\n".encode(), "text/plain"),
    ("chat-gbk.txt", "商家说:不退。\r\n".encode("gb18030"), "text/plain"),
    ("chat-utf16.txt", "商家说:不退。\r\n".encode("utf-16"), "text/plain"),
    ("letter.eml", MAIL, "message/rfc822"),
    ("letter.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (
        "bill.xlsx",
        zipped(Content_Types_xml=b"<Types/>", xl__workbook_xml=b"<workbook/>"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "talk.pptx",
        zipped(ppt__presentation_xml=b"<p/>"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("invoice.ofd", zipped(OFD_xml=b"<OFD/>", Doc0__Document_xml=b"<D/>"), "application/ofd"),
    ("letter.doc", ole("WordDocument", "1Table"), "application/msword"),
    ("bill.xls", ole("Workbook"), "application/vnd.ms-excel"),
    ("talk.ppt", ole("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    ("with-embedded.docx", zipped(word__document_xml=b"<w/>", word__embeddings__a_docx=DOCX),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)  # fmt: skip
"""Name, bytes and the type that the bytes are."""

BAD: Final[tuple[tuple[str, bytes, str], ...]] = (
    ("empty.pdf", b"", "file_empty"),
    ("photo.jpg", EXE, "file_type_refused"),
    ("tool", b"\x7fELF\x02\x01\x01" + bytes(60), "file_type_refused"),
    ("page.html", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "file_type_refused"),
    ("page.txt", b"\xef\xbb\xbf\n  <HTML><body>", "file_type_refused"),
    ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "file_type_refused"),
    ("run.txt", b"#!/bin/sh\nrm -rf /\n", "file_type_refused"),
    ("noise.bin", bytes(range(256)) * 8, "file_type_refused"),
    ("half.png", b"\x89PNG\r\n\x1a", "file_type_refused"),
    ("all.zip", zipped(a_txt=b"one", b_txt=b"two"), "file_type_refused"),
    ("all.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40), "file_type_refused"),
    ("setup.doc", ole("SummaryInformation"), "file_type_refused"),
    ("bomb.docx", BOMB, "file_bomb"),
    ("bomb.zip", zipped(a_bin=bytes(16 * 1024 * 1024)), "file_bomb"),
    ("huge.docx", saying(300 * 1024 * 1024), "file_bomb"),
    ("nested.docx", NESTED, "file_bomb"),
    ("packed.docx", zipped(word__document_xml=b"<w/>", a_7z=b"7z\xbc\xaf\x27\x1c" + bytes(9)), "file_bomb"),
    ("many.docx", zipped(**{f"word__p{n}": b"" for n in range(3_100)}), "file_bomb"),
    ("lying.docx", saying(10), "file_broken"),
    ("cut.docx", DOCX[:-30], "file_broken"),
    ("macro.docx", zipped(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "file_runs"),
    ("macro.doc", ole("WordDocument", "Macros"), "file_runs"),
    ("tool.docx", zipped(word__document_xml=b"<w/>", word__media__image1_png=EXE), "file_runs"),
)  # fmt: skip
"""Name, bytes and the code under which it is refused."""
