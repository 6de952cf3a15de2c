"""`counter practice card`, `psam` and `id`: what lies on the readers of the practice province, and what goes wrong.

Refuses to touch anything but practice parts: the folder must be a practice folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk
from counter_app.domain.errors import NotFound
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.holder import Person
    from practice.trainer import PracticeTrainer

TROUBLES = ("none", "slow", "silent", "pulled", "status")

Name = Annotated[str, typer.Argument(metavar="NAME", help="姓名、身份证号或卡况代号 / name, identity number or case")]
Trouble = Annotated[str, typer.Option("--trouble", metavar="WHAT", help=f"下一次读卡的故障 / {' '.join(TROUBLES)}")]


def add_readers(practice: typer.Typer) -> None:
    """Add the commands of this file to `counter practice`."""
    card = typer.Typer(
        help="把练习人员的卡放上或拿走 / put a practice card on the reader or take it away", no_args_is_help=True
    )
    card.command("put", help="放卡 / lay a card on")(put)
    card.command("take", help="拿走 / take it away")(take)
    card.command("list", help="难办的卡 / cards that are the hard case")(hard_cards)
    card.command("trouble", help="让读卡出故障 / let the next reading go wrong")(trouble)
    practice.add_typer(card, name="card")
    psam = typer.Typer(help="PSAM 卡 / the PSAM", no_args_is_help=True)
    psam.command("put", help="放入卡槽 / put it into its slot")(put_psam)
    psam.command("take", help="取出 / take it out")(take_psam)
    practice.add_typer(psam, name="psam")
    document = typer.Typer(help="身份证 / the identity card", no_args_is_help=True)
    document.command("put", help="放身份证 / lay an identity card on")(put_document)
    document.command("take", help="拿走 / take it away")(take_document)
    practice.add_typer(document, name="id")


def put(
    name: Name,
    fresh: Annotated[bool, typer.Option("--fresh", help="按发卡时的状态 / as it was issued")] = False,
    card: Annotated[
        str, typer.Option("--card", metavar="NUMBER|new", help="几张中的哪一张，new 为待领的 / which of several")
    ] = "",
    what: Trouble = "none",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Lay the card of a practice person on the reader."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        trainer = counter.trainer()
        person = _person(trainer, name)
        if _known(what) != "none":
            trainer.take()
            trainer.plan(what)
        trainer.put(person.holder.number, fresh=fresh, card=card)
        masked = mask_name(person.holder.name)
        answer = {"name": person.holder.name, "number": person.holder.number}
        talk.give(answer, Text(f"{masked}的卡已放上读卡器", f"The card of {masked} lies on the reader"))


def take(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Take the practice card away."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        counter.trainer().take()
        talk.give({"card_on_reader": None}, Text("卡已拿走", "The card was taken away"))


def hard_cards(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Cards that are the hard case, their holders masked; each can be put on by its case."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        cases = [(role, title, _masked(person)) for role, title, person in counter.trainer().hard_cards()]
        listed = [
            {"case": role, "meaning": title.say(talk.language), "name": name, "card_number": card}
            for role, title, (name, card) in cases
        ]
        lines = (
            Text(*(f"{role:<20}{words}  {name}  {card}" for words in (title.zh, title.en)))
            for role, title, (name, card) in cases
        )
        talk.give({"cards": listed}, *lines)


def trouble(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"故障 / trouble: {' '.join(TROUBLES)}")],
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Let the next reading of the card that lies there go wrong."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        if not counter.trainer().plan(_known(what)):
            raise NotFound(what=Text("读卡器上的练习卡", "A practice card on the reader"))
        talk.give(
            {"trouble": what},
            Text("正常读卡", "The card reads well")
            if what == "none"
            else Text("下一次读卡会出故障", "The next reading goes wrong"),
        )


def put_psam(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Put the PSAM into its slot, where it stays until it is taken out."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        counter.trainer().put_psam()
        talk.give({"psam": "in"}, Text("PSAM 卡已放入", "The PSAM is in its slot"))


def take_psam(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Take the PSAM out, and leave it out."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        counter.trainer().take_psam()
        talk.give({"psam": "out"}, Text("PSAM 卡已取出", "The PSAM was taken out"))


def put_document(name: Name, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Lay the identity card of a practice person on the identity card reader."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        trainer = counter.trainer()
        person = _person(trainer, name)
        trainer.put_document(person.holder.number)
        masked = mask_name(person.holder.name)
        answer = {"name": person.holder.name, "number": person.holder.number}
        talk.give(answer, Text(f"{masked}的身份证已放上", f"The identity card of {masked} lies on the reader"))


def take_document(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Take the identity card away."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        counter.trainer().take_document()
        talk.give({"id_on_reader": None}, Text("身份证已拿走", "The identity card was taken away"))


def _person(trainer: PracticeTrainer, name: str) -> Person:
    """By name, identity number or case. Raises NotFound."""
    by_case = {role: person for role, _, person in (*trainer.hard_cards(), *trainer.lives())}
    if name in by_case:
        return by_case[name]
    found = [p for p in trainer.people(name) if name in (p.holder.name, p.holder.number)]
    if not found:
        raise NotFound(what=Text("这位练习人员", "This practice person"))
    return found[0]


def _known(what: str) -> str:
    """Raises UsedWrongly for a trouble nobody knows."""
    if what not in TROUBLES:
        choices = ", ".join(TROUBLES)
        raise UsedWrongly(why=Text(f"故障只能是 {choices}", f"trouble must be one of {choices}"))
    return what


def _masked(person: Person) -> tuple[str, str]:
    return mask_name(person.holder.name), mask_card(person.card.number) if person.card else ""
