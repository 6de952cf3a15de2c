"""What a platform has signed about this counter's packs, as kept in a folder: the last good statement of each pack.

A statement is kept once it holds, fits the pack in use and is no older than the one before; it is checked anew whenever
the rules are read. Refuses everything else with the reason, which is kept too until a good one comes, so that doctor
can tell of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.domain.declaration import Declaration, SignedStatement
from counter_app.domain.errors import Refused
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.provinces import statement
from counter_app.provinces.keeping import SignedFiles, why_of
from counter_app.provinces.reading import Source
from counter_app.provinces.statement import StatementRefused

NO_KEY = Text("没有设省平台签名公钥", "the platform's signing key is not set")
_AHEAD = timedelta(days=1)  # further than any clock may be wrong


@dataclass(frozen=True, slots=True)
class Word:
    """What holds now of the platform's word on a pack: `said`, and why something it sent (or that was kept) is not in
    use."""

    said: Declaration | None = None
    doubt: Text | None = None


NOTHING_SAID = Word()


@dataclass(frozen=True, slots=True)
class SignedWords:
    """The statements of one counter. `key` gives the public key as PEM, "" where none is set: then nothing holds."""

    folder: Path
    key: Callable[[], str]

    def word(self, name: str, source: Source) -> Word:
        """What holds of this text of the pack `name`, by what is kept. Raises StoreTrouble."""
        doubt = self._files.doubt(name)
        try:
            signed = self._files.signed(name)
            if signed is None:
                return Word(doubt=doubt)
            return Word(self._read(signed, name, source), doubt)
        except Refused as error:
            return Word(doubt=doubt or why_of(error))

    def take(self, sent: Iterable[SignedStatement], *, name: str, source: Source, now: datetime) -> bool:
        """Keep what the platform sent about this pack, newest last heard; True when that says something new.

        A refusal is kept with its reason instead. Raises StoreTrouble.
        """
        mine = [one for one in sent if _about(one) in (name, None)]
        if not mine:
            return False
        try:
            signed = self._best(mine, name, source, now)
        except Refused as error:
            self.refuse(name, why_of(error), now=now)
            return False
        fresh = self._kept_or_none(name) != signed
        if fresh:
            self._files.keep(name, signed)
        self._files.clear(name)
        return fresh

    def refuse(self, name: str, why: Text, *, now: datetime) -> None:
        """Keep the reason why what came is not taken, until something is. Raises StoreTrouble."""
        when, before = say_full(now), self._files.doubt(name)
        told = Text(f"{when} 收到的一份不采用：{why.zh}", f"what came {when} is not taken: {why.en}")
        if before is None or before.en.partition(": ")[2] != why.en:
            self._files.note(name, told)

    def mark(self, name: str) -> int:
        """Changes whenever another statement is kept, by whatever process; 0 where there is none."""
        try:
            return self._files.file(name).stat().st_mtime_ns
        except OSError:
            return 0

    def _best(self, mine: list[SignedStatement], name: str, source: Source, now: datetime) -> SignedStatement:
        """The newest that holds, no older than the one kept. Raises what is wrong with the last where none holds."""
        before = self.word(name, source).said
        good: dict[datetime, SignedStatement] = {}
        wrong: Refused | None = None
        for one in mine:
            try:
                said = self._read(one, name, source)
                _must_be_newer(said, before, now)
                good[said.signed_at] = one
            except Refused as error:
                wrong = error
        if good:
            return good[max(good)]
        raise wrong or StatementRefused(why=NO_KEY)

    def _read(self, signed: SignedStatement, name: str, source: Source) -> Declaration:
        key = self.key()
        if not key:
            raise StatementRefused(why=NO_KEY)
        said = statement.read(signed, key=key)
        statement.must_fit(said, name=name, source=source)
        return said

    def _kept_or_none(self, name: str) -> SignedStatement | None:
        try:
            return self._files.signed(name)
        except StatementRefused:
            return None

    @property
    def _files(self) -> SignedFiles:
        return SignedFiles(self.folder, lambda why: StatementRefused(why=why))


def standing(said: Declaration | None, *, on: date) -> Mapping[str, Any]:
    """What a declaration puts over a pack's own `status` and `in_force_from` on a day: in force from its day on; until
    then a draft stays one, with the day told.
    """
    if said is None:
        return {}
    if not said.in_force or said.in_force_from is None:
        return {"status": "draft", "in_force_from": None}
    told = {"in_force_from": said.in_force_from}
    return told | {"status": "in_force"} if said.in_force_from <= on else told


def _about(signed: SignedStatement) -> str | None:
    """The pack a statement claims to be about, None where it cannot be told: only to leave those of others alone."""
    try:
        said = json.loads(signed.statement)
    except (ValueError, RecursionError):
        return None
    name = said.get("pack") if isinstance(said, dict) else None
    return name if isinstance(name, str) else None


def _must_be_newer(said: Declaration, before: Declaration | None, now: datetime) -> None:
    if said.signed_at > now + _AHEAD:
        when = say_full(said.signed_at)
        raise StatementRefused(why=Text(f"签署时间 {when} 在将来", f"it was signed in the future, {when}"))
    older = before is not None and said.signed_at <= before.signed_at and said != before
    if before is not None and older:
        there, here = say_full(said.signed_at), say_full(before.signed_at)
        raise StatementRefused(
            why=Text(f"{there} 签署，比现用的（{here}）旧", f"signed {there}, older than the one in use ({here})")
        )
