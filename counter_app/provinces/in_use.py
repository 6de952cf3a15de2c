"""The rules one counter goes by: its own packs or those that ship, and what the platform has signed about them.

Refuses, outside practice, rules that are not in force or that nobody has signed; it asks the platform once before it
does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app.domain.declaration import Declaration, SignedStatement
from counter_app.domain.errors import BadInput, PlatformTrouble
from counter_app.domain.issuer import at_outlet
from counter_app.domain.province import Province
from counter_app.domain.text import Text
from counter_app.ports import Clock
from counter_app.provinces.pack import (
    Loaded,
    RulesNotInForce,
    load_kept,
    must_be_in_force,
    must_be_signed,
    source_in_use,
)
from counter_app.provinces.reading import Source
from counter_app.provinces.signed import SignedWords
from counter_app.provinces.statement import digest_of, key_of_settings, version_of
from counter_app.settings import Settings


def pack_folders(data: Path, settings: Settings) -> dict[str, Path]:
    """Where this counter's own rule packs stand, and where the last good version of each is kept."""
    own = Path(settings["packs"]) if settings["packs"] else data / "packs"
    return {"folder": own, "kept": data / "packs-last-good"}


def signing_key(settings: Settings, practice: Callable[[], str] | None) -> str:
    """The key of the settings as PEM; for practice on its own platform what `practice` says; "" for none. Raises
    StatementRefused, and what `practice` raises.
    """
    if settings["platform.signing_key"]:
        return key_of_settings(settings["platform.signing_key"])
    return practice() if practice is not None and not settings["platform.url"] else ""


def rules_in_use(
    data: Path,
    settings: Settings,
    *,
    key: Callable[[], str],
    ask: Callable[[], Sequence[SignedStatement]],
    practice: bool,
    clock: Clock,
) -> RulesInUse:
    """The rules of the counter whose data folder that is."""
    words = SignedWords(data / "packs-signed", key)
    name, folders = settings["province"], pack_folders(data, settings)
    region = settings["region"]
    return RulesInUse(name, **folders, words=words, ask=ask, clock=clock, practice=practice, region=region)


@dataclass(frozen=True, slots=True)
class RulesInUse:
    """Of the pack `name`. `folder`: own packs, `kept`: the last good of each. `ask`: what the platform publishes now;
    raises PlatformTrouble. `region`: where this outlet stands, "" within the province.
    """

    name: str
    folder: Path
    kept: Path
    words: SignedWords
    ask: Callable[[], Sequence[SignedStatement]]
    clock: Clock
    practice: bool
    region: str = ""

    def loaded(self, *, on: date | None = None) -> Loaded:
        """The rules of a day (today), the last good ones where a newer file has a mistake. Raises BadInput,
        StoreTrouble.
        """
        return load_kept(self.name, folder=self.folder, kept=self.kept, on=on, words=self.words)

    def for_work(self, day: date) -> Province:
        """The rules work may be done by. Raises RulesNotInForce, BadInput, StoreTrouble."""
        rules = self.loaded(on=day)
        if not self.practice:
            try:
                _may_be_used(rules, day)
            except RulesNotInForce:
                with suppress(PlatformTrouble):  # then what is kept says it all
                    self.take(self.ask())
                rules = self.loaded(on=day)
                _may_be_used(rules, day)
        return at_outlet(rules.province, self.region)

    def mark(self) -> int:
        """Changes when another statement is kept."""
        return self.words.mark(self.name)

    def take(self, sent: Sequence[SignedStatement]) -> None:
        """Keep what holds of all that is published now. A pack that cannot be read has no statement that fits: doctor
        tells what is wrong with it. Raises StoreTrouble.
        """
        if not sent:
            return
        with suppress(BadInput):
            self.words.take(sent, name=self.name, source=self._source(), now=self.clock.now())

    def garbled(self, why: Text) -> None:
        """An answer could not be read. Raises StoreTrouble."""
        self.words.refuse(self.name, why, now=self.clock.now())

    def declaration(self, *, since: date | None) -> Declaration:
        """What would have to be signed to say that this very text is in force since that day, None: that it is a draft.
        Raises BadInput.
        """
        source, now = self._source(), self.clock.now()
        version, digest = version_of(source), digest_of(source)
        return Declaration(self.name, version, digest, since is not None, since, signed_at=now, key_id="")

    def _source(self) -> Source:
        return source_in_use(self.name, folder=self.folder, kept=self.kept)


def _may_be_used(rules: Loaded, day: date) -> None:
    """Raises RulesNotInForce."""
    must_be_in_force(rules.province, on=day)
    must_be_signed(rules)
