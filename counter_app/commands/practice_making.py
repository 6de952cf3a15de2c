"""`counter practice making`: how fast the practice platform makes cards, whether it fails, and who looks at it first.

Refuses to touch anything but the practice platform: the folder must be a practice folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from practice.making import Making
    from practice.trainer import PracticeTrainer

_LONGEST = 86_400
_FAILS = {
    "": Text("二十张里失败一张", "one in twenty fails"),
    "all": Text("每张都失败", "each fails"),
    "never": Text("都不失败", "none fails"),
}

Word = Annotated[
    str,
    typer.Argument(
        metavar="[now|fail|never|review|pass|reject|usual|SECONDS]",
        help="马上制好、失败、不失败、先审核、审核通过、审核不通过、恢复平常、制卡秒数"
        " / end now, fail, never fail, review first, pass, reject, as usual, seconds a card takes",
    ),
]
Whose = Annotated[str, typer.Argument(metavar="[WHO]", help="银行代码或身份证号 / code of a bank or identity number")]


def making(word: Word = "", whose: Whose = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Show how the making of cards stands, or change it."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        if whose and word != "fail":
            raise UsedWrongly(why=Text("只有 fail 后面可以写谁", "only fail takes a name after it"))
        trainer = counter.trainer()
        _change(trainer, word, whose)
        stands = trainer.making()
        told = {"seconds": stands.seconds, "fails": stands.fails or None, "making": stands.making}
        told |= {
            "ready": stands.ready,
            "failed": stands.failed,
            "reviewing": stands.reviewing,
            "reviews": stands.reviews,
        }
        talk.give(told, *_words(stands))


def _change(trainer: PracticeTrainer, word: str, whose: str) -> None:
    """Raises UsedWrongly for a word nobody knows."""
    if word == "now":
        trainer.finish_making()
    elif word == "fail":
        trainer.fail_making(whose or "all")
    elif word == "never":
        trainer.fail_making(word)
    elif word == "usual":
        trainer.fail_making("")
        trainer.set_making(None)
        trainer.take_review(wanted=False)
    elif word == "review":
        trainer.take_review(wanted=True)
    elif word in ("pass", "reject"):
        trainer.review(passed=word == "pass")
    elif word.isascii() and word.isdigit() and int(word) <= _LONGEST:
        trainer.set_making(int(word))
    elif word:
        why = Text(
            "应为 now、fail、never、review、pass、reject、usual 或秒数",
            "say now, fail, never, review, pass, reject, usual or a number of seconds",
        )
        raise UsedWrongly(why=why)


def _words(stands: Making) -> tuple[Text, ...]:
    fails = _FAILS.get(stands.fails) or Text(f"{stands.fails} 的失败", f"those of {stands.fails} fail")
    return (
        Text(
            f"在制 {stands.making} 张，待领 {stands.ready} 张，失败 {stands.failed} 张",
            f"{stands.making} being made, {stands.ready} to be collected, {stands.failed} failed",
        ),
        Text(f"每张 {stands.seconds} 秒，{fails.zh}", f"{stands.seconds} seconds each, {fails.en}"),
        *_reviewed(stands),
    )


def _reviewed(stands: Making) -> tuple[Text, ...]:
    if not stands.reviews and not stands.reviewing:
        return ()
    goes = (
        Text("新单先审核", "new orders are reviewed first")
        if stands.reviews
        else Text("新单不再审核", "new ones are not")
    )
    return (Text(f"审核中 {stands.reviewing} 张，{goes.zh}", f"{stands.reviewing} in review, {goes.en}"),)
