"""The photo of a card: where it comes from, and the picture itself where one is taken or brought.

Refuses to claim a photo nobody has seen: the one of the population records is the platform's to fetch.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.identity import age_on, birth_of
from counter_app.domain.photo import DIGEST_FACT, PICTURE
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Situation
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _paper as paper

SOURCE = "photo"
NEEDLESS_UNDER = 7
"""Full years below which a card may bear no photo (社保卡照片采集规范, as stored pages tell)."""
_FILE, _TAKEN, _BROUGHT, _NONE, _BEFORE = "file", "taken", "brought", "none", "before"
_SOURCES = (
    Choice(_FILE, Text("用身份证照片", "From the identity card")),
    Choice(_TAKEN, Text("现场拍照", "Taken here")),
    Choice(_BROUGHT, Text("自带照片", "Brought along")),
)
_NO_PHOTO = Choice(_NONE, Text("免照片", "None"))
_AS_BEFORE = Choice(_BEFORE, Text("沿用原照片", "As before"))
_NOTES = {
    _BEFORE: Text("平台用现在这张卡的照片", "The platform takes the photo of the present card"),
    _FILE: Text(
        "平台从人口库取照片；本机不读也不留身份证上的照片",
        "The platform takes the photo of the population records; none is read or kept here",
    ),
    _TAKEN: Text(
        "本程序不控制相机：用相机程序拍好存成文件，再选这个文件",
        "This program drives no camera: take it with the camera's own, then choose the file",
    ),
    _BROUGHT: Text("照片送平台，办结后本机即删", "It goes to the platform and is deleted here once that is done"),
    _NONE: Text("未满 7 周岁可以不交照片", "Under 7 no photo is needed"),
}
_STANDARD = Text(
    "JPEG 或 PNG，白底彩色；自动裁成 358×441 像素", "JPEG or PNG, in colour on white; cropped to 358 x 441 pixels"
)
_GONE = Text("照片不在本机，重新选一次", "The photo is not here any more; choose it again")


def fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    """Where the photo of a first card comes from; the picture where one is taken or brought."""
    small = _is_small(situation)
    return _asked(situation, answers, (*_SOURCES, _NO_PHOTO) if small else _SOURCES, _NONE if small else _FILE)


def new_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    """The same for a card made anew because what stands on it changed: the photo may be what did."""
    return _asked(situation, answers, (_AS_BEFORE, *_SOURCES[1:]), _BEFORE)


def _asked(situation: Situation, answers: Answers, choices: tuple[Choice, ...], initial: str) -> tuple[Field, ...]:
    chosen = answers.get(SOURCE, initial)
    note = _NOTES.get(chosen, _NOTES[initial])
    source = Field(SOURCE, Text("照片", "Photo"), FieldKind.SEGMENTS, choices=choices, initial=initial, note=note)
    if chosen not in (_TAKEN, _BROUGHT):
        return (source,)

    def check(digest: str) -> Text | None:
        return None if digest in situation.pictures else _GONE

    label = Text("照片文件", "Photo file")
    return source, Field(PICTURE, label, FieldKind.PHOTO, note=_STANDARD, check=check)


def facts(answers: Answers) -> Mapping[str, str]:
    """Source, and the digest of the picture that goes before the operation."""
    return {SOURCE: answers.get(SOURCE, ""), DIGEST_FACT: answers.get(PICTURE, "")}


def is_taken(answers: Answers) -> bool:
    """Whether a picture is taken here or brought along, so that one of a face is kept."""
    return answers.get(SOURCE) in (_TAKEN, _BROUGHT)


def row(answers: Answers) -> Row:
    """What paper says of it: where it came from, never the picture."""
    return Row(Text("照片", "Photo"), paper.word_of((*_SOURCES, _NO_PHOTO, _AS_BEFORE), answers.get(SOURCE, "")))


def new_row(answers: Answers) -> tuple[Row, ...]:
    """The same where it was asked."""
    return (row(answers),) if answers.get(SOURCE) else ()


def _is_small(situation: Situation) -> bool:
    born = birth_of(situation.person.holder)
    return born is not None and age_on(born, acting.today(situation)) < NEEDLESS_UNDER
