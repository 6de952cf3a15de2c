"""Pieces that nearly every procedure is made of: the page the holder confirms, a page that asks nothing, work that
changes no half of a card, and the words for what is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from counter_app.domain.card import Half
from counter_app.domain.procedure import Answers, Field, Situation, Step
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting

AskFields = Callable[[Situation, Answers], tuple[Field, ...]]


def no_fields(_situation: Situation, _answers: Answers) -> tuple[Field, ...]:
    """A page that asks nothing."""
    return ()


def no_changes(_situation: Situation, _answers: Answers) -> Mapping[Half, str]:
    """Work that changes no half of a card: everything stands in its facts."""
    return {}


def no_words(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    """Nothing to warn of, or nothing that still waits."""
    return ()


def confirm_step(fields: AskFields = no_fields) -> Step:
    """The page the holder confirms; `fields` that must be answered there, and how the identity was checked."""

    def asked(situation: Situation, answers: Answers) -> tuple[Field, ...]:
        return (*fields(situation, answers), *acting.identity_fields(situation, answers))

    return Step(
        id="confirm",
        title=Text("本人确认", "Holder confirms"),
        question=Text("请持卡人核对", "The holder checks"),
        hint=Text("把屏幕转向持卡人，核对后提交", "Turn the screen to the holder, then submit"),
        fields=asked,
        confirms=True,
    )


def kept_and_queued(title: Text) -> tuple[Text, Text]:
    """What has happened while the platform has not answered: no more than this is known."""
    return (
        Text(f"{title.zh}已存本机，断电也不会丢", f"{title.en} is kept here, safe from power cuts"),
        Text("已排队送平台", "Queued for the platform"),
    )
