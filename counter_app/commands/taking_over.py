"""`counter backup take-over`: the counter of a lost machine on this one, from a backup and two recovery shares.

Refuses a share as an argument; they are typed, each by whoever keeps it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counter_app.commands.passphrases import ask_new_passphrase
from counter_app.commands.recovery import asked_shares
from counter_app.commands.talk import Data, Json, UsedWrongly, counter_and_talk
from counter_app.domain.backup import BackupHeader
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text


def take_over(
    where: Annotated[
        Path,
        typer.Argument(metavar="FILE|FOLDER", help="备份文件，或放备份的文件夹 / a backup, or the folder of them"),
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="为什么接替 / why")] = "",
    older: Annotated[bool, typer.Option("--older", help="不用最近的备份 / take one that is not the newest")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Into an empty folder, by two recovery shares; the machine of before is refused once this one is enrolled."""
    from counter_app import taking_over

    with counter_and_talk(data, None, machine=as_json, unlock=False) as (nothing, talk):
        if data is None:
            raise UsedWrongly(why=Text("用 --data 指定文件夹", "name the folder with --data"))
        if not reason.strip():
            raise UsedWrongly(why=Text("接替要写明原因 --reason", "a take-over needs its reason: --reason"))
        taking_over.make_sure_of_empty(nothing.folder)
        header = taking_over.take_over(
            nothing.folder,
            where,
            asked_shares(),
            why=reason.strip(),
            older=older,
            new_passphrase=ask_new_passphrase,
        )
        told = {
            "taken_over": True,
            "outlet": header.outlet,
            "window": header.window,
            "file": header.file_name,
            "made_at": header.made_at.isoformat(),
            "last_receipt": header.last_receipt or None,
            "in_the_place_of": header.counter or None,
        }
        talk.give(told, *_done(header))


def _done(header: BackupHeader) -> tuple[Text, ...]:
    place, made = f"{header.outlet}-{header.window}", say_full(header.made_at)
    refused = Text(
        "接下来：counter enrol 用登记码登记本机；登记后原来那台机器随即停用",
        "Next: counter enrol with a code; from then on the machine of before is refused",
    )
    unnamed = Text(
        "接下来：counter enrol 登记本机。备份里没有原机器的登记名，请省平台停用原机器",
        "Next: counter enrol. The backup does not name the machine of before: have the platform revoke it",
    )
    return (
        Text(f"{place} 已在这台机器上接替，数据到 {made}", f"{place} goes on at this machine, as of {made}"),
        refused if header.counter else unnamed,
        Text(
            "其后的业务联网后自动与省平台核对；打印机、读卡器、备份文件夹请重新设置",
            "What came after is asked of the platform once there is a line; set printers, readers, backup.folder anew",
        ),
    )
