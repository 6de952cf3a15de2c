"""What a counter says the holder was told and has agreed to, as the practice platform judges it, and what is withdrawn.

Refuses to read minds: that the words were really shown is the counter's word. Counters before 1.6 say nothing of it,
and what they recorded stands.
"""

from __future__ import annotations

import re
from datetime import date

from counter_app.domain.moments import local
from counter_app.domain.numbers import birth_date_of
from practice.platform import rules
from practice.platform.bench import Bench, Row

_PREFIX = "consent_"
_FORM = re.compile(r"(told|agreed|declined) [0-9A-Za-z.-]{1,20} [0-9a-f]{64} (self|guardian|agent)")
_WHO = frozenset({"self", "guardian", "agent"})
_PURPOSES = frozenset({"service", "bank", "account", "photo", "child", "messages"})
_FREE = frozenset({"account", "messages"})
_ORDERS = frozenset({"application", "replacement", "bank-change"})
_OF_A_CHILD = _ORDERS | {"activation", "data-change"}
_CHILD_UNDER = 14


def fault(bench: Bench, holder: Row) -> str:
    """The code against what is told of consents, "" where nothing stands against it."""
    told = {name.removeprefix(_PREFIX): fact for name, fact in bench.form.facts.items() if name.startswith(_PREFIX)}
    if not told:
        return ""
    read = {purpose: _FORM.fullmatch(fact) for purpose, fact in told.items()}
    if "service" not in told or not read.keys() <= _PURPOSES or None in read.values():
        return rules.UNFIT_DATA
    words = {purpose: found[1] for purpose, found in read.items() if found}
    actor = bench.fact("actor")  # whoever reports a loss is told what the holder would be, and is none of these
    if actor in _WHO and any(found and found[2] != actor for found in read.values()):
        return rules.UNFIT_DATA
    if words["service"] != "told":
        return rules.UNFIT_DATA
    given = {purpose for purpose, word in words.items() if word != "declined"}
    return "" if _needed(bench, holder) <= given else rules.NOT_CONSENTED


def _needed(bench: Bench, holder: Row) -> set[str]:
    """What cannot be done without in this operation, by the law (个人信息保护法 art. 23, 29, 31)."""
    procedure = bench.form.procedure
    return {
        *(("bank",) if procedure in _ORDERS and bench.fact("bank") else ()),
        *(("photo",) if procedure in _ORDERS and bench.fact("photo_digest") else ()),
        *(("account",) if procedure == "activation" and "bank" in bench.form.changes else ()),
        *(("child",) if procedure in _OF_A_CHILD and _is_child(bench, holder) else ()),
    }


def _is_child(bench: Bench, holder: Row) -> bool:
    told, today = holder["birth_date"], local(bench.now).date()
    born = date.fromisoformat(str(told)) if told else birth_date_of(str(holder["number"]))
    if born is None:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < _CHILD_UNDER


def withdrawn(bench: Bench) -> str:
    """The code against a withdrawal, "" where it can be put on record."""
    return "" if bench.fact("withdrawn") in _FREE else rules.UNFIT_DATA
