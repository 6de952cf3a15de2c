"""People of the practice province whose card is the hard case: how its chip answers, and what a trainee is to learn.

Refuses to compute: numbers and cards are made by `practice.population`, what every chip says by `practice.chip`. `chip`
are keys of `readers.simulator.description` put over that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.domain.text import Text
from practice.cast import Part


@dataclass(frozen=True, slots=True)
class HardCard:
    """`issued`: year of issue where it matters; the card is valid for ten years."""

    part: Part
    title: Text
    chip: Mapping[str, object]
    issued: int = 0


def _case(
    role: str,
    title: Text,
    who: tuple[str, str, date],
    county: str,
    *,
    chip: Mapping[str, object],
    issued: int = 0,
    states: tuple[str, ...] = ("1 normal",),
) -> HardCard:
    name, sex, born = who
    return HardCard(Part(role, name, sex, born, county=county, bank="B02", states=states), title, chip, issued)


HARD: tuple[HardCard, ...] = (
    _case(
        "chip-1.0",
        Text("1.0 老卡，没有姓名扩展", "A 1.0 card without second name record"),
        ("邹桂英", "2", date(1949, 10, 8)),
        "439901",
        chip={"spec_version": "1.00", "dates": "ascii", "answers": "61", "reads": ["number", "tag"]},
    ),
    _case(
        "chip-3.0",
        Text("3.0 卡，先认证才给读", "A 3.0 card that asks for authentication"),
        ("龙思远", "1", date(1996, 2, 18)),
        "439902",
        chip={"spec_version": "3.00", "protocol": "T1"},
        issued=2024,
    ),
    _case(
        "chip-3.0-blank",
        Text("3.0 卡，认证前姓名号码空白", "A 3.0 card, blank before authentication"),
        ("莫小雨", "2", date(2003, 6, 27)),
        "439903",
        chip={"spec_version": "3.00", "protection": "blank"},
        issued=2025,
    ),
    _case(
        "chip-contactless",
        Text("3.0 非接触卡", "A contactless 3.0 card"),
        ("欧阳乐", "1", date(1999, 12, 3)),
        "439904",
        chip={"spec_version": "3.00", "protocol": "contactless"},
        issued=2025,
    ),
    _case(
        "chip-protected",
        Text("2.0 卡，资料受保护", "A 2.0 card with protected files"),
        ("贺明珠", "2", date(1981, 9, 14)),
        "439905",
        chip={"protection": "refused", "answers": "6C"},
    ),
    _case(
        "chip-key-blocked",
        Text("3.0 卡，认证密钥已锁定", "A 3.0 card whose key is blocked"),
        ("易德胜", "1", date(1972, 5, 30)),
        "439906",
        chip={"spec_version": "3.00", "keys": [{"id": "0A", "tries": 3, "left": 0}]},
        issued=2023,
    ),
    _case(
        "pin-blocked",
        Text("卡密码已锁定", "The card PIN is blocked"),
        ("段玉梅", "2", date(1964, 4, 21)),
        "439907",
        chip={"pin": {"left": 0}},
    ),
    _case(
        "pin-last-try",
        Text("卡密码只剩 1 次", "One PIN try left"),
        ("黎志勇", "1", date(1987, 8, 5)),
        "439908",
        chip={"pin": {"left": 1}},
    ),
    _case(
        "expired",
        Text("卡已过有效期", "The card has expired"),
        ("向春兰", "2", date(1953, 1, 16)),
        "439909",
        chip={},
        issued=2012,
    ),
    _case(
        "name-variant",
        Text("卡上姓名用异体字", "The chip writes the name with a variant character"),
        ("黄丽娜", "2", date(1991, 11, 11)),
        "439910",
        chip={"name": "黃丽娜"},
    ),
    _case(
        "chip-half",
        Text("持卡人记录读不全", "The record of the holder is cut off"),
        ("殷国平", "1", date(1968, 3, 28)),
        "439911",
        chip={"records": {"EF06": ["0812"]}},
    ),
    _case(
        "transit-not-loaded",
        Text("交通应用未开通", "The transit application is not in use"),
        ("柳依依", "2", date(2008, 7, 9)),
        "439912",
        chip={"transit": {"number": "", "loaded": False}},
    ),
    _case(
        "not-an-ssc",
        Text("只有银行应用的卡", "A card with a bank application only"),
        ("秦大海", "1", date(1979, 6, 6)),
        "439913",
        chip={"kind": "bank"},
    ),
)
