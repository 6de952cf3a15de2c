"""Rules on each half of a card in question, and what enabling or cancelling a card brings with it.

Refuses to change a half by anything but the table of `practice.platform.rules`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.period import COUNTS_FROM, CountsFrom
from practice.platform import cards, orders, requests, rules
from practice.platform import database as db
from practice.platform.bench import Bench, Row
from practice.population import SEPARATE_BANKS, minute_of

ACTIVATION, CANCELLATION = "activation", "cancellation"
_DEATH, _DEAD = "death", "dead"
_USUAL_DAYS = 7
_GO_ON = frozenset({"normal", "frozen", "closed"})
_CLOSABLE = frozenset({"normal", "inactive", "temporary-loss", "formal-loss"})
_Json = dict[str, object]


def find(bench: Bench, holder: Row) -> Row:
    """The card in question, after everything that stands against the operation as a whole. Raises Turned."""
    targets = {half: rule.target for half, rule in rules.RULES[bench.form.procedure].items()}
    if not bench.form.changes or any(targets.get(half) != state for half, state in bench.form.changes.items()):
        raise bench.turned(rules.OTHER_CHANGE)
    if bench.form.procedure == ACTIVATION:
        return _to_activate(bench, holder)
    if bench.form.procedure == CANCELLATION:
        card = bench.card_in_question()
        _may_cancel(bench, holder, card)
        return card
    requests.must_live(bench, holder)  # nobody loses or finds a card after death
    return bench.card_in_question()


def decide(bench: Bench, half: str, card_number: str) -> _Json:
    """Rule on one half and let it take effect."""
    card = next(one for one in bench.cards() if one["number"] == card_number)
    rule = rules.RULES[bench.form.procedure][half]
    state = str(card["state"] if half == "ssc" else card["bank_state"] or "")
    until = card["loss_until"] if half == "ssc" else card["bank_until"]
    code = _bank_says(bench, card) if half == "bank" else ""
    code = code or rules.refusal(half, rule, state, replaced=bool(card["replaced"]))
    answer: _Json = {"half": half, "code": code, "reason": rules.reason(code, state), "state": state}
    if code == rules.ALREADY:
        return answer | {"verdict": "accepted", "effective_at": None, "until": until}
    if code:
        verdict = "not_now" if code == rules.BANK_SILENT else "refused"
        return answer | {"verdict": verdict, "effective_at": None, "until": None}
    until = _lapse(bench) if rule.target in rules.TEMPORARY else None
    bench.change(half, card, after=rule.target, until=until)
    _bring_about(bench, half, card)
    moments = {"effective_at": db.say_moment(bench.now), "until": until}
    return answer | {"verdict": "accepted", "state": rule.target} | moments


def _to_activate(bench: Bench, holder: Row) -> Row:
    """The sealed card, named or not. Raises Turned where it is not ready or may not be handed over."""
    card = _sealed(bench) if bench.form.card_number is None else bench.card_in_question()
    if card["state"] == "0":
        requests.must_live(bench, holder)
        requests.must_act(bench, holder)
        order = orders.of_card(bench.connection, str(card["number"]))
        if order is not None and order["state"] != orders.READY:
            raise bench.turned(rules.NOT_READY)
    return card


def _sealed(bench: Bench) -> Row:
    sealed = [card for card in bench.cards() if card["state"] == "0"]
    if sealed:
        return sealed[-1]
    if orders.under_way(bench.connection, bench.number) is not None:
        raise bench.turned(rules.NOT_READY)
    return bench.card_in_question()


def _may_cancel(bench: Bench, holder: Row, card: Row) -> None:
    """Raises Turned while something must be ended first; after a death, which the records or a paper
    must prove, nothing has to be ended.
    """
    if card["state"] == "9":
        return
    if bench.fact("ground") == _DEATH:
        proven = holder["life"] == _DEAD or bench.fact("death_proof")
        if bench.fact("actor") == "self" or not proven:
            raise bench.turned(rules.UNFIT_DATA)
        return
    requests.must_act(bench, holder)
    if orders.under_way(bench.connection, bench.number) is not None:
        raise bench.turned(rules.ORDER_UNDER_WAY)
    if card["bank"] is not None and card["bank_state"] != "closed":
        raise bench.turned(rules.ACCOUNT_OPEN)


def _bank_says(bench: Bench, card: Row) -> str:
    """Why the bank cannot be asked, empty when it can."""
    if card["bank"] is None:
        return rules.NO_ACCOUNT
    if card["bank"] in SEPARATE_BANKS:
        return rules.SEPARATE_BANK
    if bench.form.procedure == ACTIVATION and card["state"] != "1":
        return rules.NOT_READY
    return rules.BANK_SILENT if card["bank"] == bench.silent_bank else ""


def _lapse(bench: Bench) -> str:
    """Natural days counted from the minute it took effect, or from the one of the acceptance where the pack says so."""
    said = bench.form.facts.get("days", "")
    days = int(said) if said in {str(n) for n in range(1, 91)} else _USUAL_DAYS
    since = bench.now
    if bench.fact(COUNTS_FROM) == CountsFrom.ACCEPTANCE:
        since = min(bench.now, datetime.fromisoformat(bench.form.accepted_at))
    return db.say_moment(minute_of(since) + timedelta(days=days))


def _bring_about(bench: Bench, half: str, card: Row) -> None:
    """What else happens in the same transaction."""
    if half == "ssc" and bench.form.procedure == ACTIVATION:
        _collect(bench, card)
    if half == "ssc" and bench.form.procedure == CANCELLATION and bench.fact("ground") == _DEATH:
        bench.connection.execute("UPDATE person SET life = ? WHERE number = ?", (_DEAD, bench.number))
        _stop_making(bench)


def _collect(bench: Bench, card: Row) -> None:
    """The card was handed over: its order is settled, and the card it replaces stops."""
    order = orders.of_card(bench.connection, str(card["number"]))
    if order is None:
        return
    orders.end(bench.connection, str(order["number"]), orders.COLLECTED)
    old = next((one for one in bench.cards() if one["number"] == order["replaces"]), None)
    if old is None:
        return
    if old["state"] != "9":
        bench.change("ssc", old, after="9")
    if order["keeps_account"]:
        _move_account(bench, old, card)
    elif card["bank"] is not None and old["bank_state"] in _CLOSABLE:
        bench.change("bank", old, after="closed")


def _move_account(bench: Bench, old: Row, new: Row) -> None:
    """One account stands behind one card; it goes on as it did, but what was stopped with the lost card has to be
    activated behind the new one.
    """
    state = old["bank_state"] if old["bank_state"] in _GO_ON else "inactive"
    cards.change(bench.connection, new, bank={"state": state})
    cards.change(bench.connection, old, bank=None)


def _stop_making(bench: Bench) -> None:
    """Nobody is left to be handed a card; one that is ready is cancelled with its account."""
    order = orders.under_way(bench.connection, bench.number)
    if order is None:
        return
    orders.end(bench.connection, str(order["number"]), orders.STOPPED)
    made = next((one for one in bench.cards() if one["number"] == order["card_number"]), None)
    if made is not None and made["state"] != "9":
        bench.change("ssc", made, after="9")
    if made is not None and made["bank_state"] in _CLOSABLE and not order["keeps_account"]:
        bench.change("bank", made, after="closed")
