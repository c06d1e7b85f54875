"""The ten forms of April 2026: every word of the official text and every value, in the official order."""

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from redress.documents.library import shipped_templates
from redress.documents.template import FieldKind, Template
from redress.documents.values import Value, day_words
from redress.domain.profile import Profile
from redress.domain.profile_file import parse_profile
from tests.documents.samples import DATED_ON, OFFICE, VALUES, made, number_of
from tests.documents.sheets import follows, pages, squeezed, strip, text

ROOT: Final = Path(__file__).parents[2]
OFFICIAL: Final = (Path(__file__).parent / "official_forms_2026-04.txt").read_text(encoding="utf-8")
FORMS: Final = {one.form: one.code for one in shipped_templates().values() if one.form is not None}
TABLES: Final = {
    1: "投诉人被投诉人消费者权益争议事实依据投诉请求",
    2: "举报人被举报人涉嫌违反市场监督管理法律、法规、规章的具体线索和相应的事实依据",
}
"""The upright labels of the two forms that are tables."""

CHOSEN_WHEN_FILLED: Final[dict[int, Sequence[tuple[str, str]]]] = {
    3: [("的投诉/举报。请你局", "的投诉。请你局"), ("市场监督管理局:", "市场监督管理局：")],
    7: [("；2. ……", "")],
    10: [("《xx法/\n条例/办法》第 xx条规定", " 规定")],
}
"""Places of the official text that stand for something that is filled in."""

EachForm = pytest.mark.parametrize("form", sorted(FORMS))


def official(form: int) -> list[str]:
    """The words of one official form: its lines cut at the blanks that are filled in."""
    numeral = "一二三四五六七八九十"[form - 1]
    body = re.split(rf"^文书式样{numeral}$", OFFICIAL, flags=re.MULTILINE)[1]
    body = re.split(r"^— \d+ —$", body, flags=re.MULTILINE)[0]
    for printed, filled in CHOSEN_WHEN_FILLED.get(form, ()):
        assert printed in body
        body = body.replace(printed, filled)
    return [squeezed(token) for token in body.split()]


def words(template: Template, name: str, value: Value) -> list[str]:
    """What a value looks like on paper."""
    field = template.field(name)
    assert field is not None
    if field.kind is FieldKind.CHOICE:
        place = [option.code for option in field.options].index(str(value))
        return ["一二三四五六七八九十"[place]] if len(field.options) > 2 else [field.options[place].text_zh]
    if isinstance(value, datetime):
        return [day_words(value.date()) + f"{value.hour}时"]
    if isinstance(value, date):
        return [day_words(value)]
    if isinstance(value, list):
        return [squeezed(str(one)) for one in value]
    return [squeezed(str(value))]


def values_of(code: str) -> list[str]:
    template = shipped_templates()[code]
    return [one for name, value in VALUES[code].items() for one in words(template, name, value)]


def test_all_ten_forms_are_there() -> None:
    assert sorted(FORMS) == list(range(1, 11))


@pytest.mark.parametrize("form", [form for form in sorted(FORMS) if form not in TABLES])
def test_a_letter_has_every_word_of_the_official_text_in_its_order(form: int) -> None:
    assert follows(text(made(FORMS[form])), official(form)) is None


@pytest.mark.parametrize("form", TABLES)
def test_a_table_has_every_label_of_the_official_text(form: int) -> None:
    pdf = made(FORMS[form])
    labels = [token for token in official(form) if len(token) > 1]
    assert [label for label in labels if label not in text(pdf).replace("√", "")] == []
    assert TABLES[form] in strip(pdf, left=26, right=38)
    upright = "".join(token for token in official(form) if len(token) == 1)
    assert re.sub("[年月日]", "", upright) == TABLES[form]


@EachForm
def test_a_form_has_every_value_in_its_order(form: int) -> None:
    code = FORMS[form]
    parts = values_of(code)
    whole = text(made(code))
    if form in TABLES:
        assert [part for part in parts if part not in whole] == []
    else:
        assert follows(whole, parts) is None
    assert number_of(code) in whole


@EachForm
def test_a_letter_ends_with_office_seal_and_date(form: int) -> None:
    whole = text(made(FORMS[form]))
    sealed = f"{OFFICE}（印章）{day_words(DATED_ON)}"
    assert (sealed in whole) == (form not in TABLES)


@pytest.mark.parametrize(
    ("form", "beside"),
    [
        (1, "姓名欧阳晓燕联系电话13812345678证件类型居民身份证证件号码110101199003071234"),
        (1, "联系地址江城市江北区人民路18号3单元502室"),
        (1, "登记单位：江北区市场监管局城东所编号：江北20260420-00017-5"),
        (1, "联系人赵经理"),
        (1, "经办人（签字）：孙登记2026年4月21日"),
        (2, "姓名代号J-0042联系电话13900001111"),
        (2, "名称（姓名）康寿堂保健食品店"),
        (3, "附：相关材料3份，共11页。"),
        (7, "请携带以下材料：1.身份证明材料；2.营业执照复印件；3.销售记录。"),
        (7, "自收到本通知书之日起3日内对调解人员提出回避申请"),
        (9, "法定代表人（负责人）：吴法人联系电话：010-87654321"),
        (9, "委托代理人：郑代理联系电话：13600003333"),
        (10, "根据《中华人民共和国食品安全法》第一百一十五条规定，现将处理结果告知如下："),
    ],
)
def test_a_value_stands_beside_its_label(form: int, beside: str) -> None:
    assert beside in text(made(FORMS[form]))


@pytest.mark.parametrize(
    ("publish", "delegate", "boxes"),
    [
        ("yes", "no", ["□√是□否", "□是□√否"]),
        ("no", "yes", ["□是□√否", "□√是□否"]),
        (None, None, ["□是□否", "□是□否"]),
    ],
)
def test_the_two_consents_are_ticked_or_left_open(
    publish: str | None, delegate: str | None, boxes: list[str]
) -> None:
    values = {**VALUES["complaint_registration"], "publish": publish, "delegate_mediation": delegate}
    assert follows(text(made("complaint_registration", values)), boxes) is None


@pytest.mark.parametrize(("code", "count"), [("refusal_decision", 7), ("termination_decision", 8)])
def test_the_chosen_ground_is_named_and_marked(code: str, count: int) -> None:
    field = shipped_templates()[code].field("ground")
    assert field is not None
    assert len(field.options) == count
    for number, option in zip("一二三四五六七八", field.options, strict=False):
        whole = text(made(code, {**VALUES[code], "ground": option.code}))
        assert f"第〔{number}〕项" in whole
        assert f"√（{number}）{option.text_zh}" in whole
        assert whole.count("√") == 1


@pytest.mark.parametrize(
    ("code", "grounds"),
    [("refusal_decision", "refusal_grounds"), ("termination_decision", "termination_grounds")],
)
def test_the_grounds_are_those_of_the_law(code: str, grounds: str) -> None:
    profile = parse_profile((ROOT / "redress/domain/profiles/samr-121.toml").read_text(encoding="utf-8"))
    assert isinstance(profile, Profile)
    field = shipped_templates()[code].field("ground")
    assert field is not None
    printed = [(one.code, one.text_zh.rstrip("；。").replace("，", ",")) for one in field.options]
    assert printed == [(one.code, one.text_zh) for one in getattr(profile, grounds)]


def test_every_document_of_the_profile_has_its_template() -> None:
    profile = parse_profile((ROOT / "redress/domain/profiles/samr-121.toml").read_text(encoding="utf-8"))
    assert isinstance(profile, Profile)
    for rule in profile.documents:
        template = shipped_templates()[rule.code]
        assert (template.form, template.title_zh, template.title_en) == (
            rule.form,
            rule.title_zh,
            rule.title_en,
        )


@EachForm
def test_a_form_of_ordinary_length_is_one_page(form: int) -> None:
    assert len(pages(made(FORMS[form]))) == 1


@EachForm
def test_the_same_data_make_the_same_bytes(form: int) -> None:
    assert made(FORMS[form]) == made(FORMS[form])


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "from hashlib import sha256\n"
        "from tests.documents.samples import VALUES, made\n"
        "for code in VALUES: print(sha256(made(code)).hexdigest())\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [sha256(made(code)).hexdigest() for code in VALUES]
