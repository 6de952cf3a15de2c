"""How a command talks: words for people or JSON for machines, and its exit status.

0 done or yes · 1 the answer is no · 2 used wrongly. Refuses to print half of each: with --json standard output holds
one JSON document and nothing else. What is logged goes to the log of the data folder, never to the terminal.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from counter_app.asked_for import WrongName, write_asked
from counter_app.commands.passphrases import unlocked
from counter_app.commands.streams import OutputLost, put_aside, put_out
from counter_app.domain.disk import cause
from counter_app.domain.errors import BadInput, CounterError
from counter_app.domain.text import Language, Text
from counter_app.log import kept_log
from counter_app.wiring import Counter, open_counter

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="数据文件夹；空的就成为练习文件夹 / data folder; an empty one becomes practice"
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="只对这一次有效的设置 / a setting for this run only"),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]

NO, USED_WRONGLY = 1, 2
LANGUAGE = "language="
log = logging.getLogger(__name__)


class UsedWrongly(CounterError):
    """The command was called in a way that cannot work: a file that is none, an unknown name."""

    happened = Text("{why}", "{why}")
    advice = Text("用 counter --help 查看用法", "See: counter --help")


class Fault(CounterError):
    """A fault of this program; its kind and place stand in the log."""

    happened = Text("程序出错，没有做完", "A fault of this program: it did not finish")
    advice = Text(
        "把数据文件夹中的 logs/counter.log 交给管理员",
        "Give logs/counter.log of the data folder to the administrator",
    )


class Talk:
    """Where a command says what it has to say, in one language or as JSON."""

    def __init__(self, *, machine: bool, language: Language = Language.ZH) -> None:
        self.machine = machine
        self.language = language

    def give(self, answer: dict[str, Any], *lines: Text) -> None:
        """The result: JSON for machines, or these lines for people. Raises OutputLost."""
        if self.machine:
            put_out(json.dumps(answer, ensure_ascii=False, indent=2))
        for line in () if self.machine else lines:
            put_out(line.say(self.language))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns for people; silent with --json. Raises OutputLost."""
        if self.machine or not rows:
            return
        from rich.console import Console
        from rich.table import Table

        table = Table(show_header=True, box=None, pad_edge=False)
        for heading in rows[0]:
            table.add_column(heading, overflow="fold")
        for row in rows[1:]:
            table.add_row(*row)
        console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, color_system=None)
        with console.capture() as drawn:
            console.print(table)
        put_out(drawn.get().rstrip("\n"))

    def aside(self, line: Text) -> None:
        """One line on standard error beside the answer."""
        put_aside(line.say(self.language))

    def words_of(self, error: CounterError) -> dict[str, str]:
        """A trouble as `code`, `message` and `advice`, for JSON."""
        say = partial(Text.say, language=self.language)
        return {"code": error.code, "message": say(error.message), "advice": say(error.what_next)}

    def trouble(self, error: CounterError) -> None:
        """What went wrong: on standard output as JSON, else on standard error as two lines."""
        say = partial(Text.say, language=self.language)
        if self.machine and not isinstance(error, OutputLost):
            try:
                put_out(json.dumps({"error": self.words_of(error)}, ensure_ascii=False, indent=2))
            except OutputLost as lost:
                put_aside(say(lost.message))
            else:
                return
        put_aside(say(error.message), say(error.what_next))


@contextmanager
def counter_and_talk(
    data: Path | None, sets: list[str] | None, *, machine: bool, unlock: bool = True
) -> Iterator[tuple[Counter, Talk]]:
    """The opened counter of a data folder and where to talk; troubles become words and exit status, everything is
    closed. `unlock`: ask for the passphrase of a folder that stands under one.
    """
    talk = Talk(machine=machine, language=_asked_language(sets or []))
    with _told(talk):
        counter = _open(data, sets)
        talk.language = Language(counter.settings["language"])
        with kept_log(counter.folder):
            try:
                with _faults_logged():
                    if unlock:
                        unlocked(counter)
                    yield counter, talk
            finally:
                counter.close()


@contextmanager
def _told(talk: Talk) -> Iterator[None]:
    try:
        yield
    except UsedWrongly as error:
        talk.trouble(error)
        raise typer.Exit(USED_WRONGLY) from error
    except CounterError as error:
        talk.trouble(error)
        raise typer.Exit(NO) from error


@contextmanager
def _faults_logged() -> Iterator[None]:
    """Whatever is not a CounterError is a fault of this program: its words may hold a name and are shown to nobody."""
    try:
        yield
    except (CounterError, typer.Exit, typer.Abort):
        raise
    except Exception as error:
        log.exception("a command did not finish")
        raise Fault from error


def _asked_language(sets: Sequence[str]) -> Language:
    """The language to tell in that the settings themselves cannot be read."""
    said = [one.removeprefix(LANGUAGE) for one in sets if one.startswith(LANGUAGE)]
    return Language.EN if said and said[-1] == Language.EN.value else Language.ZH


def _open(data: Path | None, sets: list[str] | None) -> Counter:
    if data is not None and data.is_file():
        raise UsedWrongly(why=Text(f"{data} 不是文件夹", f"{data} is not a folder"))
    try:
        return open_counter(data, sets or [])
    except BadInput as error:
        raise UsedWrongly(why=error.message) from error


def say_no() -> NoReturn:
    """End with status 1: the answer is no."""
    raise typer.Exit(NO)


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file a person asked for, readable by that person alone, whole or not at all. A folder that is not there
    is used wrongly, and so is a name of another kind: it would be written over what stands there, be it the store. A
    link is replaced, never followed. Raises UsedWrongly.
    """
    try:
        write_asked(path, write)
    except WrongName as error:
        raise UsedWrongly(why=error.message) from error
    except OSError as error:
        why = cause(error)
        raise UsedWrongly(why=Text(f"写不了 {path}：{why.zh}", f"cannot write {path}: {why.en}")) from error
