"""The documents that no official form exists for but the sources name; each with all that it is for."""

from typing import Final

import pytest

from redress.documents.library import shipped_templates
from redress.documents.template import FieldKind
from redress.documents.values import day_words
from tests.documents.samples import CASE_NUMBER, VALUES, made, number_of
from tests.documents.sheets import follows, pages, squeezed, text

OTHERS: Final = sorted(code for code, one in shipped_templates().items() if one.form is None)

EachKind = pytest.mark.parametrize("code", OTHERS)


def test_every_kind_has_a_sample() -> None:
    assert sorted(VALUES) == sorted(shipped_templates())


@EachKind
def test_every_value_is_on_the_paper(code: str) -> None:
    whole = text(made(code))
    for name, value in VALUES[code].items():
        field = shipped_templates()[code].field(name)
        assert field is not None
        match field.kind:
            case FieldKind.TEXT:
                wanted = [value]
            case FieldKind.DATE | FieldKind.DATETIME:
                wanted = [day_words(value)]  # type: ignore[arg-type]
            case FieldKind.LIST:
                wanted = list(value)  # type: ignore[arg-type]
            case FieldKind.ROWS:
                wanted = [one for row in value for one in row]  # type: ignore[union-attr]
            case FieldKind.CHOICE:
                wanted = [next(option.text_zh for option in field.options if option.code == value)]
            case FieldKind.NUMBER:
                wanted = [value]
        assert [one for one in wanted if squeezed(str(one)) not in whole] == [], name
    assert number_of(code) in whole


@EachKind
def test_only_the_required_fields_make_a_document_too(code: str) -> None:
    template = shipped_templates()[code]
    required = {field.name: VALUES[code][field.name] for field in template.fields if field.required}
    assert squeezed(template.title_zh) in text(made(code, required))


@EachKind
def test_an_ordinary_one_is_one_page_and_the_same_bytes_each_time(code: str) -> None:
    assert len(pages(made(code))) == 1
    assert made(code) == made(code)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "investigation_report",
            [
                "一、基本情况",
                "二、调查过程",
                "三、事实认定",
                "四、法律分析",
                "五、处理建议",
                "调查人员（签字）",
            ],
        ),
        (
            "callback_record",
            [
                "是否了解处",
                "经营者承诺",
                "对处理是否",
                "意见和建议",
                "有无新情况",
                "受理效率√□很满意",
                "处理效率□很满意√□满意",
            ],
        ),
        (
            "feedback_letter",
            ["双方达成调解协议", "人民币140.00元", "如您对处理结果不满意：可以通过民事诉讼、仲裁"],
        ),
        ("counter_receipt", [CASE_NUMBER, "查询码：7KQ2M9", "登记，我局将自收到之日起七个工作日内作出受理"]),
        ("hand_over_letter", ["移交理由：", "第四十二条", "移交材料清单", "接收机关（印章）", "收到日期："]),
        ("appraisal_commission", ["□双方协商确定√□市场监督管理部门指定", "费用承担由被投诉人先行垫付"]),
        (
            "extension_approval",
            ["原届满日期2026年5月13日", "√□同意延长□不同意延长", "签字：王局长2026年5月11日"],
        ),
        ("mediation_record", ["调解形式□双方共同√□分别进行", "√□非现场调解"]),
        ("evidence_list", ["序号类别名称数量页数备注", "提供人（签字）", "接收人（签字）：孙登记"]),
    ],
)
def test_a_document_says_what_it_is_for(code: str, parts: list[str]) -> None:
    whole = text(made(code)).replace("□√", "√□")
    assert follows(whole, parts) is None


def test_the_head_of_a_long_list_stands_on_every_page() -> None:
    many = [[str(n), "书面材料", f"材料{n}", "1", "3", ""] for n in range(1, 121)]
    sheets = pages(made("evidence_list", {**VALUES["evidence_list"], "items": many}))
    assert len(sheets) > 3
    listed = [sheet for sheet in sheets if "书面材料" in sheet]
    assert all("序号类别名称数量页数备注" in sheet for sheet in listed)
    assert "材料1201" in sheets[-1] or "材料1201" in sheets[-2]
