"""Rules for passwords after NIST SP 800-63B: length and what is guessable, nothing about composition."""

import pytest

from redress.domain.passwords import LONGEST, Fault, faults, normal, words_of

WORDS = words_of(["lin.xiao", "林晓 Lin Xiao", "jiangzhou.linjiang.qinghe", "青河县市场监督管理局"])


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("short pass", Fault.TOO_SHORT),
        ("十一个字也是太短了吧", Fault.TOO_SHORT),
        ("".join(chr(0x4E00 + 7 * n) for n in range(129)), Fault.TOO_LONG),
        ("tab\tin the middle", Fault.UNPRINTABLE),
        ("Password1234", Fault.COMMON),
        ("2024!woaini1314!", Fault.COMMON),
        ("CorrectHorseBatteryStaple", Fault.COMMON),
        ("aaaaaaaaaaaaaa", Fault.REPEATED),
        ("foxhatfoxhatfoxhat", Fault.REPEATED),
        ("987654321098", Fault.SEQUENTIAL),
        ("abcdefghijkl", Fault.SEQUENTIAL),
        ("qwertyasdfgh", Fault.SEQUENTIAL),
        ("lkjhgfdsa098", Fault.SEQUENTIAL),
        ("my Redress at work", Fault.OWN_WORDS),
        ("hotline 12315 hier", Fault.OWN_WORDS),
        ("QINGHE river walk", Fault.OWN_WORDS),
        ("林晓最喜欢吃临江的汤包呢", Fault.OWN_WORDS),
    ],
)
def test_what_is_short_or_guessable_is_refused(password: str, found: Fault) -> None:
    assert faults(password, WORDS) == (found,)


@pytest.mark.parametrize(
    "password",
    [
        "four small brown foxes",
        "七月流火九月授衣一之日觱发",
        "🦊 fox under the bridge",
        "g7-Hd_2kPq9w",
        "lin went up the hill",
        "ö" * 3 + " umlauts are fine",
        "a long one " + "quite varied 81 " * 6,
    ],
)
def test_anything_else_is_taken_without_rules_of_composition(password: str) -> None:
    assert faults(password, WORDS) == ()


def test_the_longest_that_is_taken() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(LONGEST))
    assert (len(text), faults(text), faults(text + "x")) == (128, (), (Fault.TOO_LONG,))


def test_two_ways_to_type_a_letter_are_one_password() -> None:
    assert normal("cafe\u0301") == normal("caf\u00e9")


def test_nothing_typed_is_too_short_and_no_more() -> None:
    assert faults("") == (Fault.TOO_SHORT,)
