"""`counter backup make|list|check|drill|restore|take-over`: copies of this counter's data, and putting one back.

Names receipts, never people. Refuses to put anything back without a reason and without saying first what it would lose.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from counter_app import backup_wiring as wiring
from counter_app.commands.signed_in import Clerk, by_whom
from counter_app.commands.taking_over import take_over
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no
from counter_app.domain.backup import BackupState, Found, Loss
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text, same
from counter_app.rights import Right
from counter_app.wiring import Counter

_MOST_SHOWN = 20
File = Annotated[
    str,
    typer.Argument(metavar="[FILE]", help="备份文件；不写：最近的好备份 / a backup; the newest good one if not said"),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    part = typer.Typer(help="备份与恢复 / backups, and putting one back", no_args_is_help=True)
    part.command("make", help="现在备份一次 / make a backup now")(make)
    part.command("list", help="列出备份 / list the backups")(show)
    part.command("check", help="逐字节核对一个备份 / check every byte of one")(check)
    part.command("drill", help="恢复演练，本机数据不动 / try a restore; the data stay as they are")(drill)
    part.command("restore", help="用备份换下本机数据 / put a backup in the place of the data")(restore)
    part.command("take-over", help="在新机器上接替丢失的机器 / the counter of a lost machine, on this one")(take_over)
    app.add_typer(part, name="backup")


def make(clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """While work goes on; proved before it bears its name."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        by_whom(counter, "backup make", Right.BACK_UP, clerk=clerk) as session,
    ):
        made = wiring.make(counter, clerk=session.clerk)
        talk.give(_row(made, talk), *_lines(made))


def show(clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """What stands in the folder of backups, the newest first, and what was set aside by restores."""
    from local_store.restoring import set_aside

    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        wiring.at_hand(counter) as at,
        by_whom(at, "backup list", Right.BACK_UP, clerk=clerk),
    ):
        kept = wiring.backups(counter)
        found, aside = kept.list(), set_aside(counter.folder)
        rows = [_row(one, talk) for one in found]
        talk.give(
            {"folder": str(kept.where), "backups": rows, "set_aside": list(aside)},
            Text(f"备份在 {kept.where}，{len(found)} 个", f"{len(found)} backups in {kept.where}"),
            *([_aside(aside)] if aside else []),
        )
        heading = Text("文件", "File"), Text("时间", "Made"), Text("最后回执", "Last receipt"), Text("情况", "State")
        lines = [
            [
                one.path.name,
                say_full(one.header.made_at) if one.header else "",
                one.header.last_receipt if one.header else "",
                one.state.words.say(talk.language),
            ]
            for one in found
        ]
        talk.table([[cell.say(talk.language) for cell in heading], *lines] if lines else [])


def check(file: File = "", clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Status 0 when it is this counter's own, whole in every byte and bears its own name."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        wiring.at_hand(counter) as at,
        by_whom(at, "backup check", Right.BACK_UP, clerk=clerk),
    ):
        found = wiring.named(counter, file)
        talk.give(_row(found, talk), *_lines(found))
        if found.state is not BackupState.GOOD:
            say_no()


def drill(file: File = "", clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Lay it out in a folder of its own, open it, walk its chain, and say what putting it back would lose."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        wiring.at_hand(counter) as at,
        by_whom(at, "backup drill", Right.BACK_UP, clerk=clerk) as session,
    ):
        found = wiring.named(counter, file)
        with wiring.drilled(counter, found) as (copy, laid, lost):
            whole = copy.store().verify_audit().whole
            header = laid.header
        wiring.drill_on_record(at, found, lost, clerk=session.clerk)
        opened = Text(
            f"能恢复：{header.operations} 件业务，{header.receipts} 张回执，审计 {header.entries} 条",
            f"It can be put back: {header.operations} operations, {header.receipts} receipts, {header.entries} entries",
        )
        broken = Text("能打开，但里面的审计链是断的", "It opens, but the audit chain in it is broken")
        talk.give(
            {**_row(found, talk), "whole": whole, "loses": _loses(lost)}, opened if whole else broken, *_told(lost)
        )
        if not whole:
            say_no()


def restore(
    file: File = "",
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="为什么恢复 / why")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="确认会丢失的，动手 / do it, whatever is lost")] = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Today's data are set aside, never deleted. Without --yes only said is what would be lost."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        if yes and not reason.strip():
            raise UsedWrongly(why=Text("恢复要写明原因 --reason", "a restore needs its reason: --reason"))
        found = wiring.named(counter, file)
        if not yes:
            _say_first(counter, talk, found, clerk)
            say_no()
        counter.close()
        with (
            wiring.put_back(counter, found) as (copy, laid, lost),
            by_whom(copy, "backup restore", Right.BACK_UP, clerk=clerk) as session,
        ):
            wiring.restored(copy, laid, lost, clerk=session.clerk, why=reason.strip())
        talk.give({**_row(found, talk), "restored": True, "loses": _loses(lost)}, *_done(found), *_told(lost))


def _say_first(counter: Counter, talk: Talk, found: Found, clerk: str) -> None:
    with (
        wiring.at_hand(counter) as at,
        by_whom(at, "backup restore", Right.BACK_UP, clerk=clerk),
        wiring.drilled(counter, found) as (_copy, _laid, lost),
    ):
        talk.give({**_row(found, talk), "restored": False, "loses": _loses(lost)}, *_told(lost), _AGAIN)


_AGAIN = Text("没有动手。确认后加 --yes --reason 原因", "Nothing was done. To do it add --yes --reason and why")


def _row(found: Found, talk: Talk) -> dict[str, Any]:
    header = found.header
    return {
        "file": str(found.path),
        "state": found.state.value,
        "words": found.state.words.say(talk.language),
        "made_at": header.made_at.isoformat() if header else None,
        "operations": header.operations if header else None,
        "receipts": header.receipts if header else None,
        "entries": header.entries if header else None,
        "last_receipt": header.last_receipt or None if header else None,
    }


def _lines(found: Found) -> tuple[Text, ...]:
    words, name = found.state.words, found.path.name
    header = found.header
    last = Text("没有回执", "no receipt") if header is None or not header.last_receipt else same(header.last_receipt)
    return (
        Text(f"{name}：{words.zh}", f"{name}: {words.en}"),
        *([Text(f"最后一张回执 {last.zh}", f"Last receipt: {last.en}")] if header else []),
    )


def _done(found: Found) -> tuple[Text, ...]:
    return (
        Text(
            f"已恢复到 {found.path.name}，原来的数据另存，没有删除",
            f"Put back to {found.path.name}; the data of before are set aside",
        ),
        Text(
            "联网后自动与省平台核对；以后的回执号从新的一段开始",
            "The platform is asked once there is a line; receipts go on with fresh numbers",
        ),
    )


def _loses(lost: Loss) -> dict[str, Any]:
    return {**asdict(lost), "receipts": list(lost.receipts), "reckoned": list(lost.reckoned)}


def _told(lost: Loss) -> tuple[Text, ...]:
    """What a restore would lose, receipts by their numbers."""
    named = lost.named
    shown = "  ".join(named[:_MOST_SHOWN]) + (" …" if len(named) > _MOST_SHOWN else "")
    lines = [Text(f"会丢失 {len(named)} 张回执：{shown}", f"{len(named)} receipts would be lost: {shown}")]
    if not named:
        lines = [Text("不会丢失已知的回执", "No receipt that is known of would be lost")]
    if not lost.all_read:
        lines.append(
            Text(
                "现在的数据读不全，可能更多：对照纸上更晚的回执",
                "Today's data cannot be read to their end: there may be more, look for later receipts on paper",
            )
        )
    if lost.platform is None:
        lines.append(Text("没有问到省平台", "The platform could not be asked"))
    elif lost.platform:
        lines.append(
            Text(
                f"其中省平台已有 {lost.platform} 件，恢复后对账会列出",
                f"The platform has {lost.platform} of these operations; reconciliation will list them",
            )
        )
    return tuple(lines)


def _aside(aside: tuple[str, ...]) -> Text:
    return Text(f"恢复时另存的旧数据 {len(aside)} 份", f"{len(aside)} sets of data that restores have set aside")
