"""`counter audit verify`, `search`, `export`: is the trail whole, what does it say, a file of it.

Refuses to search or export for anybody but an auditor, and to show whole names and numbers without a reason.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.anchoring import said
from counter_app.auditing import Anchor, AuditQuery
from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no, write_file
from counter_app.desk.auditing import AuditLine
from counter_app.domain.moments import CHINA, say_full, start_of_day
from counter_app.domain.text import Text, same
from counter_app.rights import Right

There = Annotated[
    bool, typer.Option("--platform", help="也与省平台收存的链头核对 / compare with the platform's own head too")
]
Since = Annotated[str, typer.Option("--since", metavar="DAY", help="从这一天起 / from that day, 2026-01-31")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="到这一天止（含） / to that day, it included")]
By = Annotated[str, typer.Option("--by", metavar="NUMBER", help="谁做的（工号） / who did it")]
What = Annotated[
    str, typer.Option("--what", metavar="CODE", help="做了什么，如 person. / what was done, its beginning")
]
Subject = Annotated[str, typer.Option("--subject", metavar="ID", help="业务、告知书等编号 / of work, of a notice ...")]
OfReceipt = Annotated[str, typer.Option("--receipt", metavar="NUMBER", help="回执号 / number of a receipt")]
OfHolder = Annotated[
    bool, typer.Option("--holder", help="查某人：号码从标准输入读 / of a person, by the number on standard input")
]
Full = Annotated[bool, typer.Option("--full", help="不遮盖，要写 --why / unmasked, wants --why")]
Why = Annotated[str, typer.Option("--why", metavar="WORDS", help="理由 / what it is needed for")]
_LISTED = 500


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    audit = typer.Typer(help="审计记录 / the audit trail", no_args_is_help=True)
    audit.command("verify", help="核对审计链，指出第一处断点 / verify the chain, name the first broken entry")(verify)
    audit.command("search", help="查审计记录（审计员） / search the trail, for auditors")(search)
    audit.command("export", help="导出审计记录为 CSV 或 XLSX（审计员） / the trail as a file, for auditors")(export)
    app.add_typer(audit, name="audit")


def verify(there: There = False, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Walk the audit chain of this folder, and compare it with the heads the platform has taken."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        from counter_app.audit_wiring import last_anchor, verified, verified_there

        report, anchor = verified_there(counter) if there else (verified(counter), last_anchor(counter))
        answer = {
            "whole": report.whole,
            "entries": report.entries,
            "broken_at": report.broken_at,
            "fault": report.fault,
            "restored_at": report.restored_at,
            "anchor": _anchor(anchor, asked=there),
        }
        talk.give(answer, *said(report, anchor, asked=there))
        if not report.whole:
            say_no()


def _anchor(anchor: Anchor | None, *, asked: bool) -> dict[str, Any] | None:
    if anchor is None:
        return None
    taken = anchor.taken_at.isoformat()
    return {"chain": anchor.head.chain, "entries": anchor.head.length, "taken_at": taken, "asked": asked}


def search(
    since: Since = "",
    until: Until = "",
    by: By = "",
    what: What = "",
    subject: Subject = "",
    receipt: OfReceipt = "",
    holder: OfHolder = False,
    full: Full = False,
    why: Why = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Entries that fit all that is asked, newest first, 500 at most."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "audit search", Right.READ_AUDIT, clerk=clerk) as desk,
    ):
        query = _query(since, until, by, what, subject, receipt, holder=holder)
        view = desk.audit_trail(query, full=full, why=why)
        answer = {"entries": [_row(line, talk) for line in view.lines], "more": view.more}
        count = len(view.lines)
        talk.give(answer, Text(f"{count} 条", f"{count} entries"))
        _table(view.lines, talk)


def export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="文件名，.csv 或 .xlsx / a name that ends so")],
    since: Since = "",
    until: Until = "",
    by: By = "",
    what: What = "",
    subject: Subject = "",
    receipt: OfReceipt = "",
    holder: OfHolder = False,
    full: Full = False,
    why: Why = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Everything that fits as a table, marked with who made it, when and why; 100,000 entries at most."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "audit export", Right.READ_AUDIT, clerk=clerk) as desk,
    ):
        from printing.sheets import CSV, XLSX, save_sheet

        if path.suffix.lower() not in (CSV, XLSX):
            raise UsedWrongly(why=Text("文件名以 .csv 或 .xlsx 结尾", "the name ends with .csv or .xlsx"))
        query = _query(since, until, by, what, subject, receipt, holder=holder)
        sheet = desk.audit_sheet(query, full=full, why=why)
        write_file(path, lambda there: save_sheet(sheet, there))
        count = len(sheet.rows)
        talk.give({"entries": count, "file": str(path)}, Text(f"{count} 条，已存 {path}", f"{count} saved in {path}"))


def _query(since: str, until: str, by: str, what: str, subject: str, receipt: str, *, holder: bool) -> AuditQuery:
    number = sys.stdin.readline().strip() if holder else ""
    if holder and not number:
        raise UsedWrongly(why=Text("标准输入没有号码", "no number on standard input"))
    return AuditQuery(
        since=_day(since) if since else None,
        until=_day(until) + timedelta(days=1) if until else None,
        clerk=by,
        what=what,
        subject=subject,
        receipt=receipt,
        holder=number,
        limit=_LISTED,
    )


def _day(said: str) -> datetime:
    """Midnight in China of that day, as UTC. Raises UsedWrongly."""
    try:
        return start_of_day(datetime.combine(datetime.fromisoformat(said).date(), datetime.min.time(), CHINA))
    except (ValueError, OverflowError) as error:
        raise UsedWrongly(why=Text("日期写作 2026-01-31", "a day is written 2026-01-31")) from error


def _row(line: AuditLine, talk: Talk) -> dict[str, Any]:
    return {
        "chain": line.place,
        "serial": line.serial,
        "at": line.at.isoformat(),
        "clerk": line.clerk,
        "what": line.code,
        "words": line.what.say(talk.language),
        "subject": line.subject,
        "receipt": line.receipt,
        "person": line.person,
        "why": line.why,
        "besides": line.besides,
    }


def _table(lines: tuple[AuditLine, ...], talk: Talk) -> None:
    heading = (
        Text("时间", "When"),
        Text("工号", "Who"),
        Text("做了什么", "What"),
        Text("回执号", "Receipt"),
        Text("人员", "Person"),
        Text("理由", "Why"),
    )
    rows = [(same(say_full(o.at)), same(o.clerk), o.what, same(o.receipt), same(o.person), same(o.why)) for o in lines]
    talk.table([tuple(cell.say(talk.language) for cell in row) for row in (heading, *rows)])
