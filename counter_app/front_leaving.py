"""What stays behind a window that is closed while work waits: a courier without a window.

Refuses to keep the window from closing: where the store is in trouble that is logged, and nothing is left running.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Sequence

from counter_app.domain.errors import StoreTrouble
from counter_app.wiring import Counter

_log = logging.getLogger(__name__)


def leave_courier(counter: Counter, said: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """Leave a courier to what waits, as this process; None where nothing waits or none is wanted. `said`:
    settings of this run, as KEY=VALUE.
    """
    from counter_app.line_wiring import courier_stays
    from sync import staying

    if not counter.is_open:
        return None
    try:
        if not courier_stays(counter):
            return None
        unsent = counter.store().waiting().unsent
        if not unsent:
            staying.ended(counter.folder)
            return None
        process = staying.leave(counter.folder, said)
    except StoreTrouble as trouble:
        _log.warning("no courier was left to what waits: %s", trouble.code)
        return None
    _log.info("a courier stays for %d operations", unsent)
    return process
