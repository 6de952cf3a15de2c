"""How the counter of a data folder comes to its platform and its key there: part of `counter_app.wiring`.

A practice counter enrols by itself with the code any practice platform takes; a real one waits for its administrator.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.enrolling import Enrolling
from counter_app.enrolment import EnrolmentDoor
from counter_app.ports import Clock, Secrets
from counter_app.settings import Settings

if TYPE_CHECKING:
    from sync.client import HttpPlatform


def platform_at(
    url: Callable[[], str], settings: Settings, ring: Callable[[], Enrolling], *, practice: bool
) -> HttpPlatform:
    """The platform over HTTP; `url` is asked anew before each connection, `ring` with the first call to be signed.
    Outside practice nothing but TLS with the province's own root is spoken.
    """
    from sync.client import HttpPlatform
    from sync.signing import Signer

    ca = settings["platform.ca"]
    return HttpPlatform(
        url,
        timeout=settings.number("platform.timeout"),
        ca=Path(ca) if ca else None,
        signer=Signer(ring),
        encrypted_only=not practice,
    )


def enrolling(
    folder: Path,
    secrets: Callable[[], Secrets],
    door: Callable[[], EnrolmentDoor],
    clock: Clock,
    *,
    place: tuple[str, str],
    practice: bool,
) -> Enrolling:
    """What keeps the counter of `folder` enrolled. `place`: outlet and window, as the platform is told."""
    from local_store.turns import enrolment_turn

    code = ""
    if practice:
        from practice.enrolment import OPEN_CODE

        code = OPEN_CODE
    turn = partial(enrolment_turn, folder)
    return Enrolling(secrets=secrets, door=door, clock=clock, place=place, turn=turn, open_code=code)
