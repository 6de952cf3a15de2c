"""The practice province: 4,000 made-up people with their cards, the same for the same seed and moment.

Refuses to look like anybody: identity numbers stand in county codes 439901 to 439914, which nobody was ever given,
mobiles in one block of ten thousand, banks are 示例银行一/二/三 of the packs. Check digits are right (GB 11643, GB 11714).

The first people are the cast of `practice.cast`: one for every state that practice and tests need. The last of the
outlet are those of `practice.hard_cards`, whose chip is the case. Those of the outlet (`outlet_people`) are in the
counter's mirror from the beginning, the rest are known to the platform only. Besides the 4,000 there are those of
`practice.life_cast`, of the outlet too, some with numbers of other kinds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

from counter_app.domain.card import BankAccount, BankState, Card, CardState
from counter_app.domain.holder import Holder, Person
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.moments import local, start_of_day
from counter_app.domain.numbers import card_check_character, identity_check_digit
from practice.cast import CAST, Part
from practice.hard_cards import HARD, HardCard
from practice.life_cast import FAILURE, LAPSE, LIFE, LifeCase, Ordered

SEED = 20261121
SIZE = 4000
AT_OUTLET = 1200
OUTLET, TOWNSHIP, CITY = "439901", "439901001", "4399"  # where the people of the practice outlet belong
COUNTIES = tuple(f"4399{n:02d}" for n in range(1, 15))
BANKS = {"B01": "示例银行一", "B02": "示例银行二", "B03": "示例银行三", "B04": "示例银行四"}
NO_NEW_CARDS = frozenset({"B04"})
SEPARATE_BANKS = frozenset({"B03"})
_PATIENCE = timedelta(days=36_500)  # a making that waits for the trainer
_FIRST_DAY, _LAST_DAY = date(1936, 1, 1), date(2024, 12, 31)
_FAMILY = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
)
_GIVEN = tuple(
    "安邦彬斌波博才超辰晨诚春聪达德栋恩方芳飞芬峰凤福刚桂国海涵浩和红宏华欢辉慧佳嘉建江杰洁金晶静娟军俊凯康兰岚乐雷磊"
    "丽利莲林玲龙梅美萌敏明娜宁鹏平琴青清庆秋荣瑞珊诗石思松素涛婷伟文武霞翔晓欣新秀雪雅艳阳依怡英颖永勇瑜宇玉月云泽珍真志忠竹紫"
)
_NATIONS = ("01",) * 44 + ("15", "15", "08", "06", "03", "11")


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the province. `replaced`: cards whose replacement has begun (their formal loss is final).

    `making_since`: since when the person's card is being made, where that is not when it was ordered.
    """

    person: Person
    replaced: frozenset[str] = frozenset()
    making_since: datetime | None = None


def residents(*, now: datetime, seed: int = SEED, size: int = SIZE) -> tuple[Resident, ...]:
    """The cast, then made-up people, `size` in all. `now` (UTC) is what temporary losses of the cast count from."""
    dice = random.Random(seed)  # noqa: S311 - nobody depends on these dice being fair
    serials, cards = count(1), count(1)
    make = partial(_resident, now=now, dice=dice, cards=cards)
    told = tuple(make(part, number=_number(part.county, part.born, 300 + n, part.sex)) for n, part in enumerate(CAST))
    crowd = tuple(make(part, number=number) for part, number in _crowd(size - len(CAST) - len(HARD), serials, dice))
    near = AT_OUTLET - len(CAST) - len(HARD)
    return told + crowd[:near] + _hard(now=now, seed=seed) + crowd[near:]


def cast(*, now: datetime, seed: int = SEED) -> dict[str, Person]:
    """The people of `practice.cast`, `practice.hard_cards` and `practice.life_cast` by their role there ("normal",
    "pin-blocked", "card-ready" ...).
    """
    everybody = residents(now=now, seed=seed, size=len(CAST) + len(HARD)) + life_people(now=now, seed=seed)
    parts = (*CAST, *(case.part for case in HARD), *(case.part for case in LIFE))
    return {part.role: resident.person for part, resident in zip(parts, everybody, strict=True)}


def hard_cards() -> dict[str, HardCard]:
    """The hard cases by their holder's number."""
    return {_hard_number(place, case): case for place, case in enumerate(HARD)}


def outlet_people(*, now: datetime, seed: int = SEED) -> tuple[Person, ...]:
    """The cast and others whom the practice outlet serves: what its mirror is filled with at set-up.

    Those of `practice.life_cast` come last.
    """
    near = residents(now=now, seed=seed, size=AT_OUTLET) + life_people(now=now, seed=seed)
    return tuple(resident.person for resident in near)


def life_people(*, now: datetime, seed: int = SEED) -> tuple[Resident, ...]:
    """The people of `practice.life_cast`, with cards being made. With dice and numbers of their own."""
    # Nobody depends on these dice being fair: the people are made up.
    make = partial(_resident, now=now, dice=random.Random(seed + 2), cards=count(9_500_001))  # noqa: S311
    orders = count(1)
    return tuple(
        _in_life(make(case.part, number=_life_number(place, case)), case, now=now, orders=orders)
        for place, case in enumerate(LIFE)
    )


def life_cases() -> dict[str, LifeCase]:
    """The cases of the whole life by their holder's number."""
    return {_life_number(place, case): case for place, case in enumerate(LIFE)}


def _life_number(place: int, case: LifeCase) -> str:
    return case.number or _number(case.part.county, case.part.born, 430 + place, case.part.sex)


def _in_life(resident: Resident, case: LifeCase, *, now: datetime, orders: Iterator[int]) -> Resident:
    person = replace(resident.person, life=case.life)
    if case.lapses_today:
        midnight = start_of_day(now) + timedelta(days=1)
        until = minute_of(min(now + LAPSE, midnight - timedelta(minutes=1)))
        return Resident(replace(person, cards=tuple(replace(card, loss_until=until) for card in person.cards)))
    if case.order is None:
        return replace(resident, person=person)
    order = _ordered(case.order, person, bank=case.part.bank, serial=next(orders), now=now)
    gone = frozenset({order.replaces} - {""})
    return Resident(replace(person, orders=(order,)), gone, now + _PATIENCE if case.order.patient else None)


def _ordered(order: Ordered, person: Person, *, bank: str, serial: int, now: datetime) -> CardOrder:
    since = now - timedelta(days=2)
    cards = person.cards
    return CardOrder(
        number=f"Z{serial:08d}",
        batch=f"P{local(since):%Y%m%d}{bank}",
        kind=order.kind,
        state=order.state,
        bank=bank,
        bank_name=BANKS[bank],
        outlet="439901",
        ordered_at=since,
        as_of=now,
        promised_on=local(since).date() + timedelta(days=14),
        replaces=cards[order.replaces].number if order.replaces is not None else "",
        card_number=cards[order.made].number if order.made is not None else "",
        reason=FAILURE if order.state is MakingState.FAILED else None,
    )


def _hard(*, now: datetime, seed: int) -> tuple[Resident, ...]:
    """With dice and card numbers of their own, so that nobody else changes when a case is added."""
    # Nobody depends on these dice being fair: the people are made up.
    make = partial(_resident, now=now, dice=random.Random(seed + 1), cards=count(9_000_001))  # noqa: S311
    return tuple(
        make(case.part, number=_hard_number(place, case), issued=case.issued) for place, case in enumerate(HARD)
    )


def _hard_number(place: int, case: HardCard) -> str:
    return _number(case.part.county, case.part.born, 400 + place, case.part.sex)


def _crowd(size: int, serials: Iterator[int], dice: random.Random) -> Iterator[tuple[Part, str]]:
    days = (_LAST_DAY - _FIRST_DAY).days
    for _ in range(size):
        serial = next(serials)
        sex, born = dice.choice("12"), _FIRST_DAY + timedelta(days=dice.randrange(days))
        name = dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=2 if dice.random() < 0.85 else 1))
        county = COUNTIES[serial % len(COUNTIES)]
        part = Part(
            role="",
            name=name,
            sex=sex,
            born=born,
            county=county,
            nation=dice.choice(_NATIONS),
            mobile=f"1390000{serial + 1000:04d}",
            bank=dice.choice(("B01", "B01", "B02", "B02", "B03")),
            states=_states(dice.random()),
        )
        yield part, _number(county, born, serial % 250, sex)


def _states(draw: float) -> tuple[str, ...]:
    """Most cards are well; some are not, as in life."""
    shares = (
        (0.90, ("1 normal",)),
        (0.93, ("1 inactive",)),
        (0.95, ("0 inactive",)),
        (0.97, ("2 formal-loss",)),
        (0.985, ("9 closed", "1 normal")),
        (0.995, ("1 frozen",)),
    )
    return next((states for share, states in shares if draw < share), ("3 normal",))


def _number(county: str, born: date, serial: int, sex: str) -> str:
    """A valid identity number. Two people of one county born on one day with one serial would clash; see the test."""
    sequence = serial * 2 + (1 if sex == "1" else 0)
    first17 = f"{county}{born:%Y%m%d}{sequence:03d}"
    return first17 + identity_check_digit(first17)


def _resident(
    part: Part, *, number: str, now: datetime, dice: random.Random, cards: Iterator[int], issued: int = 0
) -> Resident:
    holder = Holder(number, part.name, part.sex, part.born, part.nation, part.mobile)
    places = range(len(part.states))
    made = tuple(_card(part, at, now=now, dice=dice, serial=next(cards), year=issued) for at in places)
    replaced = frozenset(made[place].number for place in part.replaced)
    return Resident(Person(holder, made, now), replaced)


def _issuer(part: Part) -> str:
    """The city that issued the card: that of the province, also for whoever has a number from elsewhere."""
    return part.county if part.county in COUNTIES else COUNTIES[0]


def _card(part: Part, place: int, *, now: datetime, dice: random.Random, serial: int, year: int = 0) -> Card:
    code, _, bank_state = part.states[place].partition(" ")
    body = f"B{serial:07d}"
    newest = place == len(part.states) - 1
    year = year or (dice.randrange(2018, 2026) if newest else dice.randrange(2008, 2017))
    issued = date(year, dice.randrange(1, 13), dice.randrange(1, 29))
    state = CardState(code)
    return Card(
        number=body + card_check_character(body),
        identifier=f"{_issuer(part)}D156000005{serial:08X}{dice.getrandbits(32):08X}",
        state=state,
        as_of=now,
        issued_on=issued,
        expires_on=issued.replace(year=year + 10),
        loss_until=minute_of(now) + timedelta(days=part.days_left) if state is CardState.TEMPORARY_LOSS else None,
        bank=_account(part, bank_state, now=now, dice=dice),
        version=1,
    )


def _account(part: Part, state: str, *, now: datetime, dice: random.Random) -> BankAccount | None:
    tail = f"{dice.randrange(10_000):04d}"
    if not state:
        return None
    as_of = bank_as_of(part.bank, now)
    return BankAccount(part.bank, BANKS[part.bank], tail, BankState(state), as_of, account_class="I")


def bank_as_of(bank: str, now: datetime) -> datetime:
    """When the platform last heard from a bank: a joint one answers at once, a separate one sends a file at night."""
    return start_of_day(now) if bank in SEPARATE_BANKS else now


def minute_of(moment: datetime) -> datetime:
    """The whole minute `moment` lies in: loss periods count from the minute (domain rules of the practice province)."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
