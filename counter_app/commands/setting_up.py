"""`counter set-up`: a new folder for real work, with the recovery shares of its key.

Refuses to ask anything twice but what nobody can see while it is typed.
"""

from __future__ import annotations

from contextlib import closing

import typer

from counter_app.commands.passphrases import ask_new_passphrase
from counter_app.commands.recovery import show_shares
from counter_app.commands.talk import Data, Json, UsedWrongly, counter_and_talk
from counter_app.domain.text import Text

_NEXT = Text(
    "已建好。接下来：counter settings --set 设省平台、网点、窗口，再 counter enrol 用登记码登记本机",
    "It is made. Next: counter settings --set for platform, outlet and window, then counter enrol with the code",
)


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("set-up", help="新建正式使用的数据文件夹 / make a data folder for real work")(set_up)


def set_up(data: Data = None, as_json: Json = False) -> None:
    """Make it: the key goes into the OS keyring, or under a passphrase that is asked for; three recovery shares are
    shown once.
    """
    from counter_app import setting_up

    with counter_and_talk(data, None, machine=as_json, unlock=False) as (nothing, talk):
        if data is None:
            raise UsedWrongly(why=Text("用 --data 指定文件夹", "name the folder with --data"))
        with closing(setting_up.set_up(nothing.folder, nothing.settings, new_passphrase=ask_new_passphrase)) as real:
            show_shares(real, talk, by="")
            talk.aside(_NEXT)
