"""Templates as data: what comes with Redress, and what is wrong with one that an office has changed."""

from typing import Final

import pytest

from redress.documents.library import FOLDER, shipped_templates
from redress.documents.render import render
from redress.documents.template import Template
from redress.documents.template_file import load_template, restore_template
from redress.domain.problem_texts import TEXTS
from tests.documents.samples import DATED_ON, OFFICE, VALUES, made, number_of
from tests.documents.sheets import text

USABLE: Final = """\
code = "reminder"
title_zh = "催办通知"
title_en = "Reminder"
series = "催"

[[field]]
name = "addressee"
label_zh = "收文单位"

[[field]]
name = "way"
label_zh = "方式"
kind = "choice"
options = [
  { code = "phone", text_zh = "电话" },
  { code = "letter", text_zh = "信函" },
]

[[field]]
name = "things"
label_zh = "材料"
kind = "rows"
required = false
columns = ["名称", "页数"]

[[block]]
type = "title"

[[block]]
type = "paragraph"
text = "{addressee}：方式为{way|boxes}。"

[[block]]
type = "table"
columns = [1, 2, 2]
rows = [
  { cells = [{ label = "甲", rows = 2 }, { label = "乙" }, { text = "{addressee}" }] },
  { cells = [{ text = "丙", span = 2 }] },
]

[[block]]
type = "rows"
field = "things"
columns = [3, 1]

[[block]]
type = "seal"
"""


def lines(text: str, wanted: str) -> int:
    """The number of the first line that holds `wanted`."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if wanted in line)


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "on_line"),
    [
        ("{addressee}：方式", "{adressee}：方式", "block[1].text", "unknown_placeholder", "{adressee}"),
        (
            '{ text = "{addressee}" }',
            '{ text = "{wer}" }',
            "block[2].rows[0].cells[2].text",
            "unknown_placeholder",
            "{wer}",
        ),
        ('type = "seal"', 'type = "stamp"', "block[4].type", "unknown_value", '"stamp"'),
        ('type = "seal"', 'kind = "seal"', "block[4].type", "missing", "columns = [3, 1]"),
        ("{way|boxes}", "{way|circles}", "block[1].text", "unknown_value", "circles"),
        ("{way|boxes}", "{addressee|boxes}", "block[1].text", "needs_kind", "addressee|boxes"),
        ("{way|boxes}", "{way|boxes", "block[1].text", "lone_brace", "{way|boxes。"),
        ("方式为{way|boxes}。", "", "field[1].name", "never_shown", 'name = "way"'),
        ('field = "things"', 'field = "way"', "block[3].field", "needs_kind", 'field = "way"'),
        ('field = "things"', 'field = "dinge"', "block[3].field", "unknown_placeholder", "dinge"),
        ("columns = [3, 1]", "columns = [3]", "block[3].columns", "not_as_many", "columns = [3]"),
        ("columns = [3, 1]", "columns = [0, 1]", "block[3].columns[0]", "out_of_range", "[0, 1]"),
        ("columns = [3, 1]", 'columns = "31"', "block[3].columns", "not_a_list", '"31"'),
        ("span = 2", "span = 3", "block[2].rows[1].cells", "not_as_many", "span = 3"),
        ("rows = 2", "rows = 3", "block[2].rows[0].cells[0].rows", "out_of_range", "rows = 3"),
        ('kind = "rows"', 'kind = "list"', "field[2].columns", "only_for_kind", 'columns = ["名称"'),
        ('kind = "choice"', 'kind = "colour"', "field[1].kind", "unknown_value", "colour"),
        (
            'code = "letter"',
            'code = "phone"',
            "field[1].options[1].code",
            "twice",
            '"phone", text_zh = "信函"',
        ),
        ('name = "things"', 'name = "number"', "field[2].name", "reserved_name", 'name = "number"'),
        ('name = "addressee"', 'name = "An wen"', "field[0].name", "not_a_name", "An wen"),
        ('name = "things"', 'name = "way"', "field[2].name", "twice", None),
        ('title_zh = "催办通知"', "", "title_zh", "missing", None),
        ('title_zh = "催办通知"', "title_zh = 3", "title_zh", "not_text", "title_zh = 3"),
        ('series = "催"', 'serie = "催"', "serie", "unknown_field", 'serie = "催"'),
        ('code = "reminder"', 'code = "../etc"', "code", "not_a_name", "../etc"),
        ("方式为", "方式\\u202e为", "block[1].text", "not_printable", "u202e"),
        ("方式为", "方式\\U0001F600为", "block[1].text", "not_printable", "U0001F600"),
        ('type = "title"', 'type = "title', "", "not_toml", 'type = "title'),
    ],
)
def test_an_unusable_template_is_refused_with_place_line_and_reason(
    old: str, new: str, place: str, code: str, on_line: str | None
) -> None:
    assert old in USABLE
    changed = USABLE.replace(old, new, 1)
    outcome = load_template(changed)
    assert isinstance(outcome, tuple)
    found = [one for one in outcome if (one.place, one.code) == (place, code)]
    assert found, [one.one_line() for one in outcome]
    if on_line is not None and code != "missing":
        assert found[0].line == lines(changed, on_line)
    assert found[0].text("zh")
    assert found[0].reason


def test_a_usable_template_is_read_and_rendered() -> None:
    template = load_template(USABLE)
    assert isinstance(template, Template)
    pdf = render(
        template,
        {"addressee": "江南区局", "way": "letter", "things": [["调解书", "2"], ["送达回证", "1"]]},
        number="江北区市监催〔2026〕第1号",
        dated_on=DATED_ON,
        seal_text=OFFICE,
    )
    assert isinstance(pdf, bytes)
    assert "江南区局：方式为□电话□√信函。" in text(pdf)
    assert "名称页数调解书2送达回证1" in text(pdf)


def test_all_problems_of_a_template_come_at_once() -> None:
    outcome = load_template(USABLE.replace("{addressee}", "{a}").replace("{way|boxes}", "{b}"))
    assert isinstance(outcome, tuple)
    assert {one.code for one in outcome} == {"unknown_placeholder", "never_shown"}
    assert len(outcome) == 5


def test_the_version_names_the_content_not_its_writing() -> None:
    template = load_template(USABLE)
    assert isinstance(template, Template)
    commented = load_template("# 江北区局改用\n" + USABLE.replace("\n\n", "\n\n\n"))
    changed = load_template(USABLE.replace("催办通知", "催办函"))
    assert isinstance(commented, Template)
    assert isinstance(changed, Template)
    assert len(template.version) == 64
    assert commented.version == template.version
    assert changed.version != template.version


@pytest.mark.parametrize("code", sorted(VALUES))
def test_a_document_is_made_again_from_the_version_it_was_made_with(code: str) -> None:
    kept = shipped_templates()[code].canonical
    restored = restore_template(kept)
    assert restored == shipped_templates()[code]
    again = render(restored, VALUES[code], number=number_of(code), dated_on=DATED_ON, seal_text=OFFICE)
    assert again == made(code)


@pytest.mark.parametrize("kept", ["", "{}", "[]", '{"code": "x"}'])
def test_what_is_no_template_is_not_restored(kept: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        restore_template(kept)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_template_is_called_as_its_file(path: "object") -> None:
    assert path.stem in shipped_templates()  # type: ignore[attr-defined]


def test_every_problem_has_words_in_both_languages() -> None:
    assert all(zh and en for zh, en in TEXTS.values())
