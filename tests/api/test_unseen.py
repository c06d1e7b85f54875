"""What nobody sees in a text is taken out of it, whichever way it comes; what people write with stays."""

import pytest

from api.console.visitor import FormData
from api.http.strict import StrictReader
from api.http.unseen import without_unseen
from redress.contracts.complaint import TaggedCommand
from redress.domain.commands import AddNote, AnyCommand

TAKEN_OUT = {
    "a turn of direction": ("付款\u202e001元", "付款001元"),
    "isolates": ("\u2066店\u2069", "店"),
    "marks of direction": ("a\u200eb\u200fc\u061cd", "abcd"),
    "a space without width": ("林\u200b晓\u2060梅\ufeff", "林晓梅"),
    "a soft hyphen": ("洗\xad衣机", "洗衣机"),
    "fillers that look like nothing": ("\u3164\u115f\uffa0", ""),
    "tags": ("ok\U000e0041\U000e007f", "ok"),
    "a bell and an escape": ("a\x07\x1b[31mb", "a[31mb"),
    "a joiner between letters of ours": ("林\u200d晓\u200c梅", "林晓梅"),
    "a joiner at an end": ("\u200d👩\u200d", "👩"),
    "line separators of other worlds": ("一\u2028二\u2029三\x85四", "一\n二\n三\n四"),
}

LEFT = {
    "lines and tabs": "一\r\n二\t三",
    "a family": "👨\u200d👩\u200d👧",
    "a colour and a picture": "🏃🏽\u200d♀️ ❤️\u200d🔥",
    "Persian": "می\u200cخواهم",
    "Hindi": "क्\u200dष",
    "Mongolian": "ᠬᠠ\u180e ᠭᠠᠯ\u180b",
    "a variant of a name's character": "葛\U000e0100",
    "Uyghur": "ئالىمجان",
    "U+0000, which is refused": "a\0b",
    "plain": "Lin Xiaomei 林晓梅 ¥12,800",
}


@pytest.mark.parametrize(("given", "seen"), TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_what_nobody_sees_is_taken_out(given: str, seen: str) -> None:
    assert without_unseen(given) == seen


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_people_write_with_stays(text: str) -> None:
    assert without_unseen(text) == text


def test_both_doors_know_the_rule() -> None:
    reader: StrictReader[AnyCommand] = StrictReader(TaggedCommand, tagged=True)
    note = reader.read('{"type": "add_note", "text": "付款\u202e001元\u200b"}'.encode())
    assert isinstance(note, AddNote)
    assert note.text == "付款001元"
    form = FormData([("name", "林\u200b晓梅"), ("password", "a\u200bb")])
    assert form.one("name") == "林晓梅"
    assert form.one("password") == "a\u200bb", "a secret is what was typed"
