"""The platform's doors for work that is carried by hand: the key to seal it for, and where a file is handed in.

Refuses to look into a file: it goes as it is.
"""

from __future__ import annotations

from counter_app.domain.errors import CounterError
from counter_app.domain.transfer_errors import TransferTurnedDown
from counter_app.domain.transfer_key import ToldKey
from counter_app.transfer import HandedIn
from sync.door import Door

MEDIA_TYPE = "application/vnd.ssc-transfer"
LONGEST = 300.0  # seconds: weeks of work and their pictures over a slow line


class TransferDoors(Door):
    """What `sync.client.HttpPlatform` does about files. Raises as the port says."""

    def transfer_key(self) -> ToldKey:
        """The key a file is sealed for. Raises NoPlatform for an answer that is not one."""
        from sync import transfer_wire

        return transfer_wire.read_key(self._ask("GET", "/v1/transfer-key"))

    def hand_in(self, file: bytes) -> HandedIn:
        """Hand in a whole file; again is harmless. Raises TransferTurnedDown."""
        from sync import transfer_wire

        said_no = dict.fromkeys((413, 422), _turned_down)
        answer = self._ask("POST", "/v1/transfers", file, seconds=LONGEST, said_no=said_no, media_type=MEDIA_TYPE)
        return transfer_wire.read_handed_in(answer)


def _turned_down(body: bytes) -> CounterError:
    from sync import transfer_wire

    return TransferTurnedDown(why=transfer_wire.read_reason(body))
