"""A second clerk agrees at the window: who may, to what exactly, and what is kept of it."""

from collections.abc import Callable

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.errors import NeedsSecond, NotEligible, WrongPassword
from counter_app.domain.holder import Person
from counter_app.domain.secret import SecretDigits
from tests.desk.conftest import Office
from tests.parts.four_eyes import two_needed
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]
RIGHT = b"180318"


def at_last_step(office: Office, person: Person) -> tuple[Station, Desk, str]:
    """A desk of such a province, a formal loss before its last Enter."""
    station = office.stand()
    station.province = two_needed(station.province, "formal-loss")
    desk = Desk(station)
    visit = desk.open_number(person.holder.number).visit_id
    desk.begin(visit, "formal-loss")
    assert isinstance(desk.forward(visit), VisitView)
    desk.answer(visit, SEEN)
    return station, desk, visit


def typed(digits: bytes = RIGHT) -> SecretDigits:
    return SecretDigits(bytearray(digits))


def test_nothing_is_recorded_until_another_clerk_agreed(office: Office, somebody: Somebody) -> None:
    station, desk, visit = at_last_step(office, somebody())
    with pytest.raises(NeedsSecond):
        desk.forward(visit)
    assert desk.waiting_count().unsent == 0
    operation = station.visits()[0].operation_id
    desk.agree(visit, "0318", typed())
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    assert done.work.operation.facts["second_person"] == "0318"
    assert station.store.times("second.agreed", operation) == 1
    assert station.store.verify_audit().whole


def test_the_clerk_who_does_the_work_a_wrong_password_and_a_stranger_are_refused(
    office: Office, somebody: Somebody
) -> None:
    station, desk, visit = at_last_step(office, somebody())
    operation = station.visits()[0].operation_id
    with pytest.raises(NotEligible) as own:
        desk.agree(visit, "0317", typed(b"170317"))
    assert own.value.message.zh == "经办人不能自己复核"
    with pytest.raises(NotEligible) as other_number:
        desk.agree(visit, "0323", typed(b"230323"))
    assert other_number.value.message.zh == "这是经办人自己的另一个工号"
    for clerk, digits in (("0318", b"180319"), ("9999", RIGHT), ("9999", b"0")):
        with pytest.raises(WrongPassword):
            desk.agree(visit, clerk, typed(digits))
    assert station.store.times("second.refused", operation) == 5
    with pytest.raises(NeedsSecond):
        desk.forward(visit)


def test_whoever_handed_it_over_agrees_under_no_other_number_either(office: Office, somebody: Somebody) -> None:
    """0317 does it all, hands it over at noon, and comes back as 0323, also after the window was opened anew."""
    _station, desk, visit = at_last_step(office, somebody())
    desk.sign_in("0318")
    desk.accept(visit)
    station = office.stand()
    station.province = two_needed(station.province, "formal-loss")
    again = Desk(station)
    again.sign_in("0318")
    with pytest.raises(NotEligible) as before:
        again.agree(visit, "0323", typed(b"230323"))
    assert before.value.message.zh == "这位柜员经手过这笔业务"
    with pytest.raises(NeedsSecond):
        again.forward(visit)
    again.agree(visit, "0319", typed(b"190319"))
    assert isinstance(again.forward(visit), OutcomeView)


def test_another_answer_or_another_clerk_must_be_agreed_to_anew(office: Office, somebody: Somebody) -> None:
    station, desk, visit = at_last_step(office, somebody())
    desk.agree(visit, "0318", typed())
    desk.back(visit)
    desk.answer(visit, {"reason": "stolen"})
    desk.forward(visit)
    with pytest.raises(NeedsSecond):
        desk.forward(visit)
    desk.agree(visit, "0318", typed())
    desk.sign_in("0318")  # at noon the one who agreed takes the window over
    desk.accept(visit)
    with pytest.raises(NeedsSecond):
        desk.forward(visit)
    with pytest.raises(NotEligible) as before:
        desk.agree(visit, "0317", typed(b"170317"))
    assert before.value.message.zh == "这位柜员经手过这笔业务"
    desk.agree(visit, "0319", typed(b"190319"))
    assert isinstance(desk.forward(visit), OutcomeView)
    desk.end(visit)
    assert station.agreements == {}


def test_the_password_is_overwritten_right_or_wrong(office: Office, somebody: Somebody) -> None:
    _, desk, visit = at_last_step(office, somebody())
    for digits in (b"180318", b"999999"):
        kept = bytearray(digits)
        try:
            desk.agree(visit, "0318", SecretDigits(kept))
        except WrongPassword:
            assert digits == b"999999"
        assert not any(kept)
