"""Numbers of the papers a person can show: which kinds a number may be of, why it is none, how old its owner is.

Refuses to know people: a number that checks belongs to nobody until a document or the platform says so. Numbers
that hold a birth date and a check digit are judged to the last digit, the others (passes, passports) by their form
only.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from counter_app.domain.holder import Holder
from counter_app.domain.numbers import NumberFault, birth_date_of, identity_fault
from counter_app.domain.province import PersonKind
from counter_app.domain.text import Text

GROWN_UP = 16
"""Full years from which a resident has an identity card of their own to act with (居民身份证法 art. 2)."""


class IdentityKind(StrEnum):
    """Papers by the form of their number. Sources: GB 11643 (18 characters); the State Council's rule of 2018 on
    residence permits (81, 82, 83); the immigration administration's cards of 2017 and 2023.
    """

    RESIDENT = "resident"
    HMT_PERMIT = "hmt-permit"
    RESIDENCE_2023 = "residence-2023"
    RESIDENCE_2017 = "residence-2017"
    HM_TRAVEL = "hm-travel"
    TW_TRAVEL = "tw-travel"
    PASSPORT = "passport"

    @property
    def words(self) -> Text:
        return _WORDS[self]


_WORDS = {
    IdentityKind.RESIDENT: Text("居民身份证", "Resident identity card"),
    IdentityKind.HMT_PERMIT: Text("港澳台居民居住证", "Residence permit (Hong Kong, Macao, Taiwan)"),
    IdentityKind.RESIDENCE_2023: Text("外国人永久居留身份证（2023版）", "Foreign permanent resident card (2023)"),
    IdentityKind.RESIDENCE_2017: Text("外国人永久居留身份证（2017版）", "Foreign permanent resident card (2017)"),
    IdentityKind.HM_TRAVEL: Text("港澳居民来往内地通行证", "Travel permit (Hong Kong, Macao)"),
    IdentityKind.TW_TRAVEL: Text("台湾居民来往大陆通行证", "Travel permit (Taiwan)"),
    IdentityKind.PASSPORT: Text("护照", "Passport"),
}
FAULTS = {
    NumberFault.LENGTH: Text("身份证号应为 18 位", "An identity number has 18 characters"),
    NumberFault.CHARACTERS: Text("身份证号应为 17 位数字加一位数字或 X", "17 digits and a digit or X"),
    NumberFault.REGION: Text("身份证号前两位不是省份", "The first two digits are no province"),
    NumberFault.DATE: Text("身份证号里的出生日期不存在", "The birth date in the number does not exist"),
    NumberFault.CHECK: Text("身份证号末位校验不对，请核对", "The last character does not check; compare again"),
}
_PERMITS = ("810000", "820000", "830000")
# A card of 2017 begins with three letters of a state; a pass of Hong Kong or Macao with H or M; one of Taiwan has
# digits only. Each may carry two digits more that count its renewals.
_FORMS = (
    (IdentityKind.RESIDENCE_2017, re.compile(r"[A-Z]{3}[0-9]{12}")),
    (IdentityKind.HM_TRAVEL, re.compile(r"[HM][0-9]{8}([0-9]{2})?")),
    (IdentityKind.TW_TRAVEL, re.compile(r"[0-9]{8}([0-9]{2})?")),
    (IdentityKind.PASSPORT, re.compile(r"(?=.*[0-9])[A-Z0-9]{5,12}")),
)

_NEARLY_18 = re.compile(r"[0-9]{12,}[0-9X]")  # too long for any other number
_RENEWED = re.compile(r"([HM]?[0-9]{8})[0-9]{2}", flags=re.ASCII)


def kinds_of(number: str, *, today: date) -> tuple[IdentityKind, ...]:
    """The kinds a tidied number may be of, likeliest first; () when it is of none. A number of 18 is of one kind
    only."""
    if len(number) == 18:  # nothing else is so long, so a fault in it is a fault and not another kind
        return () if identity_fault(number, today=today) is not None else (_kind_of_18(number),)
    return tuple(kind for kind, form in _FORMS if form.fullmatch(number))


def same_paper(number: str) -> tuple[str, ...]:
    """The tidied numbers under which the owner of a pass may be registered, the whole first: the number of a pass is
    for life, two digits behind it count its renewals. Of any other number only itself.
    """
    found = _RENEWED.fullmatch(number)
    return (number, found[1]) if found else (number,)


def paper_of(number: str) -> str:
    """What is equal for two tidied numbers of one paper: the number without its renewals."""
    return same_paper(number)[-1]


def number_fault(number: str, *, today: date) -> Text | None:
    """Why a tidied number is that of no paper, in words; None when it is of one."""
    if kinds_of(number, today=today):
        return None
    fault = identity_fault(number, today=today)
    if len(number) == 18 and fault is not None:
        return FAULTS[fault]
    if _NEARLY_18.fullmatch(number):
        zh, en = FAULTS[NumberFault.LENGTH].zh, FAULTS[NumberFault.LENGTH].en
        return Text(f"{zh}，现为 {len(number)} 位", f"{en}; it has {len(number)}")
    zh = "不是身份证、居住证、通行证、永居证或护照的号码"
    return Text(f"{zh}，现为 {len(number)} 位", f"No number of an identity document; it has {len(number)} characters")


def age_on(born: date, day: date) -> int:
    """Full years on `day`; whoever was born on 29 February grows older on 1 March of other years. Below 0: not born."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birth_of(holder: Holder) -> date | None:
    """The birth date on record, else the one in the number; None where neither tells."""
    return holder.birth_date or birth_date_of(holder.number)


def person_kind(holder: Holder, *, today: date) -> PersonKind:
    """Whose papers and representatives apply. Under 16 counts first: a child from Macao needs a guardian as any
    other.
    """
    born = birth_of(holder)
    if born is not None and age_on(born, today) < GROWN_UP:
        return PersonKind.MINOR
    return kind_by_paper(holder, today=today)


def kind_by_paper(holder: Holder, *, today: date) -> PersonKind:
    """Resident, from Hong Kong, Macao or Taiwan, or foreigner, at any age. A number that may be that of a pass or of a
    passport counts as the pass, by its form.
    """
    kinds = kinds_of(holder.number, today=today)
    first = kinds[0] if kinds else IdentityKind.RESIDENT
    if first in (IdentityKind.HMT_PERMIT, IdentityKind.HM_TRAVEL, IdentityKind.TW_TRAVEL):
        return PersonKind.HMT
    return PersonKind.RESIDENT if first is IdentityKind.RESIDENT else PersonKind.FOREIGNER


def _kind_of_18(number: str) -> IdentityKind:
    if number[0] == "9":
        return IdentityKind.RESIDENCE_2023
    return IdentityKind.HMT_PERMIT if number.startswith(_PERMITS) else IdentityKind.RESIDENT
