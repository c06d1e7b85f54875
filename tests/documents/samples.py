"""Values for every kind of document that comes with Redress, as an office would fill them in."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from redress.documents.library import shipped_templates
from redress.documents.render import Standing, document_number, render
from redress.documents.values import Value
from redress.domain.counting import CHINA
from redress.domain.problems import Problem

OFFICE = "江城市江北区市场监督管理局"
CASE_NUMBER = "江北20260420-00017-5"
DATED_ON = date(2026, 4, 22)
SUBJECT = "在“江城优品”网店购买的电热水壶漏水要求退货"

VALUES: Mapping[str, Mapping[str, Value]] = {
    "complaint_registration": {
        "unit": "江北区市场监管局城东所",
        "complainant_name": "欧阳晓燕",
        "complainant_phone": "13812345678",
        "complainant_id_type": "居民身份证",
        "complainant_id_number": "110101199003071234",
        "complainant_address": "江城市江北区人民路18号3单元502室",
        "publish": "yes",
        "delegate_mediation": "no",
        "respondent_name": "江城优品商贸有限公司",
        "respondent_contact": "赵经理",
        "respondent_address": "江城市江北区滨江大道99号",
        "respondent_phone": "010-87654321",
        "facts": "2026年4月1日，投诉人在被投诉人经营的网店购买电热水壶一把，价款人民币128元。\n"
        "收货后第三天发现壶底漏水，联系客服后被拒绝退货。",
        "claims": "退还货款128元，并承担退货运费12元。",
        "complainant_signed_on": date(2026, 4, 20),
        "registrar": "孙登记",
        "registrar_signed_on": date(2026, 4, 21),
    },
    "report_registration": {
        "unit": "江北区市场监管局城东所",
        "informant_name": "代号J-0042",
        "informant_phone": "13900001111",
        "informant_address": "由举报人信息专管员保存",
        "informant_id_number": "由专管员核验",
        "reported_name": "康寿堂保健食品店",
        "reported_address": "江城市江北区和平街7号",
        "clue": "店内海报宣传所售保健食品可以“治疗糖尿病”，并以免费体检名义向老年人推销。",
        "informant_signed_on": date(2026, 4, 19),
        "registrar": "孙登记",
        "registrar_signed_on": date(2026, 4, 20),
    },
    "dispatch_notice": {
        "addressee": "江城市江南区市场监督管理局",
        "person": "欧阳晓燕",
        "received_on": date(2026, 4, 20),
        "subject": SUBJECT,
        "matter": "complaint",
        "report_back_on": date(2026, 6, 15),
        "pieces": 3,
        "pages": 11,
    },
    "identity_request": {
        "addressee": "欧阳晓燕",
        "due_on": date(2026, 4, 27),
        "proofs": ["居民身份证复印件（正反面）", "本人手持证件的照片"],
        "phone": "010-12315001",
        "address": "江城市江北区政务路1号12315窗口",
    },
    "acceptance_decision": {
        "addressee": "欧阳晓燕",
        "received_on": date(2026, 4, 20),
        "subject": SUBJECT,
        "contact": "钱承办",
        "phone": "010-12315002",
    },
    "refusal_decision": {
        "addressee": "欧阳晓燕",
        "received_on": date(2026, 4, 20),
        "subject": SUBJECT,
        "ground": "16-3",
        "reason": "同一商品在七日内购买四十件，且不能说明用途。",
        "remedies": "您可以与经营者协商和解，请求消费者协会调解，提请仲裁，或者向人民法院提起诉讼。",
    },
    "mediation_notice": {
        "addressee": "江城优品商贸有限公司",
        "subject": SUBJECT,
        "session_at": datetime(2026, 5, 8, 9, 0, tzinfo=CHINA),
        "place": "江城市江北区政务路1号二楼调解室",
        "bring": ["身份证明材料", "营业执照复印件", "销售记录"],
        "recusal_days": 3,
        "mediator": "李调解",
        "phone": "010-12315003",
    },
    "termination_decision": {
        "addressee": "欧阳晓燕",
        "subject": SUBJECT,
        "ground": "23-5",
        "reason": "双方对退货运费的承担未达成一致。",
    },
    "mediation_document": {
        "complainant": "欧阳晓燕",
        "complainant_phone": "13812345678",
        "complainant_address": "江城市江北区人民路18号3单元502室",
        "complainant_agent": "周代理",
        "complainant_agent_phone": "13700002222",
        "complainant_agent_address": "江城市江北区文化路5号",
        "respondent": "江城优品商贸有限公司",
        "legal_representative": "吴法人",
        "respondent_phone": "010-87654321",
        "respondent_address": "江城市江北区滨江大道99号",
        "respondent_agent": "郑代理",
        "respondent_agent_phone": "13600003333",
        "respondent_agent_address": "江城市江北区滨江大道99号",
        "content": "投诉人要求退还电热水壶货款128元并承担运费12元。",
        "terms": ["被投诉人于2026年5月15日前退还货款128元。", "被投诉人承担退货运费12元。"],
        "mediator": "李调解",
    },
    "report_result_notice": {
        "addressee": "冯举报",
        "subject": "康寿堂保健食品店虚假宣传",
        "provision": "《中华人民共和国食品安全法》第一百一十五条",
        "result": "经核查，当事人的行为违反广告管理规定，我局已依法作出行政处罚决定。",
    },
    "counter_receipt": {
        "addressee": "欧阳晓燕",
        "received_at": datetime(2026, 4, 20, 10, 5, tzinfo=CHINA),
        "subject": SUBJECT,
        "respondent": "江城优品商贸有限公司",
        "outcome": "registered",
        "deferral": "被投诉人住所待核实，核实后电话告知。",
        "materials": [["订单截图", "2", "复印件"], ["付款凭证", "1", "复印件"]],
        "query_code": "7KQ2M9",
        "registrar": "孙登记",
        "phone": "010-12315001",
    },
    "hand_over_letter": {
        "addressee": "江城市公安局江北分局",
        "case_number": CASE_NUMBER,
        "subject": "张某以夹带方式索赔",
        "received_on": date(2026, 4, 20),
        "person": "张某",
        "respondent": "江城优品商贸有限公司",
        "summary": "投诉人称食品内有异物，监控显示异物由其本人放入。",
        "reason": "投诉人涉嫌以夹带方式骗取经营者赔偿。",
        "basis": "《市场监督管理投诉举报处理办法》第四十二条",
        "materials": [["监控录像光盘", "1", "0"], ["询问笔录", "2", "9"]],
        "contact": "钱承办",
        "phone": "010-12315002",
    },
    "plain_letter": {
        "address": "江城市江北区建设路12号",
        "addressee": "欧阳晓燕",
        "body": "您的投诉已于2026年4月22日决定受理。本机关将依法组织调解。",
    },
    "appraisal_commission": {
        "addressee": "江城市产品质量检验院",
        "subject": SUBJECT,
        "complainant": "欧阳晓燕",
        "respondent": "江城优品商贸有限公司",
        "basis": "designated",
        "item": "电热水壶一把（型号K-18）",
        "questions": ["壶底漏水是否由制造缺陷造成", "是否符合强制性标准"],
        "standards": "GB 4706.19",
        "samples": "封样一件，外观完好",
        "cost": "由被投诉人先行垫付",
        "due_on": date(2026, 5, 20),
        "contact": "钱承办",
        "phone": "010-12315002",
    },
    "extension_approval": {
        "unit": "江北区市场监管局城东所",
        "case_number": CASE_NUMBER,
        "subject": "涉嫌虚假宣传",
        "party": "康寿堂保健食品店",
        "found_on": date(2026, 4, 20),
        "due_on": date(2026, 5, 13),
        "length": "十五个工作日",
        "new_due_on": date(2026, 6, 3),
        "basis": "令121第二十七条",
        "reason": "检测机构尚未出具报告，关键证人外出未归。",
        "requester": "钱承办",
        "requested_on": date(2026, 5, 8),
        "reviewer_opinion": "情况属实，建议同意。",
        "reviewed_on": date(2026, 5, 9),
        "decision": "approved",
        "decision_reason": "抓紧核查。",
        "approver": "王局长",
        "decided_on": date(2026, 5, 11),
    },
    "feedback_letter": {
        "addressee": "欧阳晓燕",
        "received_on": date(2026, 4, 20),
        "subject": SUBJECT,
        "outcome": "agreed",
        "result": "经调解，被投诉人退还货款并承担运费。",
        "recovered_amount": Decimal("140.00"),
        "remedies": "可以通过民事诉讼、仲裁等其他途径解决消费者权益争议。",
        "contact": "钱承办",
        "phone": "010-12315002",
    },
    "callback_record": {
        "unit": "江北区市场监管局",
        "person": "欧阳晓燕",
        "phone": "13812345678",
        "subject": SUBJECT,
        "handler": "钱承办",
        "concluded_on": date(2026, 5, 15),
        "caller": "陈回访",
        "called_at": datetime(2026, 5, 20, 15, 30, tzinfo=CHINA),
        "method": "phone",
        "reached": "reached",
        "informed": "yes",
        "kept": "no",
        "satisfied": "3",
        "satisfaction_intake": "5",
        "satisfaction_handling": "4",
        "satisfaction_result": "3",
        "satisfaction_attitude": "5",
        "satisfaction_skill": "2",
        "opinion": "希望督促退款。",
        "new_facts": "退款尚未到账。",
        "attempts": [["5月19日10:00", "电话", "无人接听"], ["5月20日15:30", "电话", "已接通"]],
        "follow_up": "转承办人跟踪履行。",
    },
    "investigation_report": {
        "subject": "康寿堂保健食品店涉嫌虚假宣传",
        "investigators": ["钱承办", "周协办"],
        "started_on": date(2026, 4, 21),
        "ended_on": date(2026, 5, 8),
        "background": "当事人为个体工商户，经营保健食品。",
        "course": "4月21日现场检查，出示执法证件。",
        "facts": "店内海报称产品可以治疗糖尿病。",
        "evidence": [["1", "海报照片", "现场拍摄", "宣传内容"], ["2", "询问笔录", "店主", "海报由其张贴"]],
        "law": "上述行为涉嫌违反广告法第十七条。",
        "proposal": "建议立案。",
    },
    "evidence_list": {
        "unit": "江北区市场监管局城东所",
        "subject": SUBJECT,
        "giver": "欧阳晓燕",
        "received_at": datetime(2026, 4, 20, 10, 5, tzinfo=CHINA),
        "items": [
            ["1", "交易凭证", "订单截图", "2", "2", "复印件"],
            ["2", "实物", "电热水壶", "1", "0", "封存"],
        ],
        "receiver": "孙登记",
    },
    "mediation_record": {
        "held_at": datetime(2026, 5, 8, 9, 0, tzinfo=CHINA),
        "place": "电话",
        "mode": "separate",
        "mediator": "李调解",
        "recorder": "周协办",
        "complainant": "欧阳晓燕",
        "complainant_agent": "周代理",
        "respondent": "江城优品商贸有限公司",
        "respondent_agent": "郑代理",
        "subject": SUBJECT,
        "content": "要求退还货款128元。",
        "minutes": "分别听取双方意见后，被投诉人同意退款。",
        "outcome": "agreed",
        "terms": ["五日内退还货款128元", "运费由被投诉人承担"],
        "why": "remote",
    },
}


def number_of(code: str) -> str:
    series = shipped_templates()[code].series
    return document_number("江北区", series, 2026, 12) if series else CASE_NUMBER


def made(code: str, values: Mapping[str, Value] | None = None, standing: Standing = Standing.VALID) -> bytes:
    outcome = attempt(code, VALUES[code] if values is None else values, standing)
    assert isinstance(outcome, bytes), outcome
    return outcome


def attempt(
    code: str, values: Mapping[str, Value], standing: Standing = Standing.VALID
) -> bytes | tuple[Problem, ...]:
    return render(
        shipped_templates()[code],
        values,
        number=number_of(code),
        dated_on=DATED_ON,
        seal_text=OFFICE,
        standing=standing,
    )
