"""Each procedure of the whole life against each state of a card and each kind of person: taken or refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.operation import Verdict
from practice.platform import database as db
from practice.platform import rules
from practice.platform.requests import HANDLERS
from tests.parts.whole_life import CHANGES, FACTS, PROCEDURES, agreed, ask, guardian
from tests.practice.at_platform import Desk

OK, ALREADY, SEVERAL, NO_CARD = "", "1200", "1204", "1203"
STATE, UNDER_WAY, ACCOUNT, HAS_CARD, NOT_READY = "1205", "1210", "1214", "1215", "1216"
YOUNG, DEAD, UNFIT, NO_ORDER = "1217", "1213", "1218", "1211"
_IN_USE = {
    "application": HAS_CARD,
    "replacement": OK,
    "bank-change": OK,
    "data-change": OK,
    "status-proof": OK,
    "data-copy": OK,
    "consent-withdrawal": OK,
    "resume-making": NO_ORDER,
    "pin-change": OK,
    "pin-reset": OK,
    "pin-unblock": OK,
    "activation": ALREADY,
    "cancellation": ACCOUNT,
}


def _not_in_use(code: str, **others: str) -> dict[str, str]:
    needs = ("replacement", "bank-change", "pin-change", "pin-reset", "pin-unblock", "activation")
    return {**_IN_USE, **dict.fromkeys(needs, code), **others}


# Role of the cast: the code of the answer as a whole, procedure by procedure.
EXPECTED: Mapping[str, Mapping[str, str]] = {
    "normal": _IN_USE,
    "bank-closed": {**_IN_USE, "activation": "1303", "cancellation": OK},
    "bank-frozen": {**_IN_USE, "activation": "1303"},
    "bank-inactive": _IN_USE,  # the card is enabled already, its account is enabled now
    "temporary-both": _not_in_use(STATE),
    "formal": _not_in_use(STATE, replacement=OK),
    "replacing": _not_in_use(STATE, replacement=OK),
    "locked": _not_in_use(STATE),
    "sealed": _not_in_use(STATE, activation=OK),
    "cancelled": _not_in_use(NO_CARD, application=OK, cancellation=NO_CARD),
    "two-living": _not_in_use(SEVERAL, cancellation=SEVERAL),
    "adult-no-card": _not_in_use(NO_CARD, application=OK, cancellation=NO_CARD),
    "foreigner": _not_in_use(NO_CARD, application=OK, cancellation=NO_CARD),
    "hmt": _IN_USE,
    "card-ready": {
        **_not_in_use(STATE, activation=OK),
        **dict.fromkeys(("application", "replacement", "bank-change", "cancellation"), UNDER_WAY),
    },
    "making": {
        **_not_in_use(NO_CARD, activation=NOT_READY, cancellation=NO_CARD),
        **dict.fromkeys(("application", "replacement", "bank-change"), UNDER_WAY),
    },
    "making-failed": {
        **_not_in_use(NO_CARD, activation=NOT_READY, cancellation=NO_CARD),
        **dict.fromkeys(("application", "replacement", "bank-change"), UNDER_WAY),
        "resume-making": OK,
    },
    "replaced": {
        **_not_in_use(STATE, activation=OK),
        **dict.fromkeys(("application", "replacement", "bank-change", "cancellation"), UNDER_WAY),
    },
    "minor-no-card": {
        **dict.fromkeys(
            ("application", "replacement", "bank-change", "data-change", "data-copy", "consent-withdrawal"), YOUNG
        ),
        **dict.fromkeys(("activation", "cancellation", "pin-change", "pin-reset", "pin-unblock"), NO_CARD),
        "status-proof": OK,
        "resume-making": NO_ORDER,
    },
    "dead": {**dict.fromkeys(PROCEDURES, DEAD), "status-proof": OK, "cancellation": ACCOUNT, "activation": ALREADY},
}
NEW = [procedure for procedure in PROCEDURES if procedure in _IN_USE]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a platform that nobody has used."""
    path = tmp_path_factory.mktemp("fresh") / "platform.db"
    Desk(path).connection.close()
    return path


@pytest.fixture
def new_desk(fresh: Path, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """An unused platform at each call."""
    made: list[Desk] = []

    def make() -> Desk:
        copy = tmp_path / f"{len(made)}.db"
        shutil.copy(fresh, copy)
        made.append(Desk(copy))
        return made[-1]

    yield make
    for desk in made:
        desk.connection.close()


@pytest.mark.parametrize("procedure", ["temporary-loss", "formal-loss", "release"])
def test_after_a_death_no_card_is_lost_or_found(new_desk: Callable[[], Desk], procedure: str) -> None:
    """By the platform itself, whatever a counter thinks: a code, words, and nothing changed."""
    desk = new_desk()
    person = desk.people["dead"]
    if procedure == "release":
        desk.connection.execute("UPDATE card SET state = '2' WHERE holder = ?", (person.holder.number,))
    answer = desk.ask(person, procedure)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, DEAD)
    assert answer.reason is not None
    assert "死亡" in answer.reason.zh
    assert desk.effects() == []


@pytest.mark.parametrize("role", EXPECTED)
def test_every_procedure_against_every_state(new_desk: Callable[[], Desk], role: str) -> None:
    for procedure in NEW:
        desk = new_desk()
        person = desk.people[role]
        facts = {"order": person.orders[0].number} if procedure == "resume-making" and person.orders else {}
        answer = desk.ask(person, procedure, actor=facts)
        assert answer.code == EXPECTED[role][procedure], (role, procedure)
        refused = answer.code not in (OK, ALREADY)
        assert answer.verdict is (Verdict.REFUSED if refused else Verdict.ACCEPTED), (role, procedure)
        assert (answer.reason is None) is (answer.code == OK)
        assert answer.person is not None
        if procedure not in CHANGES:
            assert answer.halves == ()
        if answer.verdict is Verdict.REFUSED and not answer.halves:
            assert (desk.look(person).cards, desk.effects()) == (desk.look(person).cards, [])
            assert len(desk.look(person).orders) == len(person.orders)


def test_every_procedure_is_tried_on_everybody() -> None:
    assert set(NEW) | {"temporary-loss", "formal-loss", "release"} == set(PROCEDURES) == {*rules.RULES, *HANDLERS}
    assert all(set(told) >= set(NEW) for told in EXPECTED.values())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_changes_that_are_not_the_procedures_own_are_refused(new_desk: Callable[[], Desk], procedure: str) -> None:
    """Halves where there are none, none where there are, and states of other procedures."""
    desk = new_desk()
    person = desk.people["normal"]
    wrong: list[dict[Half, str]] = [{Half.SSC: CardState.LOCKED.value}, {Half.BANK: BankState.CLOSED.value}]
    if procedure in CHANGES:
        wrong.append({})
    for changes in wrong:
        assert desk.send(ask(person, procedure, changes=changes)).code == "1402"
    assert desk.effects() == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"actor": "self"}, YOUNG),
        ({"actor": ""}, YOUNG),
        ({"actor": "neighbour", "actor_name": "甲", "actor_number": "P1234567"}, UNFIT),
        ({"actor": "guardian"}, UNFIT),
        ({"actor": "guardian", "actor_name": "甲", "actor_number": "OWN"}, UNFIT),
        ({"actor": "guardian", "actor_name": "甲", "actor_number": "439902198601120000"}, UNFIT),
        ({"actor": "guardian", "actor_name": "余辰", "actor_number": "YOUNGER"}, UNFIT),
        ({"actor": "agent", "actor_name": "苗远航", "actor_number": "PARENT"}, YOUNG),
        ({"actor": "guardian", "actor_name": "苗远航", "actor_number": "PARENT"}, OK),
        ({"actor": "guardian", "actor_name": "ANA", "actor_number": "P1234567"}, OK),
    ],
)
def test_a_child_needs_a_guardian_who_can_be_one(
    new_desk: Callable[[], Desk], facts: dict[str, str], code: str
) -> None:
    desk = new_desk()
    child = desk.people["minor-no-card"]
    named = {
        "OWN": child.holder.number,
        "YOUNGER": desk.people["no-card"].holder.number,
        "PARENT": desk.people["guardian-of-minor"].holder.number,
    }
    told = {name: named.get(value, value) for name, value in facts.items()}
    assert desk.ask(child, "application", actor=told).code == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"new_mobile": "13912345678"}, OK),
        ({"new_mobile": "139"}, UNFIT),
        ({"new_nation": "15"}, OK),
        ({"new_nation": "57"}, UNFIT),
        ({"new_name": "林晓岚·新"}, UNFIT),
        ({"new_name": "林晓岚·新", "proof_of_change": "police"}, OK),
        ({"new_name": "", "proof_of_change": "police"}, UNFIT),
        ({"new_name": "名" * 51, "proof_of_change": "police"}, UNFIT),
        ({"new_name": "a\u0007b", "proof_of_change": "police"}, UNFIT),
        ({"new_number": "439901199001010011"}, UNFIT),
        ({"new_life": "dead"}, UNFIT),
    ],
)
def test_data_change_only_to_what_fits(new_desk: Callable[[], Desk], facts: dict[str, str], code: str) -> None:
    desk = new_desk()
    person = desk.people["normal"]
    operation = ask(person, "data-change")
    told = {"actor": "self", **facts}
    answer = desk.send(agreed(replace(operation, facts=told)))
    assert answer.code == code
    assert answer.person
    holder = answer.person.holder
    changed = {name: getattr(holder, name) for name in ("name", "mobile", "nation")}
    before = {name: getattr(person.holder, name) for name in ("name", "mobile", "nation")}
    wanted = {name.removeprefix("new_"): value for name, value in facts.items() if name.startswith("new_")}
    assert changed == (before | wanted if code == OK else before)


def test_data_change_without_anything_new_is_refused(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    assert desk.send(replace(ask(desk.people["normal"], "data-change"), facts={"actor": "self"})).code == UNFIT


def test_after_a_change_of_name_the_old_one_does_not_match(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    person = desk.people["normal"]
    operation = ask(person, "data-change", new_name="林晓风", proof_of_change="police")
    assert desk.send(operation).verdict is Verdict.ACCEPTED
    assert desk.send(operation).known
    assert desk.ask(person, "status-proof").code == "1207"


@pytest.mark.parametrize("facts", [{"bank": "B99"}, {"bank": ""}, {"mobile": "12"}])
def test_an_application_that_does_not_fit_orders_nothing(new_desk: Callable[[], Desk], facts: dict[str, str]) -> None:
    desk = new_desk()
    person = desk.people["adult-no-card"]
    assert desk.ask(person, "application", actor=facts).code == UNFIT
    assert desk.look(person).orders == ()


@pytest.mark.parametrize(
    ("role", "facts", "code"),
    [
        ("normal", {"reason": "whim"}, UNFIT),
        ("normal", {"keep_account": "yes", "bank": "B02"}, UNFIT),
        ("normal", {"bank": "B99"}, UNFIT),
        ("bank-closed", {"keep_account": "yes", "bank": ""}, "1303"),
        ("bank-closed", {"bank": ""}, OK),
        ("adult-without-bank", {"keep_account": "yes", "bank": ""}, "1301"),
        ("adult-without-bank", {"bank": ""}, OK),
    ],
)
def test_a_replacement_asks_for_an_account_that_can_be(
    new_desk: Callable[[], Desk], role: str, facts: dict[str, str], code: str
) -> None:
    desk = new_desk()
    person = desk.people["normal" if role == "adult-without-bank" else role]
    if role == "adult-without-bank":
        assert person.card
        desk.connection.execute("DELETE FROM account WHERE card = ?", (person.card.number,))
    assert desk.ask(person, "replacement", actor=facts).code == code


def test_a_card_without_an_account_is_replaced_by_one_without(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    person = desk.people["normal"]
    assert person.card
    desk.connection.execute("DELETE FROM account WHERE card = ?", (person.card.number,))
    desk.ask(person, "replacement", bank="")
    desk.later(hours=1)
    stands = desk.look(person)
    assert stands.sealed
    assert stands.sealed.bank is None
    assert [half.code for half in desk.ask(person, "activation").halves] == [OK, "1301"]


def test_cancelling_after_a_death_asks_for_nothing_but_somebody_else(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    heir = guardian(desk.people["normal"])
    person = desk.people["dead"]
    assert desk.ask(person, "cancellation", ground="death").code == UNFIT
    answer = desk.ask(person, "cancellation", ground="death", actor=heir)
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.person
    assert answer.person.cards[0].state is CardState.CANCELLED
    again = desk.ask(person, "cancellation", ground="death", actor=heir, card=person.cards[0].number)
    assert [half.code for half in again.halves] == [ALREADY]


KIN = {"relation": "child", "interest": "inheritance", "arrangement": "none"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, OK),
        ({"actor": "self"}, DEAD),
        ({"actor": "guardian"}, DEAD),
        ({"relation": "other"}, UNFIT),
        ({"interest": "curiosity"}, UNFIT),
        ({"interest": ""}, UNFIT),
        ({"arrangement": "made"}, UNFIT),
        ({"arrangement": ""}, UNFIT),
        ({"actor_number": "OWN"}, UNFIT),
        ({"identity": "none"}, "1220"),
    ],
)
def test_the_copy_of_the_dead_is_for_kin_with_an_interest_of_their_own(
    new_desk: Callable[[], Desk], wrong: dict[str, str], code: str
) -> None:
    """个人信息保护法 art. 49; nothing of the holder changes and no other counter is told."""
    desk = new_desk()
    person, child = desk.people["dead"], desk.people["normal"]
    kin = {**guardian(child), "actor": "agent", **KIN, **wrong}
    own = {"actor_number": person.holder.number} if kin["actor_number"] == "OWN" else {}
    answer = desk.ask(person, "data-copy", actor={**kin, **own})
    assert answer.code == code
    assert answer.verdict is (Verdict.REFUSED if code else Verdict.ACCEPTED)
    assert desk.effects() == []
    assert desk.connection.execute("SELECT count(*) FROM feed WHERE kind = 'data-copy'").fetchone()[0] == 0


def test_a_copy_for_a_holder_who_is_missing_is_nobodys(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    person = desk.people["normal"]
    desk.connection.execute("UPDATE person SET life = 'missing' WHERE number = ?", (person.holder.number,))
    assert desk.ask(person, "data-copy").code == DEAD


def test_a_death_nobody_recorded_needs_a_proof_and_is_recorded_then(new_desk: Callable[[], Desk]) -> None:
    """Nobody alive is cancelled as dead on a stranger's word, and a dead holder orders no other card."""
    desk = new_desk()
    heir, person = guardian(desk.people["guardian-of-minor"]), desk.people["normal"]
    assert desk.ask(person, "cancellation", ground="death", actor=heir).code == UNFIT
    assert desk.look(person).life == ""
    proven = {**heir, "death_proof": "death-certificate"}
    answer = desk.ask(person, "cancellation", ground="death", actor=proven)
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.person
    assert answer.person.life == "dead"
    assert [desk.ask(person, later).code for later in ("application", "data-change")] == [DEAD, DEAD]


def test_the_bank_side_of_an_activation_waits_for_its_bank_and_the_card_works_meanwhile(
    new_desk: Callable[[], Desk],
) -> None:
    """Put off, then accepted under the same id; the social-security half keeps its first moment."""
    desk = new_desk()
    person = desk.people["card-ready"]
    desk.switch(db.BANK_SILENT, "B01")
    operation = ask(person, "activation", card=person.cards[0].number)
    first = desk.send(operation)
    desk.later(minutes=5)
    desk.switch(db.BANK_SILENT, None)
    last = desk.send(operation)
    assert [answer.verdict for answer in (first, last)] == [Verdict.NOT_NOW, Verdict.ACCEPTED]
    assert first.halves[0] == last.halves[0]
    assert first.person
    assert first.person.card
    assert first.person.card.state is CardState.NORMAL


def test_the_bank_side_alone_is_not_enabled_before_the_card(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    answer = desk.ask(desk.people["card-ready"], "activation", Half.BANK)
    assert [half.code for half in answer.halves] == [NOT_READY]


def test_facts_of_the_sample_operations_never_hold_a_pin() -> None:
    assert all("pin" not in name for facts in FACTS.values() for name in facts)


def test_a_ready_card_is_handed_to_nobody_who_may_not_have_it(new_desk: Callable[[], Desk]) -> None:
    """A holder who died since, a child who comes alone, and a card whose making was stopped at the province."""
    role = "card-ready"
    for statement, code in (
        ("UPDATE person SET life = 'missing' WHERE number = ?", DEAD),
        ("UPDATE person SET birth_date = '2015-01-01' WHERE number = ?", YOUNG),
        ("UPDATE card_order SET state = 'stopped' WHERE holder = ?", NOT_READY),
    ):
        desk = new_desk()
        person = desk.people[role]
        desk.connection.execute(statement, (person.holder.number,))
        answer = desk.ask(person, "activation")
        assert (answer.verdict, answer.code, answer.halves) == (Verdict.REFUSED, code, ())
        assert desk.effects() == []


def test_the_bank_is_changed_to_another_one(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    assert desk.ask(desk.people["normal"], "bank-change", bank="B01").code == UNFIT
    assert desk.ask(desk.people["normal"], "bank-change", bank="B03").verdict is Verdict.ACCEPTED
