"""`counter sign-in`, `sign-out`, `who`, `change-password`, `counter practice clerks`: who is signed in for commands.

Refuses a password as an argument: it would stand in the shell's history and in the list of processes.
"""

from __future__ import annotations

from typing import Annotated

import typer

from counter_app.clerks import ClerkSession
from counter_app.commands.asking import ask_password, number_of
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk
from counter_app.domain.errors import BadInput
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.rights import ROLE_NAMES
from counter_app.sign_in_wiring import signing_in

Number = Annotated[str, typer.Argument(metavar="CLERK", help="工号 / clerk number")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("sign-in", help="登录，供之后的命令用 / sign in for the commands that follow")(sign_in)
    app.command("sign-out", help="退出登录 / sign out")(sign_out)
    app.command("who", help="谁登录着 / who is signed in")(who)
    app.command("change-password", help="修改密码（须联网） / change a password, with a line")(change_password)


def sign_in(clerk: Number, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Sign in by number and password, which is asked for without showing it, or read from standard input."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        number = number_of(clerk)
        with ask_password() as password:
            session = signing_in(counter).sign_in(number, password)
        talk.give(told(session), *words(session))


def sign_out(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """End it here, and at the platform where there is a line."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        ended = signing_in(counter).sign_out()
        late = Text("省平台还不知道，到时自动失效", "The platform has not heard of it: it ends there by itself")
        talk.give({"left_at_platform": not ended}, Text("已退出登录", "Signed out"), *(() if ended else (late,)))


def who(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Who is signed in, and until when."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        session = signing_in(counter).who()
        talk.give(told(session), *words(session))


def change_password(clerk: Number, data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Change a password and sign in by it. From standard input: the old one, the new one and the new one again, a line
    each.
    """
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        number = number_of(clerk)
        with (
            ask_password(Text("原密码", "old password")) as old,
            ask_password(Text("新密码", "new password")) as new,
            ask_password(Text("再输一次", "once more")) as again,
        ):
            if new.letters() != again.letters():
                raise BadInput(what=Text("新密码", "new password"), why=Text("两次不一样", "the two differ"))
            session = signing_in(counter).change_password(number, old, new)
        talk.give(told(session), Text("密码已修改", "The password is changed"), *words(session))


def clerks(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """The practice clerks, their password, and what is to be practised with each. They are made up."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        from practice.clerks import CLERKS, PASSWORD

        listed = [
            {
                "clerk": one.clerk.number,
                "name": one.clerk.name,
                "roles": [role.value for role in one.clerk.roles],
                "case": one.case.say(talk.language),
            }
            for one in CLERKS
        ]
        lines = [
            Text(
                f"{one.clerk.number}  {one.clerk.name}  {one.case.zh}",
                f"{one.clerk.number}  {one.clerk.name}  {one.case.en}",
            )
            for one in CLERKS
        ]
        told_password = Text(f"密码都是 {PASSWORD}", f"The password of each is {PASSWORD}")
        talk.give({"password": PASSWORD, "clerks": listed}, *lines, told_password)


def told(session: ClerkSession) -> dict[str, object]:
    """Who is signed in, as JSON: the person who asks, so the name is whole."""
    clerk, offline = session.clerk, session.offline_until
    return {
        "clerk": clerk.number,
        "name": clerk.name,
        "roles": [role.value for role in clerk.roles],
        "outlets": list(clerk.outlets),
        "bank": clerk.bank or None,
        "entrusted": clerk.entrusted,
        "with_line": session.with_line,
        "until": session.until.isoformat(),
        "offline_until": None if offline is None else offline.isoformat(),
    }


def words(session: ClerkSession) -> tuple[Text, ...]:
    """The same for people."""
    clerk, until = session.clerk, say_full(session.until)
    zh, en = ("、".join(ROLE_NAMES[r].zh for r in clerk.roles), ", ".join(ROLE_NAMES[r].en for r in clerk.roles))
    how = Text("", "") if session.with_line else Text("（没有连上省平台）", " (without the platform)")
    first = Text(
        f"{clerk.number} {clerk.name}，{zh or '没有角色'}，已登录{how.zh}，到 {until}",
        f"{clerk.number} {clerk.name}, {en or 'no role'}, signed in{how.en} until {until}",
    )
    if session.offline_until is None:
        return (first,)
    later = say_full(session.offline_until)
    return first, Text(f"没有网络时也可登录，到 {later}", f"Can sign in here without a line until {later}")
