"""`counter recovery make|use|change-passphrase`: shares by which two administrators open a folder whose key is gone.

Refuses a share or a passphrase as an argument, and to keep a share: each is shown once, to whoever is to keep it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated

import typer

from counter_app.commands.passphrases import ask_new_passphrase, ask_passphrase, typed_line
from counter_app.commands.signed_in import by_whom
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk
from counter_app.domain.key_errors import NotUnderPassphrase
from counter_app.domain.operation import AuditEntry
from counter_app.domain.shares import LINES, MADE, NEEDED, Share, ShareMiscopied, lines_of, piece_of, share_of
from counter_app.domain.text import Text
from counter_app.rights import Right
from counter_app.wiring import Counter

_CLEAR = "\x1b[2J\x1b[3J\x1b[H"  # the screen and what was scrolled away (ECMA-48 ED, xterm's 3 J)


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("recovery", help="密钥恢复份额与口令 / recovery shares of the key, and its passphrase")(recovery)


def recovery(
    word: Annotated[
        str,
        typer.Argument(
            metavar="make|use|change-passphrase",
            help="做三份恢复份额、用两份找回密钥、修改口令 / make three shares, use two of them, change the passphrase",
        ),
    ],
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Make three shares, any two of which open this folder; use two; or change the passphrase it stands under."""
    ways: dict[str, Callable[[Counter, Talk], None]] = {"make": _make, "use": _use, "change-passphrase": _change}
    with counter_and_talk(data, sets, machine=as_json, unlock=word == "make") as (counter, talk):
        if word not in ways:
            raise UsedWrongly(why=Text("应为 make、use 或 change-passphrase", "say make, use or change-passphrase"))
        ways[word](counter, talk)


def show_shares(counter: Counter, talk: Talk, *, by: str) -> None:
    """Make three shares and show each once; on record without what they hold. At a terminal one after the other, so
    that each administrator sees their own. Raises StoreTrouble, OutputLost.
    """
    from local_store.recovery import make_shares

    shares = make_shares(counter.folder, counter.secrets())
    note(counter, "recovery.made", by, {"set": shares[0].marks, "shares": str(MADE), "needed": str(NEEDED)})
    told = [{"number": share.number, "lines": list(lines_of(share))} for share in shares]
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        talk.give({"set": shares[0].marks, "needed": NEEDED, "shares": told}, *(_sheet(counter, s) for s in shares))
        return
    for share in shares:
        talk.give({"set": share.marks, "needed": NEEDED, "share": told[share.number - 1]}, _sheet(counter, share))
        talk.aside(Text("抄好后按回车，屏幕随即清除", "Copy it, then press Enter: the screen is cleared"))
        sys.stdin.readline()
        sys.stderr.write(_CLEAR)


def note(counter: Counter, what: str, by: str, facts: dict[str, str]) -> None:
    """On record. Raises StoreTrouble."""
    place = counter.settings["outlet"], counter.settings["window"]
    counter.store().note(AuditEntry(what, counter.onward.now(), by, *place, facts=facts))


def _make(counter: Counter, talk: Talk) -> None:
    with by_whom(counter, "recovery make", Right.BACK_UP) as session:
        show_shares(counter, talk, by=session.clerk)


def _use(counter: Counter, talk: Talk) -> None:
    """Nobody can be signed in: what proves a person is in the store that is shut. Two shares are two people."""
    from local_store.recovery import recover

    one, other = asked_shares()
    secrets = recover(counter.folder, one, other, new_passphrase=ask_new_passphrase)
    counter.take_keys(secrets)
    note(counter, "recovery.used", "", {"set": one.marks, "shares": f"{one.number} {other.number}"})
    where = secrets.describe()
    done = Text(f"密钥已找回：{where.zh}", f"The key is back: {where.en}")
    enrolled = counter.enrolling.enrolled() is not None
    anew = Text("本机的登记密钥不在了，请重新登记：counter enrol", "The key it was enrolled by is gone: counter enrol")
    talk.give({"recovered": True, "enrolled": enrolled}, done, *(() if enrolled else (anew,)))


def _change(counter: Counter, talk: Talk) -> None:
    """Whoever knows the passphrase in force may: it opens the data."""
    from local_store.passphrase import SealedSecrets, renew

    if not counter.locked:
        raise NotUnderPassphrase
    with ExitStack() as wiped:
        counter.unlock(wiped.enter_context(ask_passphrase()))
        secrets = counter.secrets()
        if not isinstance(secrets, SealedSecrets):
            raise NotUnderPassphrase
        with by_whom(counter, "recovery change-passphrase", Right.BACK_UP) as session:
            renew(secrets, wiped.enter_context(ask_new_passphrase()))
            note(counter, "passphrase.changed", session.clerk, {})
    talk.give({"changed": True}, Text("口令已修改", "The passphrase is changed"))


def asked_shares() -> tuple[Share, Share]:
    """Two shares, typed by whoever keeps them. Raises ShareMiscopied, UsedWrongly."""
    one, other = (_asked(number) for number in range(1, NEEDED + 1))
    return one, other


def _asked(number: int) -> Share:
    """One share, line by line. Raises ShareMiscopied, UsedWrongly."""
    return share_of([_line(number, line) for line in range(1, LINES + 1)])


def _line(number: int, line: int) -> str:
    """One line of a share; at a terminal it is asked for again until it is copied rightly."""
    while True:
        sys.stderr.write(f"第 {number} 份第 {line} 行 / share {number}, line {line}: ")
        sys.stderr.flush()
        typed = typed_line()
        if typed is None:
            raise UsedWrongly(why=Text("标准输入没有两份恢复份额", "there are no two shares on standard input"))
        try:
            piece_of(typed, line)
        except ShareMiscopied as error:
            if not sys.stdin.isatty():
                raise
            sys.stderr.write(f"{error.message.zh} / {error.message.en}\n")
        else:
            return typed


def _sheet(counter: Counter, share: Share) -> Text:
    """One share as people keep it."""
    lines = "\n".join(lines_of(share))
    made = counter.onward.now().date().isoformat()
    zh = f"恢复份额 {share.number}/{MADE}（任两份可打开） 编组 {share.marks} {made}"
    en = f"Recovery share {share.number} of {MADE} (any {NEEDED} open it), set {share.marks}, {made}"
    return Text(f"{zh}\n{lines}\n", f"{en}\n{lines}\n")
