"""What a file is, by its content; whether it may be evidence; whether its name claims something else.

The list is `file_types.toml`. Nothing is opened, drawn or run.
"""

import codecs
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from redress.files.containers import Bomb, Broken, Harmful, ole_streams, zip_members

HEAD: Final = 4_096
PIECE: Final = 256 * 1024
ZIP: Final = b"PK\x03\x04"

_MARKUP = re.compile(rb"\s*<\s*(!doctype|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE)
_HEADER = re.compile(
    r"(from|to|subject|date|received|return-path|message-id|mime-version|delivered-to):", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKS: Final = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


class Unwelcome(Exception):
    """A file that is not taken. `code`: `file_empty`, `file_type_refused`, `file_bomb`, `file_broken`,
    `file_runs`; `found` is the media type that it seems to be, None where nothing tells.
    """

    def __init__(self, code: str, found: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.found = found


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file that is taken; see `file_types.toml`."""

    media_type: str
    extensions: tuple[str, ...]
    signature: tuple[tuple[int, bytes], ...] = ()
    brands: tuple[str, ...] = ()
    inside: bytes = b""
    members: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def begins(self, head: bytes) -> bool:
        """Whether a file with these first bytes can be of this kind."""
        there = all(head[at : at + len(wanted)] == wanted for at, wanted in self.signature)
        brand = not self.brands or head[8:12].decode("latin-1") in self.brands
        return bool(self.signature) and there and brand and self.inside in head[:128]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is. `name_differs`: its name claims to be something else."""

    media_type: str
    name_differs: bool


def look(file: Any, name: str) -> Looked:
    """What `file` (a binary reader with `seek`) is; `name` is what it was called. Raises `Unwelcome`."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Unwelcome("file_empty")
    try:
        kind = _kind(file, head)
    except Bomb:
        raise Unwelcome("file_bomb") from None
    except Broken:
        raise Unwelcome("file_broken", _guess(head)) from None
    except Harmful:
        raise Unwelcome("file_runs", _guess(head)) from None
    if kind is None:
        raise Unwelcome("file_type_refused", _guess(head))
    return Looked(kind.media_type, _claims_another(name, kind))


def named(name: str, media_type: str) -> str:
    """The name under which a file is handed out: with an extension of its own type, whatever it came as."""
    kinds = [each for each in taken() if each.media_type == media_type]
    right = [extension for each in kinds for extension in each.extensions]
    return name if not right or _extension(name) in right else f"{name}.{right[0]}"


@cache
def taken() -> tuple[Kind, ...]:
    """Every type that is taken, in the order in which they are looked for."""
    return tuple(
        Kind(
            media_type=each["media_type"],
            extensions=tuple(each["extensions"]),
            signature=tuple((at, bytes.fromhex(wanted)) for at, wanted in each.get("signature", ())),
            brands=tuple(each.get("brands", ())),
            inside=bytes.fromhex(each.get("inside", "")),
            members=tuple(each.get("members", ())),
            streams=tuple(each.get("streams", ())),
        )
        for each in _table()["type"]
    )


@cache
def known_extensions() -> frozenset[str]:
    """The extensions that say something of a file's type, taken or not."""
    return frozenset(_table()["foreign"]).union(*(each.extensions for each in taken()))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("redress.files").joinpath("file_types.toml").read_text("utf-8"))


def _kind(file: Any, head: bytes) -> Kind | None:
    fitting = [each for each in taken() if each.begins(head)]
    if any(each.members for each in fitting):
        inside = zip_members(file)
        return next((each for each in fitting if inside.intersection(each.members)), None)
    if any(each.streams for each in fitting):
        inside = ole_streams(file)
        return next((each for each in fitting if inside.intersection(each.streams)), None)
    if fitting:
        return fitting[0]
    media_type = _text(file, head)
    return next((each for each in taken() if each.media_type == media_type), None)


def _text(file: Any, head: bytes) -> str | None:
    """Plain text or a mail: readable to its end in an encoding of the country, and no markup or script."""
    plain = head.removeprefix(codecs.BOM_UTF8)
    if _MARKUP.match(plain) or plain.startswith((b"#!", ZIP)):
        return None
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        if _reads(file, encoding):
            return "message/rfc822" if _is_mail(head, encoding) else "text/plain"
    return None


def _reads(file: Any, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            if _CONTROL.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(head: bytes, encoding: str) -> bool:
    lines = head.decode(encoding, "replace").replace("\r\n", "\n").split("\n\n")[0].split("\n")
    found = {match[1].lower() for line in lines if (match := _HEADER.match(line))}
    return "from" in found and len(found) >= 3 and bool(_HEADER.match(lines[0]))


def _claims_another(name: str, kind: Kind) -> bool:
    extension = _extension(name)
    return extension in known_extensions() and extension not in kind.extensions


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _guess(head: bytes) -> str | None:
    """What a refused file seems to be, for the words of the refusal only."""
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return "text/html"
    begins: dict[str, str] = _table()["refused"]
    return next((name for name, start in begins.items() if head.startswith(bytes.fromhex(start))), None)
