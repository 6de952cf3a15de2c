"""Operations that change no half by themselves: applications, replacements, changes of bank and data, and what is only
put on record.

Refuses before it writes: an operation that is turned down leaves nothing behind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from practice.platform import acting, attachments, cards, consents, orders, rules
from practice.platform import database as db
from practice.platform.bench import Bench, Row
from practice.population import BANKS, NO_NEW_CARDS

_REASONS = frozenset({"lost", "damaged", "expired", "unreadable", "data"})
_LOST_FROM, _WORN_FROM, _IN_USE = frozenset({"2"}), frozenset({"1", "2"}), frozenset({"1"})
_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_NATIONS = frozenset(f"{code:02d}" for code in (*range(1, 57), 97, 98))
_LONGEST_NAME = 50
_INTERESTS = frozenset({"inheritance", "benefits", "dispute"})
_PICTURED = frozenset({"taken", "brought"})


def carry(bench: Bench, holder: Row) -> str | None:
    """Rule on the operation and let it take effect; the number of the card it was about. Raises Turned."""
    if bench.form.changes:
        raise bench.turned(rules.OTHER_CHANGE)
    return HANDLERS[bench.form.procedure](bench, holder)


def must_live(bench: Bench, holder: Row) -> None:
    """Raises Turned for a holder who is dead or missing."""
    if holder["life"]:
        raise bench.turned(rules.DEAD_OR_MISSING)


def must_act(bench: Bench, holder: Row) -> None:
    """Raises Turned where whoever acts may not."""
    if code := acting.fault(bench, holder):
        raise bench.turned(code)


def _application(bench: Bench, holder: Row) -> None:
    _may_order(bench, holder)
    if any(card["state"] != "9" for card in bench.cards()):
        raise bench.turned(rules.HAS_A_CARD)
    bank = _new_bank(bench, bench.fact("bank"))
    _order(bench, orders.NEW, bank)


def _replacement(bench: Bench, holder: Row) -> str:
    why = bench.fact("reason")
    missing = _missing_before_use(bench) if why == "lost" else None
    _may_order(bench, holder, instead_of=missing)
    card = missing or bench.card_in_question()
    if why not in _REASONS:
        raise bench.turned(rules.UNFIT_DATA)
    if missing is not None and (first := _order_beside(bench, missing)) is not None:
        return _make_anew(bench, missing, first)
    if missing is None:
        _must_stand(bench, card, _LOST_FROM if why == "lost" else _WORN_FROM)
    keeps = bench.fact("keep_account") == "yes"
    bank = _kept_bank(bench, card) if keeps else _bank_of_replacement(bench, card)
    if missing is not None:
        _void(bench, missing, keeps=keeps)
    _order(bench, orders.REPLACEMENT, bank, replaces=card, keeps=keeps)
    cards.change(bench.connection, card, ssc={"replaced": 1})
    return str(card["number"])


def _missing_before_use(bench: Bench) -> Row | None:
    """The card in question where it was made and never enabled and there is no other in use, or it lies ready to take
    the other one's place; None else.
    """
    named = next((card for card in bench.cards() if card["number"] == bench.form.card_number), None)
    if named is not None and named["state"] == "0" and _order_beside(bench, named) is not None:
        return named
    living = [card for card in bench.cards() if card["state"] != "9"]
    if not living or any(card["state"] != "0" for card in living):
        return None
    card = bench.card_in_question()
    return card if card["state"] == "0" else None


def _order_beside(bench: Bench, card: Row) -> Row | None:
    """The order that ended in that card, while the card it is to replace still stands; None else."""
    order = orders.of_card(bench.connection, str(card["number"]))
    if order is None or order["state"] != orders.READY:
        return None
    stands = {one["number"] for one in bench.cards() if one["state"] != "9"}
    return order if order["replaces"] in stands else None


def _make_anew(bench: Bench, missing: Row, first: Row) -> str:
    """The same order once more, for the same bank and account: the card it is to replace stays as it is."""
    keeps = bool(first["keeps_account"])
    if bench.fact("bank") != str(first["bank"] or "") or (bench.fact("keep_account") == "yes") is not keeps:
        raise bench.turned(rules.UNFIT_DATA)
    bank = _answering(bench, bench.fact("bank"))
    _void(bench, missing, keeps=keeps)
    if keeps:  # the account is that of the other card, and stands behind it alone again
        cards.change(bench.connection, missing, bank=None)
    old = next(card for card in bench.cards() if card["number"] == first["replaces"])
    _order(bench, str(first["kind"]), bank, replaces=old, keeps=keeps)
    return str(missing["number"])


def _void(bench: Bench, card: Row, *, keeps: bool) -> None:
    """A card that went missing before anybody could use it: its order is settled, it can never be enabled."""
    order = orders.of_card(bench.connection, str(card["number"]))
    if order is not None:
        orders.end(bench.connection, str(order["number"]), orders.STOPPED)
    bench.change("ssc", card, after="9")
    if card["bank_state"] == "inactive" and not keeps:
        bench.change("bank", card, after="closed")


def _bank_change(bench: Bench, holder: Row) -> str:
    _may_order(bench, holder)
    card = bench.card_in_question()
    _must_stand(bench, card, _IN_USE)
    bank = bench.fact("bank")
    if bank == card["bank"]:
        raise bench.turned(rules.UNFIT_DATA)
    _order(bench, orders.BANK, _new_bank(bench, bank), replaces=card)
    return str(card["number"])


def _data_change(bench: Bench, holder: Row) -> None:
    must_live(bench, holder)
    must_act(bench, holder)
    new = {name.removeprefix("new_"): bench.fact(name) for name in bench.form.facts if name.startswith("new_")}
    if not new or not all(_FITS.get(name, _never)(value) for name, value in new.items()):
        raise bench.turned(rules.UNFIT_DATA)
    if "name" in new and not bench.fact("proof_of_change"):
        raise bench.turned(rules.UNFIT_DATA)
    for name, value in new.items():
        change = f"UPDATE person SET {name} = ? WHERE number = ?"  # noqa: S608 - a name of _FITS
        bench.connection.execute(change, (value, bench.number))


def _status_proof(bench: Bench, _holder: Row) -> str | None:
    number = bench.form.card_number
    return str(bench.card_in_question()["number"]) if number is not None else None


def _data_copy(bench: Bench, holder: Row) -> None:
    """A request for the copy of what a counter keeps, put on record: nothing of the holder changes."""
    if holder["life"] != "dead":
        must_live(bench, holder)
        must_act(bench, holder)
    elif bench.fact("actor") != "agent":
        raise bench.turned(rules.DEAD_OR_MISSING)
    elif bench.fact("interest") not in _INTERESTS or bench.fact("arrangement") != "none" or acting.kin_fault(bench):
        raise bench.turned(rules.UNFIT_DATA)


def _consent_withdrawal(bench: Bench, holder: Row) -> None:
    """Put on record; nothing of holder or card changes."""
    must_live(bench, holder)
    must_act(bench, holder)
    if code := consents.withdrawn(bench):
        raise bench.turned(code)


def _resume_making(bench: Bench, holder: Row) -> None:
    must_live(bench, holder)
    order = orders.under_way(bench.connection, bench.number)
    if order is None or order["number"] != bench.fact("order") or order["state"] != orders.FAILED:
        raise bench.turned(rules.NO_SUCH_ORDER)
    orders.resume(bench.connection, str(order["number"]), bench.now)


def _pin_on_record(bench: Bench, holder: Row) -> str:
    """What the holder did with the PIN at the reader; only a card in use has one to work with."""
    must_live(bench, holder)
    card = bench.card_in_question()
    _must_stand(bench, card, _IN_USE)
    return str(card["number"])


def _may_order(bench: Bench, holder: Row, *, instead_of: Row | None = None) -> None:
    """`instead_of`: the card an order has ended in, which is missing; that order does not stand in the way."""
    must_live(bench, holder)
    must_act(bench, holder)
    order = orders.under_way(bench.connection, bench.number)
    if order is not None and (instead_of is None or order["card_number"] != instead_of["number"]):
        raise bench.turned(rules.ORDER_UNDER_WAY)
    if (mobile := bench.fact("mobile")) and not _MOBILE.fullmatch(mobile):
        raise bench.turned(rules.UNFIT_DATA)
    _photo_must_be_here(bench)


def _photo_must_be_here(bench: Bench) -> None:
    """A photo that was taken or brought goes before what names it.

    Counters before 1.2 name none and say nothing of identity either: what they recorded stands.
    """
    digest, pictured = bench.fact("photo_digest"), bench.fact("photo") in _PICTURED
    if digest and not (pictured and attachments.DIGEST.fullmatch(digest)):
        raise bench.turned(rules.UNFIT_DATA)
    if pictured and not digest and bench.form.facts.keys() & {"photo_digest", "identity"}:
        raise bench.turned(rules.UNFIT_DATA)
    if digest and not attachments.has(bench.connection, digest):
        raise bench.turned(rules.PHOTO_NOT_HERE)


def _must_stand(bench: Bench, card: Row, allowed: frozenset[str]) -> None:
    if card["state"] not in allowed:
        raise bench.turned(rules.WRONG_STATE, state=str(card["state"]))


def _kept_bank(bench: Bench, card: Row) -> str:
    """The present bank, where its account can stay."""
    if card["bank"] is None:
        raise bench.turned(rules.NO_ACCOUNT)
    if card["bank_state"] == "closed":
        raise bench.turned(rules.WRONG_ACCOUNT_STATE, state="closed")
    if bench.fact("bank") not in ("", card["bank"]):
        raise bench.turned(rules.UNFIT_DATA)
    return _answering(bench, str(card["bank"]))


def _bank_of_replacement(bench: Bench, card: Row) -> str:
    """A present holder of a bank that takes no new cards goes on there; whoever has no account may stay without."""
    bank, present = bench.fact("bank"), str(card["bank"] or "")
    if bank in ("", present):
        return _answering(bench, present)
    return _new_bank(bench, bank)


def _new_bank(bench: Bench, bank: str) -> str:
    if bank not in BANKS:
        raise bench.turned(rules.UNFIT_DATA)
    if bank in NO_NEW_CARDS or bank == bench.switches.get(db.BANK_NO_NEW_CARDS):
        raise bench.turned(rules.NO_NEW_CARDS)
    return _answering(bench, bank)


def _answering(bench: Bench, bank: str) -> str:
    if bank and bank == bench.silent_bank:
        raise bench.turned(rules.BANK_SILENT)
    return bank


def _order(bench: Bench, kind: str, bank: str, *, replaces: Row | None = None, keeps: bool = False) -> None:
    orders.place(
        bench.connection,
        bench.now,
        kind=kind,
        holder=bench.number,
        bank=bank,
        outlet=bench.fact("outlet")[:40] or bench.form.outlet,
        replaces=str(replaces["number"]) if replaces else None,
        keeps_account=keeps,
        promised=bench.fact("promised_on"),
    )
    if digest := bench.fact("photo_digest"):
        attachments.name(bench.connection, digest, bench.form.id)
    if mobile := bench.fact("mobile"):
        bench.connection.execute("UPDATE person SET mobile = ? WHERE number = ?", (mobile, bench.number))


def _is_name(value: str) -> bool:
    return 0 < len(value) <= _LONGEST_NAME and not any(unicodedata.category(c).startswith("C") for c in value)


def _never(_value: str) -> bool:
    return False


_FITS: Mapping[str, Callable[[str], bool]] = {
    "name": _is_name,
    "mobile": lambda value: _MOBILE.fullmatch(value) is not None,
    "nation": lambda value: value in _NATIONS,
}
HANDLERS: Mapping[str, Callable[[Bench, Row], str | None]] = {
    "application": _application,
    "replacement": _replacement,
    "bank-change": _bank_change,
    "data-change": _data_change,
    "status-proof": _status_proof,
    "data-copy": _data_copy,
    "consent-withdrawal": _consent_withdrawal,
    "resume-making": _resume_making,
    "pin-change": _pin_on_record,
    "pin-reset": _pin_on_record,
    "pin-unblock": _pin_on_record,
}
