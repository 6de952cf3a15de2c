"""What a platform signs about a rule pack: whether its regulation is in force, and since when.

Refuses to judge a signature: see `counter_app.provinces.statement`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.moments import say_full
from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """As it goes over the wire and is kept. `statement` is JSON text and what was signed, byte for byte in UTF-8;
    `signature` is base64 of DER; `key_id` names the key (`signature.name_of`).
    """

    statement: str
    algorithm: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a statement says of one version of one pack. `digest`: SM3 of the file's text. `in_force_from` is None only
    where it is a draft.
    """

    pack: str
    version: str
    digest: str
    in_force: bool
    in_force_from: date | None
    signed_at: datetime
    key_id: str

    @property
    def words(self) -> Text:
        """Whose word it is, and when it was given."""
        when = say_full(self.signed_at)
        return Text(f"省平台 {when} 签署，密钥 {self.key_id}", f"signed by the platform {when}, key {self.key_id}")
