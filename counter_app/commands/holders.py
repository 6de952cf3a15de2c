"""`counter holders`: who has a card of one bank, for when its cooperation ends. Masked always.

Refuses to show a whole name or number: the list says how many there are and what each of them needs.
"""

from __future__ import annotations

from typing import Annotated

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk
from counter_app.domain.text import Text, same
from counter_app.rights import Right


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("holders", help="某家银行的持卡人名单 / the holders of one bank, masked")(holders)


def holders(
    bank: Annotated[str, typer.Argument(metavar="BANK", help="银行代码，如 B01 / code of the bank in the pack")],
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """List everybody this counter knows with a living card of that bank, and how each comes to another one."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "holders", Right.EXPORT, clerk=clerk) as desk,
    ):
        found = desk.holders_of_bank(bank)
        say = talk.language
        rows = [
            {
                "number": one.number,
                "name": one.name,
                "card_number": one.card_number,
                "state": one.state.say(say),
                "next": one.way.say(say),
            }
            for one in found.holders
        ]
        answer = {"bank": found.bank.code, "status": found.bank.status.value, "count": len(rows), "holders": rows}
        name, count = found.bank.name, len(rows)
        talk.give(answer, Text(f"{name.zh}：本机记录中 {count} 张卡", f"{name.en}: {count} cards in the records here"))
        heading = (
            Text("证件号码", "Number"),
            Text("姓名", "Name"),
            Text("卡号", "Card"),
            Text("卡状态", "State"),
            Text("接下来", "Next"),
        )
        lines = [(same(o.number), same(o.name), same(o.card_number), o.state, o.way) for o in found.holders]
        talk.table([tuple(cell.say(say) for cell in line) for line in (heading, *lines)])
