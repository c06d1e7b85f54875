"""Commands after the result: figures, feedback, call-back, closing, reopening."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from redress.domain.commands.words import (
    CallbackMethod,
    Command,
    LessonTag,
    Outcome,
    ReopenGround,
    SalesChannel,
    Secrecy,
)
from redress.domain.facts import STRICT, Method
from redress.domain.sealed import Text

Mark = Literal[1, 2, 3, 4, 5]
"""1 (worst) to 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionParts:
    """受理效率、处理效率、处理结果、服务态度、专业水平 (S0-86)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    efficiency: Mark
    handling: Mark
    result: Mark
    attitude: Mark
    professionalism: Mark

    @property
    def overall(self) -> int:
        """The mean of the five, half a point rounded up."""
        total = self.efficiency + self.handling + self.result + self.attitude + self.professionalism
        return (2 * total + 5) // 10


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityScore:
    """服务用语规范、信息采集完整、问题解答准确、一次性解决 (S0-83)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    language: Mark
    completeness: Mark
    accuracy: Mark
    resolution: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude(Command):
    """办结: the result is reached and all parties are told; amounts in CNY, the punitive one under 消法
    art.55. What is not given of the classification is taken from the case.
    """

    type: Literal["conclude"] = "conclude"
    outcome: Outcome
    recovered_amount: Decimal = Decimal(0)
    punitive_amount: Decimal = Decimal(0)
    disputed_amount: Decimal | None = None
    category: str | None = None
    item: str | None = None
    problems: tuple[str, ...] = ()
    industry: str | None = None
    sales_channel: SalesChannel | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback(Command):
    """反馈: the result told to the complainant, with the other ways of 消法 art.39 (S0-37…39)."""

    type: Literal["give_feedback"] = "give_feedback"
    method: Method
    text: Text
    remedies_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCallback(Command):
    """回访 by another person (S0-28) with its five items (S0-29); without an overall satisfaction the mean of
    the parts is taken.
    """

    type: Literal["record_callback"] = "record_callback"
    result: Literal["reached", "unreachable"]
    knows_result: bool | None = None
    promise_kept: bool | None = None
    satisfaction: Mark | None = None
    opinion: Text | None = None
    new_facts: Text | None = None
    method: CallbackMethod | None = None
    satisfaction_parts: SatisfactionParts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    type: Literal["close"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    type: Literal["reopen"] = "reopen"
    ground: ReopenGround
    order: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQualityReview(Command):
    """质量抽查 (令121 art.26, S3-30) of a closed case by a supervisor who did not handle it."""

    type: Literal["record_quality_review"] = "record_quality_review"
    score: QualityScore
    remarks: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLesson(Command):
    """经验总结: what the case teaches (S2-01)."""

    type: Literal["add_lesson"] = "add_lesson"
    text: Text
    tags: tuple[LessonTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSecrecy(Command):
    """保密标注: marks a case that must not be published (令121 art.39), or lifts the mark."""

    type: Literal["mark_secrecy"] = "mark_secrecy"
    secrecy: Secrecy
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Command):
    """公示投诉信息 (令121 art.38)."""

    type: Literal["publish"] = "publish"
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublish(Command):
    """撤回公示."""

    type: Literal["unpublish"] = "unpublish"
    reason: Text
