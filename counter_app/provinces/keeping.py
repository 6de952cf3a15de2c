"""What is kept of the rules, and of what a platform has signed: written whole or not at all, and on the disk when that
returns.

Refuses to judge what is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkstemp

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import Refused
from counter_app.domain.text import Text


def keep_whole(path: Path, text: str) -> None:
    """Replace a file by `text` (UTF-8), its folder made where there is none. Several writers may do so at once. Raises
    StoreTrouble.
    """
    with disk_trouble(at=path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=path.parent, suffix=".new")
        kept = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as fresh:
                fresh.write(text)
                fresh.flush()
                os.fsync(fresh.fileno())
            kept.replace(path)
        except OSError:
            kept.unlink()  # a full disk is not made fuller by each try; Windows takes only a file away that is shut
            raise


@dataclass(frozen=True, slots=True)
class SignedFiles:
    """By name: what was signed, and why something that came since is not taken. `refused` makes the refusal of a file
    that cannot be read.
    """

    folder: Path
    refused: Callable[[Text], Refused]

    def file(self, name: str) -> Path:
        """Where what was signed under that name is kept."""
        return self.folder / f"{name}.json"

    def signed(self, name: str) -> SignedStatement | None:
        """As it was kept, None where nothing was. Raises what `refused` makes, StoreTrouble."""
        with disk_trouble(at=self.file(name)):
            try:
                said = json.loads(self.file(name).read_bytes())
                return SignedStatement(**{member: str(said[member]) for member in SignedStatement.__slots__})
            except FileNotFoundError:
                return None
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise self.refused(Text("本机保存的一份读不出", "the one kept here cannot be read")) from error

    def keep(self, name: str, signed: SignedStatement) -> None:
        """From now on this one. Raises StoreTrouble."""
        keep_whole(self.file(name), json.dumps(asdict(signed), ensure_ascii=False))

    def doubt(self, name: str) -> Text | None:
        """Why something that came is not taken. Raises StoreTrouble."""
        with disk_trouble(at=self._note(name)):
            try:
                said = json.loads(self._note(name).read_bytes())
                return Text(str(said["zh"]), str(said["en"]))
            except FileNotFoundError:
                return None
            except (ValueError, KeyError, TypeError, RecursionError):
                return Text("收到的一份不采用", "one that came is not taken")

    def note(self, name: str, why: Text) -> None:
        """Keep that reason until `clear`. Raises StoreTrouble."""
        keep_whole(self._note(name), json.dumps(asdict(why), ensure_ascii=False))

    def clear(self, name: str) -> None:
        """A good one came: no doubt any more. Raises StoreTrouble."""
        with disk_trouble(at=self.folder):
            self._note(name).unlink(missing_ok=True)

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.refused"


def why_of(error: Refused) -> Text:
    """The reason a refusal gives, else what it says."""
    why = error.facts.get("why", error.message)
    return why if isinstance(why, Text) else error.message
