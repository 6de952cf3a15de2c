"""A platform's pen for tests: signs statements about packs with a key of its own, and other things as well."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from counter_app.domain import signature
from counter_app.domain.declaration import Declaration, SignedStatement
from counter_app.provinces.reading import Source
from counter_app.provinces.signed import SignedWords
from counter_app.provinces.statement import ALGORITHM, digest_of, text_of
from tests.provinces.samples import FULLER

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 21)
DRAFT = FULLER.replace('status = "in_force"\nin_force_from = 2026-01-01\n', 'status = "draft"\n')
SOURCE = Source("sample.toml", DRAFT)
SAID = Declaration("sample", "2030.1", digest_of(SOURCE), True, DAY, NOW, "")


@dataclass(frozen=True)
class Pen:
    """One key pair."""

    pair: tuple[bytes, bytes] = field(default_factory=signature.new_pair)

    @property
    def pem(self) -> str:
        return signature.pem_of(self.pair[1])

    def signed(self, text: str) -> SignedStatement:
        """Any text, signed."""
        value = base64.b64encode(signature.sign(*self.pair, text.encode("utf-8"))).decode("ascii")
        return SignedStatement(text, ALGORITHM, signature.name_of(self.pair[1]), value)

    def says(self, said: Declaration = SAID, **other: object) -> SignedStatement:
        """A declaration with some members replaced."""
        return self.signed(text_of(replace(said, **other)))  # type: ignore[arg-type]

    def with_members(self, **other: object) -> SignedStatement:
        """The usual statement with members of its JSON replaced."""
        return self.signed(json.dumps(json.loads(text_of(SAID)) | other))

    def words(self, folder: Path) -> SignedWords:
        """What a counter with this key keeps in a folder."""
        return SignedWords(folder, lambda: self.pem)
