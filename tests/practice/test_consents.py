"""What the practice platform makes of the consents a counter tells of, and of one that is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.card import Half
from practice.platform.rules import NOT_CONSENTED, TOO_YOUNG, UNFIT_DATA
from tests.parts.whole_life import ask, guardian
from tests.practice.at_platform import Desk

DIGEST = "ab" * 32


def word(said: str, who: str = "self", digest: str = DIGEST) -> str:
    return f"{said} 2026.1 {digest} {who}"


TOLD, YES, NO = word("told"), word("agreed"), word("declined")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A platform of this test's own."""
    one = Desk(tmp_path / "platform.db")
    yield one
    one.connection.close()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, ""),  # a counter before 1.6 says nothing of it
        ({"consent_service": TOLD, "consent_bank": YES}, ""),
        ({"consent_service": TOLD, "consent_bank": TOLD}, ""),  # where the province's law allows it
        ({"consent_service": TOLD, "consent_bank": NO}, NOT_CONSENTED),
        ({"consent_service": TOLD}, NOT_CONSENTED),
        ({"consent_bank": YES}, UNFIT_DATA),  # nobody was told
        ({"consent_service": YES, "consent_bank": YES}, UNFIT_DATA),
        ({"consent_service": TOLD, "consent_bank": word("agreed", digest="ab")}, UNFIT_DATA),
        ({"consent_service": TOLD, "consent_bank": word("perhaps")}, UNFIT_DATA),
        ({"consent_service": TOLD, "consent_bank": word("agreed", "agent")}, UNFIT_DATA),  # not who acts
        ({"consent_service": TOLD, "consent_bank": YES, "consent_weather": YES}, UNFIT_DATA),
        ({"consent_service": TOLD, "consent_bank": YES, "consent_messages": NO}, ""),
    ],
)
def test_an_order_goes_to_a_bank_only_with_the_holders_word(desk: Desk, facts: dict[str, str], code: str) -> None:
    operation = ask(desk.people["normal"], "bank-change")
    answer = desk.send(replace(operation, facts={**operation.facts, **facts}))
    assert answer.code == code
    if code == NOT_CONSENTED:
        assert answer.reason is not None
        assert "同意" in answer.reason.zh


def test_the_bank_side_is_enabled_only_with_the_holders_word(desk: Desk) -> None:
    who = desk.people["sealed"]
    assert desk.ask(who, "activation", consent_service=TOLD, consent_account=NO).code == NOT_CONSENTED
    assert desk.effects() == []
    alone = desk.ask(who, "activation", Half.SSC, bank_side="declined", consent_service=TOLD, consent_account=NO)
    assert alone.code == "", "the social security side does not depend on it"


def test_for_a_child_a_guardian_has_agreed(desk: Desk) -> None:
    child = desk.people["minor-no-card"]
    born = child.holder.birth_date
    assert born is not None
    assert datetime.now(UTC).year - born.year < 14
    told = {"consent_service": word("told", "guardian"), "consent_bank": word("agreed", "guardian")}
    acts = guardian(desk.people["normal"])
    assert desk.ask(child, "application", actor=acts, **told).code == NOT_CONSENTED
    agreed = told | {"consent_child": word("agreed", "guardian")}
    assert desk.ask(child, "application", actor={"actor": "self"}, **told).code in (TOO_YOUNG, UNFIT_DATA)
    assert desk.ask(child, "application", actor=acts, **agreed).code == ""


def test_only_what_was_given_freely_is_withdrawn(desk: Desk) -> None:
    who = desk.people["normal"]
    before = desk.look(who)
    assert desk.ask(who, "consent-withdrawal", withdrawn="messages").code == ""
    assert desk.ask(who, "consent-withdrawal", withdrawn="service").code == UNFIT_DATA
    assert desk.look(who).cards == before.cards
    assert desk.effects() == []


def test_a_loss_that_somebody_reports_is_taken_though_they_agree_for_nobody(desk: Desk) -> None:
    """Whoever reports a loss unproven is none of self, guardian and agent."""
    who = desk.people["normal"]
    assert desk.ask(who, "temporary-loss", actor={"actor": "reporter"}, consent_service=TOLD).code == ""
