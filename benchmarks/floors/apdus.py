"""The floor of reading a card: the three commands that bring both files, bare PC/SC calls, one connection kept open.

Usage: apdus.py READER ROUNDS. Prints the milliseconds of each round, one a line.
"""

import sys
import time

from smartcard import scard

SELECT = list(bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF"))
CARD, HOLDER = [0x00, 0xB2, 0x01, 0x2D, 0x00], [0x00, 0xB2, 0x01, 0x35, 0x00]


def said(handle: int, header: int, command: list[int]) -> bytes:
    """The whole answer: fetched on 61xx, asked again on 6Cxx."""
    code, answer = scard.SCardTransmit(handle, header, command)
    assert code == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(code)
    if answer[-2] == 0x6C:
        return said(handle, header, [*command[:4], answer[-1]])
    if answer[-2] == 0x61:
        return said(handle, header, [0x00, 0xC0, 0x00, 0x00, answer[-1]])
    assert answer[-2:] == [0x90, 0x00], bytes(answer).hex()
    return bytes(answer)


_, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
code, handle, protocol = scard.SCardConnect(context, sys.argv[1], scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0)
assert code == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(code)
for _ in range(int(sys.argv[2])):
    begun = time.perf_counter()
    for wanted in (SELECT, CARD, HOLDER):
        said(handle, scard.SCARD_PCI_T0, wanted)
    print((time.perf_counter() - begun) * 1000)
scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)
scard.SCardReleaseContext(context)
