"""People of the practice province for the whole life of a card: who has none yet, who waits for one, who may not have
one.

Refuses to compute: numbers, cards and orders are made by `practice.population`. They stand after everybody else, so
that nobody's number changes when one is added. Residents of Hong Kong, Macao and Taiwan and foreigners have numbers of
their own kinds, plainly made up: the state ZZZ is nobody's (ISO 3166-1, user-assigned), serials have zeros in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.text import Text
from practice.cast import Part


@dataclass(frozen=True, slots=True)
class Ordered:
    """A card being made: the bank is that of the part. `replaces`, `made`: places of cards among the part's `states`.

    `patient`: the making does not end by the clock, only when the trainer says so.
    """

    kind: OrderKind
    state: MakingState
    replaces: int | None = None
    made: int | None = None
    patient: bool = False


@dataclass(frozen=True, slots=True)
class LifeCase:
    """`title`: what is to be practised. `life`: "dead" or "missing" in the records. `lapses_today`: the temporary loss
    of the card ends before midnight. `number`: that of a paper whose number is not made of county and birth date.
    """

    part: Part
    title: Text
    order: Ordered | None = None
    life: str = ""
    lapses_today: bool = False
    number: str = ""


def _part(
    role: str,
    who: tuple[str, str, date],
    county: str,
    serial: int,
    states: tuple[str, ...],
    *,
    bank: str = "B01",
    nation: str = "01",
) -> Part:
    name, sex, born = who
    mobile = f"1390000{serial:04d}" if serial else ""
    return Part(role, name, sex, born, county=county, mobile=mobile, states=states, bank=bank, nation=nation)


_NONE: tuple[str, ...] = ()
_WELL = ("1 normal",)

LIFE: tuple[LifeCase, ...] = (
    LifeCase(
        _part("adult-no-card", ("顾承泽", "1", date(1994, 3, 22)), "439901", 41, _NONE),
        Text("没有卡，可申领", "No card yet: may apply"),
    ),
    LifeCase(
        _part("minor-no-card", ("苗可欣", "2", date(2015, 5, 20)), "439902", 0, _NONE),
        Text("未满 16 岁没有卡，监护人代办", "Under 16, no card: a guardian acts"),
    ),
    LifeCase(
        _part("guardian-of-minor", ("苗远航", "1", date(1986, 1, 12)), "439902", 42, _WELL),
        Text("上一位的父亲", "Father of the child without a card"),
    ),
    LifeCase(
        _part("dead", ("裴守信", "1", date(1941, 9, 3)), "439903", 43, _WELL),
        Text("记录中已死亡，只能注销", "Dead in the records: only cancelling is left"),
        life="dead",
    ),
    LifeCase(
        _part("card-ready", ("尹佳宁", "2", date(1999, 7, 15)), "439904", 44, ("0 inactive",)),
        Text("卡已制好，待领", "The card waits to be handed over"),
        order=Ordered(OrderKind.NEW, MakingState.READY, made=0),
    ),
    LifeCase(
        _part("making", ("贝俊杰", "1", date(2001, 11, 8)), "439905", 45, _NONE),
        Text("正在制卡", "The card is being made"),
        order=Ordered(OrderKind.NEW, MakingState.MAKING, patient=True),
    ),
    LifeCase(
        _part("making-failed", ("温静怡", "2", date(1992, 2, 17)), "439906", 46, _NONE),
        Text("制卡失败，可恢复", "The making failed and can be resumed"),
        order=Ordered(OrderKind.NEW, MakingState.FAILED),
    ),
    LifeCase(
        _part(
            "replaced", ("柴国栋", "1", date(1970, 6, 26)), "439907", 47, ("2 formal-loss", "0 inactive"), bank="B02"
        ),
        Text("遗失补卡，新卡待领", "A lost card was replaced; the new one waits"),
        order=Ordered(OrderKind.REPLACEMENT, MakingState.READY, replaces=0, made=1),
    ),
    LifeCase(
        _part("lapses-today", ("鲍玉珠", "2", date(1982, 12, 1)), "439908", 48, ("4 temporary-loss",)),
        Text("临时挂失今天到期", "The temporary loss lapses today"),
        lapses_today=True,
    ),
    LifeCase(
        _part("hmt", ("霍咏诗", "2", date(1990, 4, 9)), "810000", 49, _WELL),
        Text("港澳台居民，用居住证号码", "A Hong Kong resident, by number of the residence permit"),
    ),
    LifeCase(
        _part("foreigner", ("安德烈·示例", "1", date(1985, 10, 30)), "943999", 50, _NONE, nation=""),
        Text("外国人，用新版永久居留证号码", "A foreigner, by number of the permanent residence card"),
    ),
    LifeCase(
        _part("hm-pass", ("霍启明", "1", date(1988, 2, 14)), "439901", 51, _WELL),
        Text("港澳居民，用来往内地通行证号码", "A Hong Kong resident, by number of the travel permit"),
        number="H00000051",
    ),
    LifeCase(
        _part("tw-pass", ("简怡君", "2", date(1993, 8, 6)), "439901", 52, _WELL),
        Text("台湾居民，用来往大陆通行证号码", "A Taiwan resident, by number of the travel permit"),
        number="00000052",
    ),
    LifeCase(
        _part("card-2017", ("玛丽亚·示例", "2", date(1979, 12, 19)), "439901", 53, _WELL, nation=""),
        Text("外国人，用 2017 版永久居留证号码", "A foreigner, by number of the card of 2017"),
        number="ZZZ439900000053",
    ),
    LifeCase(
        _part("passport", ("JOHN SAMPLE", "1", date(1996, 5, 3)), "439901", 54, _WELL, nation=""),
        Text("外国人，用护照号码", "A foreigner, by number of the passport"),
        number="ZZ0000054",
    ),
    LifeCase(
        _part("minor-pass", ("霍小满", "2", date(2016, 10, 9)), "439901", 0, _WELL),
        Text("未满 16 岁的澳门居民，监护人代办", "Under 16, from Macao: a guardian acts"),
        number="M00000055",
    ),
    LifeCase(
        _part("passport-no-card", ("ANNA SAMPLE", "2", date(2000, 1, 30)), "439901", 56, _NONE, nation=""),
        Text("外国人，用护照号码申领", "A foreigner applies, by number of the passport"),
        number="ZZ0000056",
    ),
)

LAPSE = timedelta(hours=5)
FAILURE = Text("照片不合格，制卡退回", "The photo will not do; the making was sent back")
