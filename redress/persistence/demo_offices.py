"""The made-up province that `seed.py` fills an installation with. No such places or people exist."""

from dataclasses import dataclass
from typing import Final

from redress.domain.actors import Role

PROVINCE: Final = "jiangzhou"
CITY: Final = f"{PROVINCE}.linjiang"
QINGHE: Final = f"{CITY}.qinghe"
YUNSHAN: Final = f"{CITY}.yunshan"


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """`code`: the first six digits of its case numbers; 99 is no province's code."""

    path: str
    kind: str
    name_zh: str
    name_en: str
    code: str | None = None
    regions: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    display_name: str
    office: str
    roles: tuple[Role, ...]


OFFICES: Final = (
    DemoOffice(PROVINCE, "superior", "江州省市场监督管理局", "Jiangzhou Provincial Bureau", "990000"),
    DemoOffice(CITY, "superior", "临江市市场监督管理局", "Linjiang City Bureau", "990100"),
    DemoOffice(
        QINGHE, "bureau", "青河县市场监督管理局", "Qinghe County Bureau", "990121",
        regions=("青河县", "临江市青河"), platforms=("云集市商城", "云集市"),
    ),
    DemoOffice(f"{QINGHE}.consumer", "section", "消费者权益保护股", "Consumer Protection Section"),
    DemoOffice(
        f"{QINGHE}.east", "branch", "城东市场监督管理所", "East Town Branch Office", regions=("青河县城东",)
    ),
    DemoOffice(
        f"{QINGHE}.west", "branch", "城西市场监督管理所", "West Town Branch Office", regions=("青河县城西",)
    ),
    DemoOffice(f"{QINGHE}.wanjia", "station", "万佳广场消费维权服务站", "Wanjia Plaza Service Station"),
    DemoOffice(f"{QINGHE}.yunjishi", "platform", "云集市商城投诉处理台", "Yunjishi Mall Complaint Desk"),
    DemoOffice(
        f"{QINGHE}.mediation", "mediation_body", "青河县消费纠纷调解委员会", "Qinghe Mediation Committee"
    ),
    DemoOffice(
        YUNSHAN, "bureau", "云山县市场监督管理局", "Yunshan County Bureau", "990122",
        regions=("云山县", "临江市云山"),
    ),
    DemoOffice(
        f"{YUNSHAN}.north", "branch", "城北市场监督管理所", "North Town Branch Office",
        regions=("云山县城北",),
    ),
)  # fmt: skip

ACCOUNTS: Final = (
    DemoAccount("intake", "林晓 Lin Xiao", QINGHE, (Role.INTAKE,)),
    DemoAccount("officer", "周明 Zhou Ming", QINGHE, (Role.OFFICER,)),
    DemoAccount("officer2", "吴静 Wu Jing", QINGHE, (Role.OFFICER,)),
    DemoAccount("mediator", "郑和平 Zheng Heping", QINGHE, (Role.MEDIATOR,)),
    DemoAccount("supervisor", "孙立 Sun Li", QINGHE, (Role.SUPERVISOR,)),
    DemoAccount("head", "钱国华 Qian Guohua", QINGHE, (Role.BUREAU_HEAD,)),
    DemoAccount("callback", "冯雪 Feng Xue", QINGHE, (Role.CALLBACK,)),
    DemoAccount("custodian", "陈默 Chen Mo", QINGHE, (Role.CUSTODIAN,)),
    DemoAccount("auditor", "褚诚 Chu Cheng", QINGHE, (Role.AUDITOR,)),
    DemoAccount("administrator", "卫东 Wei Dong", QINGHE, (Role.ADMINISTRATOR,)),
    DemoAccount("east", "蒋文 Jiang Wen", f"{QINGHE}.east", (Role.INTAKE, Role.OFFICER)),
    DemoAccount("station", "沈佳 Shen Jia", f"{QINGHE}.wanjia", (Role.INTAKE, Role.MEDIATOR)),
    DemoAccount("desk", "韩磊 Han Lei", f"{QINGHE}.yunjishi", (Role.INTAKE,)),
    DemoAccount("committee", "杨慧 Yang Hui", f"{QINGHE}.mediation", (Role.MEDIATOR,)),
    DemoAccount("yunshan-officer", "朱峰 Zhu Feng", YUNSHAN, (Role.INTAKE, Role.OFFICER)),
    DemoAccount("yunshan-supervisor", "秦岚 Qin Lan", YUNSHAN, (Role.SUPERVISOR, Role.BUREAU_HEAD)),
    DemoAccount("city", "许宁 Xu Ning", CITY, (Role.SUPERVISOR, Role.BUREAU_HEAD)),
    DemoAccount("province", "何川 He Chuan", PROVINCE, (Role.SUPERVISOR, Role.AUDITOR)),
)
