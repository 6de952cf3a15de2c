"""The form that is signed: what was asked and answered, before submitting and after, the same whenever it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.desk import filling
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView
from counter_app.domain.errors import NotFound
from counter_app.domain.filled_form import FilledForm
from counter_app.domain.holder import Person
from counter_app.domain.numbers import mask_identity
from counter_app.procedures import _identity as identity
from tests.desk.conftest import Office

Somebody = Callable[..., Person]


@pytest.fixture
def station(office: Office) -> Station:
    """A window with a clerk, the line standing."""
    return office.stand()


@pytest.fixture
def desk(station: Station) -> Desk:
    return Desk(station)


def begun(desk: Desk, number: str, procedure: str, **answers: str) -> str:
    """A visit with everything answered, before it is submitted."""
    visit = desk.open_number(number).visit_id
    desk.begin(visit, procedure)
    for name, value in answers.items():
        desk.answer(visit, {name: value})
    return visit


def submitted(desk: Desk, visit: str) -> OutcomeView:
    for _step in range(6):
        done = desk.forward(visit)
        if isinstance(done, OutcomeView):
            return done
        desk.answer(visit, identity.EXAMPLE)
    raise AssertionError("never submitted")


def chosen(form: FilledForm) -> dict[str, list[str]]:
    return {one.label.zh: [one.choices[at].zh for at in one.chosen] for block in form.blocks for one in block.ticks}


def rows(form: FilledForm) -> dict[str, str]:
    return {row.label.zh: row.value.zh for block in (*form.blocks, form.official) for row in block.rows}


LOSS = {"reason": "stolen", "when": "yesterday"}


def test_before_submitting_it_says_so_and_holds_every_choice(desk: Desk, station: Station, somebody: Somebody) -> None:
    person = somebody()
    visit = begun(desk, person.holder.number, "formal-loss", reason="stolen", when="yesterday")
    form = filling.before(station, visit)
    assert (form.number, form.standing.zh, form.title.zh) == ("", "待提交", "社会保障卡挂失登记表")
    ticked = chosen(form)
    assert ticked["原因"] == ["被盗"]
    assert ticked["发现丢失的时间"] == ["昨天"]
    offered = {one.label.zh: [c.zh for c in one.choices] for block in form.blocks for one in block.ticks}
    assert offered["原因"] == ["丢失", "被盗", "他人占用", "其他"]
    assert rows(form)["受理号"] == rows(form)["受理时间"] == ""
    assert "应核对材料" in rows(form), "the clerk says by submitting that they were compared, and has not"
    assert "已核对材料" not in rows(form)
    assert desk.paper_document("form-draft", visit).pages == 1


def test_afterwards_it_is_the_same_with_the_number_of_the_receipt(
    desk: Desk, station: Station, somebody: Somebody
) -> None:
    """Also when the visit has ended: what it says is kept with the receipt."""
    person = somebody()
    visit = begun(desk, person.holder.number, "formal-loss", **LOSS)
    desk.forward(visit)
    desk.answer(visit, identity.EXAMPLE)
    before = filling.before(station, visit)
    done = submitted(desk, visit)
    form = filling.after(station, done.receipt.number)
    assert form.number == done.receipt.number
    assert chosen(form) == chosen(before)
    assert (form.told, form.declaration, form.title) == (before.told, before.declaration, before.title)
    assert rows(form)["受理号"] == done.receipt.number
    first = desk.paper_document("form", str(done.work.operation.id)).pdf
    desk.end(visit)
    assert desk.paper_document("form", done.receipt.number).pdf == first


def test_the_name_stands_whole_and_the_numbers_masked(desk: Desk, station: Station, somebody: Somebody) -> None:
    """The signature is compared with the name; the numbers were compared with the documents."""
    person = somebody()
    form = filling.before(station, begun(desk, person.holder.number, "formal-loss", **LOSS))
    said = rows(form)
    assert said["姓名"] == person.holder.name
    assert said["证件号码"] == mask_identity(person.holder.number)
    every = "".join([*said.values(), *(note.zh for note in form.told)])
    assert person.holder.number not in every
    assert person.card is None or person.card.number not in every


def test_whoever_acts_for_the_holder_is_named_and_signs(desk: Desk, station: Station, somebody: Somebody) -> None:
    person, other = somebody(), somebody()
    visit = begun(desk, person.holder.number, "formal-loss", actor="agent")
    desk.answer(visit, {"actor_name": "田小满", "actor_number": other.holder.number})
    form = filling.before(station, visit)
    assert [signer.zh for signer in form.signers] == ["代办人签名"], "the holder is not here to sign"
    acting = next(block for block in form.blocks if block.title.zh == "代办人信息")
    told = {row.label.zh: row.value.zh for row in acting.rows}
    assert told["姓名"] == "田小满"
    assert other.holder.number not in "".join(told.values())
    assert "受持卡人委托" in form.declaration.zh
    assert "本人" not in form.declaration.zh
    desk.answer(visit, {"actor": "self"})
    alone = filling.before(station, visit)
    assert [signer.zh for signer in alone.signers] == ["持卡人签名"]


def test_a_guardian_signs_by_law_and_not_by_the_holders_word(desk: Desk, station: Station, somebody: Somebody) -> None:
    visit = begun(desk, somebody().holder.number, "formal-loss", actor="guardian")
    desk.answer(visit, {"actor_name": "田小满", "actor_number": somebody().holder.number})
    form = filling.before(station, visit)
    assert [signer.zh for signer in form.signers] == ["监护人签名"]
    assert "依法代理持卡人" in form.declaration.zh
    assert "委托" not in form.declaration.zh


@pytest.mark.parametrize(
    ("procedure", "answers"),
    [
        ("cancellation", {"ground": "death", "card_handed_in": "yes"}),
        ("data-copy", {"interest": "inheritance", "arrangement": "none"}),
    ],
)
def test_after_a_death_the_family_signs_and_nobody_says_that_the_dead_sent_them(
    desk: Desk,
    station: Station,
    somebody: Somebody,
    roles: dict[str, Person],
    procedure: str,
    answers: dict[str, str],
) -> None:
    visit = begun(desk, roles["dead"].holder.number, procedure, **answers)
    desk.answer(visit, {"actor": "agent", "actor_name": "田小满", "actor_number": somebody().holder.number})
    form = filling.before(station, visit)
    assert [signer.zh for signer in form.signers] == ["亲属或继承人签名"]
    assert "委托" not in form.declaration.zh
    assert "亲属或继承人" in form.declaration.zh


def test_a_procedure_without_a_form_of_its_own_has_the_general_one(
    desk: Desk, station: Station, somebody: Somebody
) -> None:
    person = somebody()
    form = filling.before(station, begun(desk, person.holder.number, "data-copy"))
    assert form.title.zh == "社会保障卡业务受理单"
    assert form.basis


def test_each_one_is_on_record_and_nothing_is_made_of_nothing(desk: Desk, station: Station, somebody: Somebody) -> None:
    person = somebody()
    visit = desk.open_number(person.holder.number).visit_id
    with pytest.raises(NotFound):
        desk.paper_document("form-draft", visit)
    with pytest.raises(NotFound):
        desk.paper_document("form", "439901-01-260318-0029-3")
    desk.begin(visit, "formal-loss")
    desk.paper_document("form-draft", visit, way="file")
    since = station.clock.now() - timedelta(minutes=1)
    assert [one.subject for one in station.store.entries(filling.GIVEN, since=since)] == [visit]
