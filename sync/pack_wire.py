"""JSON of `/v1/pack-statements` in `docs/platform.openapi.yaml` -> what a platform has signed about rule packs.

Refuses an answer that does not keep the contract (NoPlatform), and to judge what was signed: that is the pack reader's
matter.
"""

from __future__ import annotations

from pydantic import Field

from counter_app.domain.declaration import SignedStatement
from sync.body import read
from sync.shapes import Shape


class _Signed(Shape):
    statement: str = Field(min_length=2, max_length=4000)
    algorithm: str = Field(min_length=1, max_length=40)
    key_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    signature: str = Field(pattern=r"^[0-9A-Za-z+/]{8,400}={0,2}$")


class _Statements(Shape):
    statements: tuple[_Signed, ...] = Field(max_length=100, strict=False)


def read_statements(body: bytes) -> tuple[SignedStatement, ...]:
    """What is published now. Raises NoPlatform."""
    told = read(_Statements, body)
    return tuple(SignedStatement(one.statement, one.algorithm, one.key_id, one.signature) for one in told.statements)
