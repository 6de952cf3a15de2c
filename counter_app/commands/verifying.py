"""`counter verify-receipt`: whether a paper is genuine, by its signed code, with no line.

Status 0: genuine, and it counts. 1: not genuine, void, replaced, no whole code, or it cannot be checked here. Refuses
to take more of standard input than a code can have.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no
from counter_app.desk.views_checked import Checked, Verdict
from counter_app.domain.moments import say_full
from counter_app.domain.receipt_code import LONGEST
from counter_app.domain.text import Text, same
from counter_app.rights import Right

_STDIN = "-"
_NOTHING = Text(
    "没有签名码：写在命令后面，或用 - 从标准输入读", "No code: give it as an argument, or - for standard input"
)


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("verify-receipt", help="凭签名码核验回执真假 / check a paper by its signed code")(verify_receipt)


def verify_receipt(
    code: Annotated[str, typer.Argument(metavar="CODE", help="签名码，- 为标准输入 / the code, - for standard input")],
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Check one code offline against the keys known here."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "verify-receipt", Right.SERVE, clerk=clerk) as desk,
    ):
        typed = _read() if code == _STDIN else code.encode(errors="replace").decode()
        if not typed.strip():
            raise UsedWrongly(why=_NOTHING)
        checked = desk.check_code(typed)
        talk.give(_as_json(checked, talk), *_lines(checked))
        if checked.verdict is not Verdict.GENUINE:
            say_no()


def _read() -> str:
    """What was piped or scanned; more than a code can have is read as too long, and no further."""
    stream, most = getattr(sys.stdin, "buffer", None), 2 * LONGEST + 1
    return stream.read(most).decode("utf-8", errors="replace") if stream is not None else sys.stdin.read(most)


def _as_json(checked: Checked, talk: Talk) -> dict[str, Any]:
    said, receipt = checked.said, checked.receipt
    outlet, window = said.place
    return {
        "verdict": checked.verdict.value,
        "number": said.number,
        "issued_at": said.at.isoformat(),
        "standing": said.standing.name.lower(),
        "kind": said.kind,
        "outlet": outlet,
        "window": window,
        "key": said.key_id,
        "why": [one.say(talk.language) for one in checked.why],
        "advice": checked.advice.say(talk.language),
        "record": None
        if receipt is None
        else [{"label": r.label.say(talk.language), "value": r.value.say(talk.language)} for r in receipt.draft.rows],
    }


def _lines(checked: Checked) -> list[Text]:
    said, place, kind, when = checked.said, checked.place, checked.kind, say_full(checked.said.at)
    lines = [
        checked.headline,
        same(said.number),
        Text(f"{kind.zh}，{when}，{place.zh}", f"{kind.en}, {when}, {place.en}"),
        *checked.why,
    ]
    if checked.advice not in checked.why:
        lines.append(checked.advice)
    rows = checked.receipt.draft.rows if checked.receipt is not None else ()
    return lines + [Text(f"{r.label.zh}：{r.value.zh}", f"{r.label.en}: {r.value.en}") for r in rows]
