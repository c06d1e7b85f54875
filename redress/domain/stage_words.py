"""What the stages of a case are called where they are told in general terms, in Chinese and English."""

from typing import Final

STAGES: Final[dict[str, tuple[str, str]]] = {
    "registered": ("已登记", "Registered"),
    "checking": ("正在核实", "Being checked"),
    "accepted": ("已受理", "Accepted"),
    "mediating": ("正在调解", "In mediation"),
    "concluded": ("已办结", "Concluded"),
    "archived": ("已归档", "Archived"),
    "refused": ("不予受理", "Not accepted"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "passed_on": ("已转交其他机关", "Passed on to another authority"),
}
