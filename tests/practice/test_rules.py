"""Every state of the cast against every procedure: what the platform lets happen and what it refuses."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.domain.operation import Operation, Verdict, new_operation_id
from practice.life_cast import LIFE
from practice.platform import cards, database, rules, telling
from practice.platform.connection import Connection
from practice.population import SIZE, cast, life_cases
from sync import wire
from sync.whole import is_whole
from tests.parts.whole_life import CHANGES
from tests.practice.at_platform import Desk

NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
TARGETS = {name: CHANGES[name] for name in ("temporary-loss", "formal-loss", "release")}
OK, ALREADY, STATE, BEGUN, BANK_STATE, NO_BANK, SEPARATE = "", "1200", "1205", "1206", "1303", "1301", "1302"
# Role of the cast: the code for the social-security half and for the bank half, procedure by procedure.
EXPECTED: dict[str, dict[str, tuple[str, str]]] = {
    "normal": {"temporary-loss": (OK, OK), "formal-loss": (OK, OK), "release": (ALREADY, ALREADY)},
    "bank-frozen": {
        "temporary-loss": (OK, BANK_STATE),
        "formal-loss": (OK, BANK_STATE),
        "release": (ALREADY, BANK_STATE),
    },
    "bank-separate": {"temporary-loss": (OK, SEPARATE), "formal-loss": (OK, SEPARATE), "release": (ALREADY, SEPARATE)},
    "temporary": {"temporary-loss": (ALREADY, OK), "formal-loss": (OK, OK), "release": (OK, ALREADY)},
    "temporary-both": {"temporary-loss": (ALREADY, ALREADY), "formal-loss": (OK, OK), "release": (OK, OK)},
    "formal": {"temporary-loss": (STATE, BANK_STATE), "formal-loss": (ALREADY, ALREADY), "release": (OK, OK)},
    "replacing": {"temporary-loss": (STATE, BANK_STATE), "formal-loss": (ALREADY, ALREADY), "release": (BEGUN, BEGUN)},
    "sealed": dict.fromkeys(TARGETS, (STATE, BANK_STATE)),
    "locked": {"temporary-loss": (STATE, OK), "formal-loss": (STATE, OK), "release": (STATE, ALREADY)},
    "bank-inactive": {
        "temporary-loss": (OK, BANK_STATE),
        "formal-loss": (OK, BANK_STATE),
        "release": (ALREADY, BANK_STATE),
    },
    "bank-closed": {
        "temporary-loss": (OK, BANK_STATE),
        "formal-loss": (OK, BANK_STATE),
        "release": (ALREADY, BANK_STATE),
    },
    "no-bank": {"temporary-loss": (OK, NO_BANK), "formal-loss": (OK, NO_BANK), "release": (ALREADY, NO_BANK)},
    "lapsed": {"temporary-loss": (OK, OK), "formal-loss": (OK, OK), "release": (ALREADY, ALREADY)},
}


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    """A fresh platform."""
    made = Desk(platform_database)
    yield made
    made.connection.close()


@pytest.mark.parametrize("platform_database", ["sqlite"], indirect=True)
def test_every_state_against_every_procedure(desk: Desk) -> None:
    """Each case on a card as it was at the beginning: what it did is taken back afterwards."""
    for (role, told), procedure in product(EXPECTED.items(), TARGETS):
        with desk_undone(desk):
            answer = desk.ask(desk.people[role], procedure)
        assert tuple(half.code for half in answer.halves) == told[procedure], (role, procedure)
        refused = set(told[procedure]) - {OK, ALREADY}
        assert answer.verdict is (Verdict.REFUSED if refused else Verdict.ACCEPTED), (role, procedure)
        for half in answer.halves:
            target = TARGETS[procedure][half.half]
            assert half.state == target or half.code not in (OK, ALREADY), (role, procedure)
            assert (half.effective_at is not None) is (half.code == OK)
            assert (half.reason is None) is (half.code == OK)


def test_the_card_stands_as_the_answer_says(desk: Desk) -> None:
    for role in ("normal", "bank-frozen", "temporary", "locked"):
        answer = desk.ask(desk.people[role], "formal-loss")
        assert answer.person
        assert answer.person.card
        for half in answer.halves:
            assert answer.person.card.state_of(half.half) == half.state


@pytest.mark.parametrize(("role", "code"), [("cancelled", "1203"), ("no-card", "1203"), ("two-living", "1204")])
def test_without_a_card_number_the_card_in_use_must_be_plain(desk: Desk, role: str, code: str) -> None:
    answer = desk.ask(desk.people[role], "temporary-loss")
    assert (answer.verdict, answer.code, answer.card_number) == (Verdict.REFUSED, code, None)
    assert answer.person is not None


def test_the_card_in_use_is_found_beside_a_cancelled_one(desk: Desk) -> None:
    person = desk.people["two-cards"]
    answer = desk.ask(person, "formal-loss")
    assert (answer.verdict, answer.card_number) == (Verdict.ACCEPTED, person.cards[1].number)
    old = desk.ask(person, "formal-loss", card=person.cards[0].number)
    assert [half.code for half in old.halves] == [STATE, BANK_STATE]


def test_one_of_two_cards_in_use_can_be_named(desk: Desk) -> None:
    person = desk.people["two-living"]
    answer = desk.ask(person, "temporary-loss", card=person.cards[0].number)
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.person
    assert [card.state for card in answer.person.cards] == [CardState.TEMPORARY_LOSS, CardState.NORMAL]


def test_somebody_elses_card_is_refused(desk: Desk) -> None:
    answer = desk.ask(desk.people["normal"], "temporary-loss", card=desk.people["normal-2"].cards[0].number)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "1202")


def test_one_half_alone_leaves_the_other(desk: Desk) -> None:
    answer = desk.ask(desk.people["normal"], "temporary-loss", Half.BANK)
    assert answer.person
    assert answer.person.card
    assert answer.person.card.state is CardState.NORMAL
    assert answer.person.card.state_of(Half.BANK) is BankState.TEMPORARY_LOSS


def test_a_temporary_loss_lapses_at_its_minute(desk: Desk) -> None:
    person = desk.people["normal"]
    answer = desk.ask(person, "temporary-loss", days="10")
    until = answer.halves[0].until
    assert until == desk.now.replace(second=0, microsecond=0) + timedelta(days=10)
    number = person.holder.number
    assert _state(desk, number, until - timedelta(seconds=1)) == ("4", "temporary-loss")
    assert _state(desk, number, until) == ("1", "normal")
    desk.now = until
    assert desk.ask(person, "temporary-loss").halves[0].code == OK


@pytest.mark.parametrize("days", ["0", "91", "-1", "", "seven", "9" * 30])
def test_a_period_that_makes_no_sense_becomes_the_usual_seven_days(desk: Desk, days: str) -> None:
    until = desk.ask(desk.people["normal"], "temporary-loss", days=days).halves[0].until
    assert until == desk.now.replace(second=0, microsecond=0) + timedelta(days=7)


def test_a_repeated_loss_keeps_its_first_end(desk: Desk) -> None:
    first = desk.ask(desk.people["normal"], "temporary-loss").halves[0].until
    desk.now += timedelta(days=2)
    again = desk.ask(desk.people["normal"], "temporary-loss").halves[0]
    assert (again.verdict, again.code, again.until) == (Verdict.ACCEPTED, ALREADY, first)


def test_a_formal_loss_does_not_lapse(desk: Desk) -> None:
    desk.ask(desk.people["normal"], "temporary-loss")
    desk.ask(desk.people["normal"], "formal-loss")
    assert _state(desk, desk.people["normal"].holder.number, NOW + timedelta(days=4000)) == ("2", "formal-loss")


@pytest.mark.parametrize(("procedure", "role"), [("application", "adult-no-card"), ("replacement", "normal")])
@pytest.mark.parametrize("source", ["taken", "brought"])
def test_what_a_counter_recorded_that_hands_no_photo_over_stands(
    desk: Desk, procedure: str, role: str, source: str
) -> None:
    """One that tells how identity was checked hands it over, so there a photo without its digest is a fault."""
    person = desk.people[role]
    assert desk.ask(person, procedure, photo=source, identity="document").code == rules.UNFIT_DATA
    assert desk.ask(person, procedure, photo=source, photo_digest="").code == rules.UNFIT_DATA
    assert desk.ask(person, procedure, photo=source).verdict is Verdict.ACCEPTED


def test_every_code_has_words_in_both_languages() -> None:
    for zh, en in rules.REASONS.values():
        assert zh.strip()
        assert en.strip()
        assert zh != en


class desk_undone:  # noqa: N801 - used like a function
    """Puts the platform's tables back as they were."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __enter__(self) -> None:
        c = self._desk.connection
        for table in ("card", "account"):
            c.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")

    def __exit__(self, *_: object) -> None:
        c = self._desk.connection
        for table in ("card", "account"):
            c.execute(f"DELETE FROM {table}")
            c.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            c.execute(f"DROP TABLE kept_{table}")


def _state(desk: Desk, number: str, at: datetime) -> tuple[object, object]:
    card = cards.of_holder(desk.connection, number, database.say_moment(at))[0]
    return card["state"], card["bank_state"]


def test_what_was_decided_while_the_bank_was_silent_stands_with_its_first_moment(desk: Desk) -> None:
    """Sent again and again: the social-security half says what it said first, once the bank answers too."""
    person = desk.people["normal"]
    assert person.card
    assert person.card.bank
    database.set_switch(desk.connection, database.BANK_SILENT, person.card.bank.bank)
    operation = _operation(desk, person)
    first = desk.send(operation)
    desk.now += timedelta(minutes=5)
    again = desk.send(operation)
    database.set_switch(desk.connection, database.BANK_SILENT, None)
    last = desk.send(operation)
    assert [answer.verdict for answer in (first, again, last)] == [Verdict.NOT_NOW, Verdict.NOT_NOW, Verdict.ACCEPTED]
    ssc = [next(half for half in answer.halves if half.half is Half.SSC) for answer in (first, again, last)]
    assert ssc[0].verdict is Verdict.ACCEPTED
    assert ssc[0] == ssc[1] == ssc[2]
    assert all(is_whole(answer, operation) for answer in (first, again, last))
    assert desk.send(operation).known


def test_a_refused_half_beside_a_silent_bank_is_not_the_last_word(desk: Desk) -> None:
    person = desk.people["locked"]
    assert person.card
    assert person.card.bank
    database.set_switch(desk.connection, database.BANK_SILENT, person.card.bank.bank)
    operation = _operation(desk, person)
    first = desk.send(operation)
    database.set_switch(desk.connection, database.BANK_SILENT, None)
    last = desk.send(operation)
    assert (first.verdict, last.verdict) == (Verdict.NOT_NOW, Verdict.REFUSED)
    assert {half.half: half.verdict for half in last.halves} == {
        Half.SSC: Verdict.REFUSED,
        Half.BANK: Verdict.ACCEPTED,
    }
    assert desk.send(replace(operation, clerk="9")).code == "1409"


def test_another_body_under_the_id_of_a_half_answered_one_is_refused(desk: Desk) -> None:
    person = desk.people["normal"]
    assert person.card
    assert person.card.bank
    database.set_switch(desk.connection, database.BANK_SILENT, person.card.bank.bank)
    operation = _operation(desk, person)
    desk.send(operation)
    assert desk.send(replace(operation, clerk="9")).code == "1409"


def test_a_card_gone_between_two_tries_takes_nothing_back(desk: Desk) -> None:
    """The social-security half was accepted; then the card was cancelled, so only the bank's half is refused."""
    person = desk.people["normal"]
    assert person.card
    assert person.card.bank
    database.set_switch(desk.connection, database.BANK_SILENT, person.card.bank.bank)
    operation = _operation(desk, person)
    desk.send(operation)
    desk.connection.execute("UPDATE card SET state = '9' WHERE number = ?", (person.card.number,))
    last = desk.send(operation)
    assert {half.half: (half.verdict, half.code) for half in last.halves} == {
        Half.SSC: (Verdict.ACCEPTED, ""),
        Half.BANK: (Verdict.REFUSED, "1203"),
    }
    assert is_whole(last, operation)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_database_of_a_version_before_is_brought_up(tmp_path: Path, version: int) -> None:
    old = database.open_database(tmp_path / "old.db")
    age(old, version)
    old.close()
    Desk(tmp_path / "old.db").connection.close()
    fresh = database.open_database(tmp_path / "old.db")
    assert fresh.execute("SELECT count(*) FROM part").fetchone()[0] == 0
    assert fresh.execute("SELECT count(*) FROM person").fetchone()[0] == SIZE + len(LIFE)
    people = cast(now=NOW)
    told = telling.person(fresh, people["card-ready"].holder.number, NOW)
    assert [order.state for order in wire.read_people(_people(told))[0].orders] == [MakingState.READY]
    fresh.close()


def age(old: Connection, version: int) -> None:
    """As a platform of that version left its file."""
    for number, case in life_cases().items():
        if version == 3 and not case.number:
            continue
        old.execute("DELETE FROM account WHERE card IN (SELECT number FROM card WHERE holder = ?)", (number,))
        old.execute("DELETE FROM card WHERE holder = ?", (number,))
        old.execute("DELETE FROM person WHERE number = ?", (number,))
    if version < 3:
        old.execute("DROP TABLE card_order")
        old.execute("ALTER TABLE person DROP COLUMN life")
    if version == 1:
        old.execute("DROP TABLE part")
    old.execute("ALTER TABLE card DROP COLUMN version")
    old.execute(f"PRAGMA user_version = {version}")


def _people(told: dict[str, object]) -> bytes:
    return json.dumps({"people": [told]}).encode()


def _operation(desk: Desk, person: Person) -> Operation:
    changes = dict(TARGETS["temporary-loss"])
    number, name = person.holder.number, person.holder.name
    return Operation(
        new_operation_id(), "temporary-loss", number, name, None, changes, {"days": "7"}, desk.now,
        "0317", "439901", "01", "hunan", "2026.3",
    )  # fmt: skip
