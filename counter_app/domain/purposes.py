"""What personal data are used for in a procedure, and the very words people are told of it: notice, or consent of its
own.

Refuses to decide what a province needs: on what each purpose rests, and its words, stand in the pack. Sources: Personal
Information Protection Law (个人信息保护法) art. 13, 15 to 17, 23, 29 to 31, 35.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from counter_app.domain import signature
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.province import Basis

PLACES = ("{province}", "{hotline}", "{bank}", "{phone}")
"""All that the words of a pack may leave open: filled in literally, never as a format."""


class Purpose(StrEnum):
    """A closed list. SERVICE the procedure itself · BANK the bank that carries the card's bank half gets the data ·
    ACCOUNT that bank enables its half · PHOTO a picture of the face is taken here · CHILD the holder is under 14 ·
    MESSAGES the mobile number is used for messages.
    """

    SERVICE = "service"
    BANK = "bank"
    ACCOUNT = "account"
    PHOTO = "photo"
    CHILD = "child"
    MESSAGES = "messages"


class RestsOn(StrEnum):
    """What allows it. LAW: people are told (art. 13, 17, 35) · CONSENT of its own, without which the procedure is not
    done (necessary for it, art. 16) · VOLUNTARY consent, without which it goes on, and which can be withdrawn
    (art. 15).
    """

    LAW = "law"
    CONSENT = "consent"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class PurposeText:
    """The words of one purpose in one pack. `way`: what somebody can do who does not agree; None where nothing is
    asked.
    """

    purpose: Purpose
    rests_on: RestsOn
    version: str
    title: Text
    text: Text
    basis: tuple[Basis, ...]
    way: Text | None = None

    def filled(self, **places: Text) -> PurposeText:
        """The same words with some of `PLACES` filled in."""
        way = self.way and _filled(self.way, places)
        return replace(self, title=_filled(self.title, places), text=_filled(self.text, places), way=way)

    @property
    def digest(self) -> str:
        """Of exactly these words, as 64 hex digits (SM3): see `docs/platform.openapi.yaml` ("Consents")."""
        return _digest(self)

    @property
    def foot(self) -> Text:
        """Basis and version, as they stand under the words."""
        bases = "；".join(b.words.zh for b in self.basis), "; ".join(b.words.en for b in self.basis)
        return Text(f"依据{bases[0]}；文本 {self.version}", f"Basis: {bases[1]}; text {self.version}")


def _filled(words: Text, places: dict[str, Text]) -> Text:
    zh, en = words.zh, words.en
    for name, value in places.items():
        zh, en = zh.replace("{" + name + "}", value.zh), en.replace("{" + name + "}", value.en)
    return Text(zh, en)


@cache
def _digest(words: PurposeText) -> str:
    told = {
        "purpose": words.purpose.value,
        "version": words.version,
        "title": {"zh": words.title.zh, "en": words.title.en},
        "text": {"zh": words.text.zh, "en": words.text.en},
        "basis": [{"zh": b.words.zh, "en": b.words.en} for b in words.basis],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return signature.sm3(text.encode("utf-8"))
