"""`counter practice` and `counter platform`: the practice province, its people, its cards and its platform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from counter_app.commands.enrolling import enrolment
from counter_app.commands.practice_making import making
from counter_app.commands.practice_packs import pack
from counter_app.commands.practice_readers import add_readers
from counter_app.commands.signing_in import clerks
from counter_app.commands.talk import USED_WRONGLY, Data, Json, Sets, Talk, UsedWrongly, counter_and_talk
from counter_app.domain.disk import cause
from counter_app.domain.text import Text, same

if TYPE_CHECKING:
    from counter_app.domain.holder import Person

_PSAM = {
    "in": Text("PSAM 卡在卡槽里", "The PSAM is in its slot"),
    "auto": Text("要认证的卡放上时，PSAM 卡自动放入", "The PSAM comes with a card that asks for it"),
    "out": Text("PSAM 卡已取出", "The PSAM was taken out"),
}


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    practice = typer.Typer(help="练习省份 / the practice province", invoke_without_command=True)
    practice.callback()(overview)
    practice.command("people", help="练习人员 / practice people")(people)
    practice.command("clerks", help="练习工作人员和密码 / practice clerks and their password")(clerks)
    practice.command("module", help="平台加密机拒绝或答复 / the platform's security module refuses or answers")(module)
    practice.command("making", help="制卡：快慢与失败 / making cards: how fast, and whether it fails")(making)
    practice.command("pack", help="平台签署规则包已施行 / the platform signs that the rule pack is in force")(pack)
    practice.command("enrolment", help="发登记码、停用本机 / issue an enrolment code, revoke this counter")(enrolment)
    add_readers(practice)
    app.add_typer(practice, name="practice")
    app.command("platform", help="运行练习平台 / run the practice platform")(platform)


def overview(context: typer.Context, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """What this practice folder holds."""
    if context.invoked_subcommand is not None:
        return
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        trainer = counter.trainer()
        known, lying, document = len(trainer.people("")), trainer.lying(), trainer.document_lying()
        psam = trainer.psam()
        talk.give(
            {
                "folder": str(counter.folder),
                "people": known,
                "card_on_reader": lying or None,
                "id_on_reader": document or None,
                "psam": psam,
            },
            Text(f"练习文件夹 {counter.folder}", f"Practice folder {counter.folder}"),
            Text(f"本网点练习人员 {known} 人", f"{known} practice people at this outlet"),
            Text(
                "读卡器上有练习卡" if lying else "读卡器上没有练习卡",
                "A practice card lies on the reader" if lying else "No practice card on the reader",
            ),
            Text(
                "身份证读卡器上有练习身份证" if document else "身份证读卡器上没有身份证",
                "A practice identity card lies on its reader" if document else "No identity card on its reader",
            ),
            _PSAM[psam],
            Text("counter practice card put 姓名：放卡", "counter practice card put NAME: lay a card on"),
        )


def people(
    text: Annotated[str, typer.Argument(help="姓名或号码的一部分 / part of a name or number")] = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Practice people of this outlet. They are made up, so they are shown whole."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        trainer = counter.trainer()
        found = [(person, trainer.case(person.holder.number)) for person in trainer.people(text)]
        listed = [
            {
                "name": p.holder.name,
                "number": p.holder.number,
                "card_number": p.card.number if p.card else None,
                "case": case.say(talk.language) if case else None,
            }
            for p, case in found
        ]
        talk.give({"people": listed}, *(_line(person, case) for person, case in found))


def _line(person: Person, case: Text | None) -> Text:
    """One person: name, number, card, and what is to be practised."""
    card = person.card.number if person.card else "—"
    told = f"{person.holder.name}  {person.holder.number}  {card}"
    return Text(f"{told}  {case.zh}", f"{told}  {case.en}") if case else same(told)


def module(
    word: Annotated[str, typer.Argument(metavar="refuse|answer", help="拒绝或照常答复 / refuse, or answer again")],
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Let the security module behind the practice platform say no to every card, or answer again."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        if word not in ("refuse", "answer"):
            raise UsedWrongly(why=Text("应为 refuse 或 answer", "say refuse or answer"))
        refuse = word == "refuse"
        counter.trainer().refuse_authentication(refuse)
        told = ("平台加密机现在拒绝每张卡", "It now says no") if refuse else ("平台加密机照常答复", "It answers again")
        talk.give({"module": word}, Text(*told))


def platform(
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="PORT", min=0, max=65535, help="端口，0 为任一空闲端口 / port, 0 for a free one"
        ),
    ] = 0,
    database: Annotated[
        Path | None,
        typer.Option("--database", metavar="FILE", help="平台数据库文件 / database file of the platform"),
    ] = None,
    data: Data = None,
    _as_json: Json = True,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Run the practice platform on 127.0.0.1 until it is told to stop; prints its address as one JSON line.

    Without a database it is the one of the data folder, or platform.db here. Its one line is JSON with and without
    --json.
    """
    from practice.platform import serve
    from practice.platform.database import OtherVersion
    from practice.platform.file import Error
    from practice.supervisor import DATABASE
    from readers.simulator.hidden import make_key

    file = database or (data or Path()) / DATABASE
    try:
        if database is None and data is not None:
            data.mkdir(parents=True, exist_ok=True)
            make_key(data)
        serve(port, file, with_parent=with_parent)
    except OSError as error:
        why = cause(error)
        at = Text(f"端口 {port}", f"port {port}") if error.filename is None else same(str(error.filename))
        _cannot_start(at, why, error)
    except Error as error:
        _cannot_start(
            same(str(file)), Text(f"数据库打不开（{error}）", f"the database cannot be opened ({error})"), error
        )
    except OtherVersion as error:
        why = Text("不是本版练习平台的数据库", "not a database of this version's practice platform")
        _cannot_start(same(str(file)), why, error)


def _cannot_start(at: Text, why: Text, error: Exception) -> NoReturn:
    """Which port or file, and why. There is no folder whose settings could say a language: both are told."""
    zh, en = f"练习平台起不来，{at.zh}：{why.zh}", f"the practice platform cannot start, {at.en}: {why.en}"
    Talk(machine=False).trouble(UsedWrongly(why=Text(f"{zh} / {en}", en)))
    raise typer.Exit(USED_WRONGLY) from error
