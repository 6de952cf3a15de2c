"""`counter transfer`: work carried on a stick where there is no line. Counts only: no names, no numbers of people.

Refuses to say that a file was written or taken before it is; troubles become words and exit status as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.commands.signed_in import Clerk, by_whom
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk
from counter_app.domain.text import Text
from counter_app.rights import Right

if TYPE_CHECKING:
    from counter_app.wiring import Counter
    from sync.transfer import Transfers

File = Annotated[Path, typer.Argument(metavar="FILE", help="文件 / the file")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(
        help="没有网络时用 U 盘转送 / carry work on a stick where there is no line", no_args_is_help=True
    )
    group.command("export", help="把没有答复的业务导出成密封文件 / take unanswered work out into a sealed file")(export)
    group.command("import", help="在有网的网点替别处导入 / hand another outlet's file in, where there is a line")(
        hand_in
    )
    group.command("take", help="收取带回来的答复 / take the answers that were carried back")(take)
    app.add_typer(group, name="transfer")


def export(
    where: Annotated[
        Path, typer.Argument(metavar="FOLDER|FILE", help="U 盘文件夹或文件 / folder or file on the stick")
    ],
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Write a new file of all that will go to the platform without a clerk; it cannot be withdrawn any more."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        _carrying(counter, "transfer export", clerk) as (carried, who),
    ):
        done = carried.take_out(where.absolute(), clerk=who)
        answer = {"file": str(done.path), **{k: v for k, v in asdict(done).items() if k != "path"}}
        said = Text(
            f"已导出 {done.operations} 件（照片 {done.pictures}），第 {done.serial} 号文件：{done.path}",
            f"{done.operations} operations ({done.pictures} photos) taken out, file no. {done.serial}: {done.path}",
        )
        next_step = Text(
            "带到有网的网点，用 counter transfer import 导入；恢复联网也照常送，不会重复",
            "Carry it to an outlet with a line: counter transfer import. If the line comes back, nothing happens twice",
        )
        left = Text(f"还有 {done.left} 件不在文件里", f"{done.left} more are not in it")
        talk.give(answer, said, *((left,) if done.left else ()), next_step)


def hand_in(
    file: File,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="答复存到哪里；不写：在旁边 / where answers go")
    ] = None,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Hand a file in to the platform and keep its sealed answers for the counter it came from."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        _carrying(counter, "transfer import", clerk) as (carried, who),
    ):
        from sync.transfer import answers_beside, keep_answers

        handed = carried.hand_in(file, clerk=who)
        beside = (answers or answers_beside(file)).absolute()
        keep_answers(beside, handed.answers)
        counts = {name: getattr(handed, name) for name in ("accepted", "refused", "put_off", "left", "known")}
        said = Text(
            f"省平台：确认 {handed.accepted}，退回 {handed.refused}，暂缓 {handed.put_off}，没有受理 {handed.left}"
            f"（其中 {handed.known} 件早已办过，没有重复）",
            f"Platform: {handed.accepted} accepted, {handed.refused} refused, {handed.put_off} put off,"
            f" {handed.left} left alone ({handed.known} were known before and not done twice)",
        )
        next_step = Text(
            f"答复在 {beside}，带回原柜台，用 counter transfer take 收取",
            f"The answers are in {beside}: carry them back and take them with counter transfer take",
        )
        talk.give({**counts, "answers": str(beside)}, said, next_step)


def take(file: File, clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Apply the answers a file brings to this counter's work."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        _carrying(counter, "transfer take", clerk) as (carried, who),
    ):
        taken = carried.take_back(file, clerk=who)
        said = Text(
            f"第 {taken.serial} 号文件的答复：确认 {taken.accepted}，退回 {taken.refused}，暂缓 {taken.put_off}，"
            f"早已答复 {taken.before}",
            f"Answers to file no. {taken.serial}: {taken.accepted} accepted, {taken.refused} refused,"
            f" {taken.put_off} put off, {taken.before} answered before",
        )
        odd = Text(f"{taken.unread} 条读不懂，没有采用", f"{taken.unread} could not be read and were left out")
        old = Text(
            f"{taken.older} 件对账后已重送，答复是重送之前的，没有采用；等联网或下一个文件的答复",
            f"{taken.older} were let go again after reconciliation; these answers are of before and were left out:"
            " the line or the next file brings theirs",
        )
        talk.give(asdict(taken), said, *((odd,) if taken.unread else ()), *((old,) if taken.older else ()))


@contextmanager
def _carrying(counter: Counter, command: str, clerk: str) -> Iterator[tuple[Transfers, str]]:
    """Carrying by hand, and by whom. Raises as `by_whom`."""
    from counter_app.transfer_wiring import transfers

    with by_whom(counter, command, Right.TRANSFER, clerk=clerk) as session:
        yield transfers(counter), session.clerk
