"""`counter carry-out`: one operation from an answers file, through the same desk as the window."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.commands import pin_work
from counter_app.commands.examples import example as example_for
from counter_app.commands.pictures import Attach, attached, pictures_of
from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.streams import put_out
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.errors import BadInput, CounterError, NeedsSecond, NotFound, StoreTrouble, WrongPassword
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.procedures import procedure
from counter_app.rights import Right
from counter_app.wiring import Counter

SECOND = "COUNTER_SECOND_PASSWORD"  # name of the environment variable
WhichCard = Annotated[
    str,
    typer.Option(
        "--card",
        metavar="NUMBER",
        help="名下有几张在用卡时，办哪一张：卡号或末四位 / which card, where several are in use: number or last four",
    ),
]
log = logging.getLogger(__name__)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("carry-out", help="办理一笔业务 / carry out a procedure")(carry_out)


def carry_out(
    name: Annotated[str, typer.Argument(metavar="PROCEDURE", help="业务代号，如 temporary-loss / procedure id")],
    answers: Annotated[
        str,
        typer.Option("--answers", metavar="FILE", help="回答文件 JSON，- 为标准输入 / answers as JSON, - for stdin"),
    ] = "",
    example: Annotated[
        bool, typer.Option("--example", help="打印一份可用的回答文件 / print an answers file that works")
    ] = False,
    second: Annotated[
        str,
        typer.Option(
            "--second",
            metavar="NUMBER",
            help=f"复核人工号，密码在 {SECOND} / second clerk, password in {SECOND}",
        ),
    ] = "",
    card: WhichCard = "",
    attach: Attach = None,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Record one operation from an answers file, then try to send it once."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        with_pin = pin_work.known(name)
        if not with_pin:
            _known(name)
        if example:
            counter.must_be_practice()
            shown = pin_work.example(name) if with_pin else example_for(counter, name)
            put_out(json.dumps(shown, ensure_ascii=False, indent=2))
            return
        if second and not counter.practice:
            why = Text("命令不能替复核人同意，请到窗口办", "A command gives nobody's agreement: do it at a window")
            raise UsedWrongly(why=why)
        if with_pin:
            _only_for_others({"--card": bool(card), "--attach": bool(attach)})
            with at_desk(counter, f"carry-out {name}", Right.SERVE, clerk=clerk) as desk:
                _with_pin(counter, desk, talk, name, answers, second=second)
            return
        if not answers:
            raise UsedWrongly(why=Text("缺 --answers 文件", "--answers FILE is missing"))
        asked = _read_answers(answers) | {"pictures": pictures_of(attach or ())}
        with at_desk(counter, f"carry-out {name}", Right.SERVE, clerk=clerk) as desk:
            counter.courier().pass_once()
            outcome = _carry(counter, desk, name, asked, second=second, card=card)
            _after(counter, desk, outcome, talk)


def _only_for_others(given: Mapping[str, bool]) -> None:
    """The card of a task with the PIN is the one on the reader, and no picture goes with it. Raises UsedWrongly."""
    for option, used in given.items():
        if used:
            raise UsedWrongly(why=Text(f"密码业务没有 {option}", f"a task with the PIN takes no {option}"))


def _with_pin(counter: Counter, desk: Desk, talk: Talk, name: str, answers: str, *, second: str) -> None:
    """A task with the PIN of the card on the reader; without an answers file for whoever has that card."""
    asked = _read_answers(answers) if answers else {"holder": {"card": "reader"}}
    counter.courier().pass_once()
    visit = _open(counter, desk, asked["holder"]).visit_id
    try:
        told = pin_work.Asked(name, asked.get("answers", {}), answers == "-", second, _second_password)
        done = pin_work.carry_out(counter, desk, visit, told, talk)
        send_once(counter)
        try:
            pin_work.give(counter.store(), desk.receipt(done.receipt), done, talk)
        except StoreTrouble as trouble:  # the card has done it: the status stays 0
            log.warning("done on the card, then: %s", trouble.code)
            talk.aside(Text(f"已在卡上办好，受理号 {done.receipt}", f"Done on the card, receipt {done.receipt}"))
    finally:
        _leave(desk, visit)


def _after(counter: Counter, desk: Desk, recorded: OutcomeView, talk: Talk) -> None:
    """Send it, tell how it stands, leave. It is recorded: whatever goes wrong from here on, the status is 0."""
    send_once(counter)
    number = recorded.receipt.number
    try:
        _give(desk.outcome(recorded.visit_id), talk)
    except CounterError as trouble:
        log.warning("recorded, then: %s", trouble.code)
        words = trouble.message
        talk.aside(Text(f"已受理，受理号 {number}。{words.zh}", f"Recorded, receipt {number}. {words.en}"))
    _leave(desk, recorded.visit_id)


def send_once(counter: Counter) -> None:
    """One courier pass for work that stands already: trouble of the disk here must not say that it was not accepted."""
    try:
        counter.courier().pass_once()
    except StoreTrouble as trouble:
        log.warning("recorded, but not sent: %s", trouble.code)


def _leave(desk: Desk, visit_id: str) -> None:
    """Close the visit; a disk that just filled up leaves it open, which does no harm to what is recorded."""
    try:
        desk.end(visit_id)
    except StoreTrouble as trouble:
        log.warning("the visit was left open: %s", trouble.code)


def _known(name: str) -> None:
    try:
        procedure(name)
    except NotFound as error:
        raise UsedWrongly(why=error.message) from error


def _read_answers(file: str) -> dict[str, Any]:
    try:
        asked = json.loads(_text_of(file))
        json.dumps(asked, ensure_ascii=False).encode()  # half of a character is no text
    except OSError as error:
        raise UsedWrongly(
            why=Text(f"读不了 {file}：{error.strerror}", f"cannot read {file}: {error.strerror}")
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsedWrongly(why=Text(f"{file} 不是 JSON：{error}", f"{file} is not JSON: {error}")) from error
    good = (
        isinstance(asked, dict) and isinstance(asked.get("holder"), dict) and isinstance(asked.get("answers", {}), dict)
    )
    if not good or not set(asked) <= {"holder", "answers"}:
        why = Text("回答文件要有 holder 和 answers，见 --example", "the file needs holder and answers; see --example")
        raise UsedWrongly(why=why)
    wrong = [k for k, v in {**asked["holder"], **asked.get("answers", {})}.items() if not isinstance(v, str)]
    if wrong:
        raise UsedWrongly(why=Text(f"{wrong[0]} 应为文字", f"{wrong[0]} must be a string"))
    if list(asked["holder"]) not in (["number"], ["card_number"], ["card"]) or asked["holder"].get("card") not in (
        None,
        "reader",
    ):
        why = Text(
            "holder 只要 number、card_number 或 card: reader 之一",
            "holder needs one of number, card_number or card: reader",
        )
        raise UsedWrongly(why=why)
    return dict(asked)


def _text_of(file: str) -> str:
    """UTF-8, whatever the machine's own encoding is; some editors put a mark before it."""
    if file != "-":
        return Path(file).read_text(encoding="utf-8-sig")
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read().decode("utf-8-sig") if stream is not None else sys.stdin.read()


def _open(counter: Counter, desk: Desk, holder: dict[str, str]) -> PersonView:
    if "card" in holder:
        return desk.open_chip(counter.reader().read())
    if "card_number" in holder:
        return desk.open_card(holder["card_number"])
    try:
        return desk.open_number(holder["number"])
    except NotFound as nobody:
        if nobody.facts.get("answered"):
            raise
        return desk.open_unknown(holder["number"])


def _carry(
    counter: Counter, desk: Desk, name: str, asked: dict[str, Any], *, second: str = "", card: str = ""
) -> OutcomeView:
    given: dict[str, str] = asked.get("answers", {})
    pictures: Mapping[str, bytes] = asked["pictures"]
    opened = _open(counter, desk, asked["holder"])
    try:
        if card:
            desk.choose_card(opened.visit_id, card)
        page: VisitView | OutcomeView = desk.begin(opened.visit_id, name)
        used: set[str] = set()
        while isinstance(page, VisitView):
            page, here = _answered(desk, page, given)
            page, filed = attached(desk, page, pictures)
            used |= here | filed
            if page.missing is not None:
                wrong_answer(page)
            if page.current == len(page.steps) - 2:
                _all_used({*given, *pictures} - used)
            page = _forward(desk, opened.visit_id, second)
    except BaseException:
        desk.end(opened.visit_id)
        raise
    return page


def _answered(desk: Desk, page: VisitView, given: dict[str, str]) -> tuple[VisitView, set[str]]:
    """The page with every given answer, those too that are asked only once others were given."""
    used: set[str] = set()
    while here := {one.field.name for one in page.fields} & set(given) - used:
        used |= here
        page = desk.answer(page.visit_id, {name: given[name] for name in here})
    return page, used


def _forward(desk: Desk, visit_id: str, second: str) -> VisitView | OutcomeView:
    """On; where a second clerk must agree, with the one who was named. Raises NeedsSecond, WrongPassword."""
    try:
        return desk.forward(visit_id)
    except NeedsSecond:
        if not second:
            raise
    desk.agree(visit_id, second, _second_password())
    return desk.forward(visit_id)


def _second_password() -> SecretDigits:
    """Of the clerk who was named as the second. Raises WrongPassword."""
    try:
        return SecretDigits(bytearray(os.environ.get(SECOND, "").encode()))
    except ValueError as error:
        raise WrongPassword from error


def _all_used(left: set[str]) -> None:
    if left:
        unknown = ", ".join(sorted(left))
        raise UsedWrongly(why=Text(f"不问的回答：{unknown}", f"answers nobody asked for: {unknown}"))


def wrong_answer(page: VisitView) -> None:
    """Tell which answer of the page is missing or wrong. Raises BadInput."""
    one = next(f for f in page.fields if f.field.name == page.missing)
    raise BadInput(
        what=Text(f"{one.field.label.zh}（{page.missing}）", f"{one.field.label.en} ({page.missing})"),
        why=one.fault or Text("必填", "needed"),
    )


def _give(outcome: OutcomeView, talk: Talk) -> None:
    say = talk.language
    answer = {
        "operation": outcome.work.operation.id,
        "receipt": outcome.receipt.number,
        "procedure": outcome.work.operation.procedure,
        "state": outcome.work.state.value,
        "settlement": outcome.work.settlement.value if outcome.work.settlement else None,
        "headline": outcome.headline.say(say),
        "halves": [{"half": h.half.value, "state": h.kind, "words": h.words.say(say)} for h in outcome.halves],
    }
    lines = outcome.lines
    talk.give(
        answer,
        Text(
            f"{outcome.headline.zh}。受理号 {outcome.receipt.number}",
            f"{outcome.headline.en}. Receipt {outcome.receipt.number}",
        ),
        *(Text(f"{h.half.words.zh}：{h.words.zh}", f"{h.half.words.en}: {h.words.en}") for h in outcome.halves),
        *(
            Text(f"{bold.zh}。{plain.zh}", f"{bold.en}. {plain.en}")
            for bold, plain in (lines.happened, lines.means, lines.next)
        ),
    )
