"""An outlet of its own for tests of carrying by hand: store, secrets, key, client and courier. Runnable: one export as
a process of its own, which kills itself at the border named.

Arguments of the process: data folder, stick, key of the outlet (hex: private and public), where to die ("" nowhere).
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from counter_app.domain.errors import CounterError
from counter_app.domain.operation import AuditEntry, Operation, WorkState
from counter_app.domain.photo import DIGEST_FACT, Picture
from counter_app.domain.transfer_key import believed
from counter_app.enrolment import PrivateKey, new_key
from counter_app.ports import Secrets, Store, VisitRecord
from local_store.folder import open_or_make
from sync.client import HttpPlatform
from sync.courier import LineCourier
from sync.stick import FreshFile
from sync.transfer import Transfers
from tests.contracts.samples import draft
from tests.parts.counter_folder import SetClock, courier
from tests.parts.practice_platform import Platform
from tests.parts.signing import admit_at, signer

CLERK = "0317"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A counter with a store of its own and a line that a test may use or not."""

    folder: Path
    store: Store
    secrets: Secrets
    key: PrivateKey
    line: HttpPlatform
    clock: SetClock

    @property
    def transfers(self) -> Transfers:
        return Transfers(self.store, self.line, self.secrets, self.clock, lambda: self.key, "439901", "01")

    @property
    def courier(self) -> LineCourier:
        return courier(self.folder, self.store, self.line, clock=self.clock)

    def record(self, operation: Operation, picture: Picture | None = None) -> Operation:
        """As the desk does it, a picture with its visit first."""
        if picture is not None:
            visit = VisitRecord(
                operation.id, 0, operation.holder_number, "", "typed", "asking", CLERK, datetime.now(UTC),
                operation.procedure, answers=(("picture", picture.digest),), operation_id=operation.id,
            )  # fmt: skip
            self.store.keep_visit(visit, picture=picture)
        entry = AuditEntry("operation.recorded", operation.accepted_at, CLERK, "439901", "01", operation.id)
        visited = operation.id if DIGEST_FACT in operation.facts else ""
        self.store.record(operation, draft(), entry, visit_id=visited)
        return operation

    def drain(self) -> None:
        """The line is back: passes until nothing more goes."""
        while self.courier.pass_once().more:
            pass

    def state(self, operation: Operation) -> WorkState:
        work = self.store.work(operation.id)
        assert work is not None
        return work.state


@contextmanager
def outlet(folder: Path, platform: Platform, key: PrivateKey | None = None) -> Iterator[Outlet]:
    """An enrolled outlet that has had a line once: it keeps the platform's transfer key."""
    fresh = key or new_key()
    known = PrivateKey(f"C{fresh.key_id}", fresh.private, fresh.public)
    admit_at(platform.database, known)
    line = HttpPlatform(lambda: platform.url, version="1.0.0", signer=signer(known))
    opened = open_or_make(folder, practice=True)
    try:
        opened.store.keep_platform_keys(believed(line.transfer_key(), trusted="", practice=True))
        yield Outlet(folder, opened.store, opened.secrets, known, line, SetClock())
    finally:
        line.close()
        opened.store.close()


class Dying(FreshFile):
    """A file that never gets its name: the power goes when everything else is done."""

    def keep_as(self, path: Path, content: bytes) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, stick: str, key: str, where: str) -> None:
    """One export with no line at all."""
    from sync import transfer

    both = bytes.fromhex(key)
    known = PrivateKey("C-dying", both[:32], both[32:])
    opened = open_or_make(Path(folder), practice=True)
    if where:
        setattr(transfer, FreshFile.__name__, Dying)  # the power cut of this process, nobody else's
    line = HttpPlatform(lambda: "http://127.0.0.1:1", version="1.0.0")
    carried = Transfers(opened.store, line, opened.secrets, SetClock(), lambda: known, "439901", "01")
    try:
        carried.take_out(Path(stick), clerk=CLERK)
    except CounterError as error:
        sys.exit(f"{error.code} {error.message.zh}")


if __name__ == "__main__":
    main(*sys.argv[1:])
