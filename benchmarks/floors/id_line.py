"""The floor of reading an identity document: the four exchanges that bring it, on a bare file descriptor.

Usage: id_line.py PORT. Prints the milliseconds from the opened port to the last byte. The document must lie there anew.
"""

import os
import sys
import termios
import time
import tty

HEAD = bytes.fromhex("AAAAAA9669")
COMMANDS = ("0003200122", "0003200221", "0003300132", "0003300330")  # find, select, read, new address
ANSWERS = (0x9F, 0x90, 0x90, 0x90)

begun = time.perf_counter()
port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
tty.setraw(port, termios.TCSANOW)
for command, expected in zip(COMMANDS, ANSWERS, strict=True):
    os.write(port, HEAD + bytes.fromhex(command))
    said = b""
    while len(said) < 7 or len(said) < 7 + int.from_bytes(said[5:7], "big"):
        said += os.read(port, 4096)
    assert said[9] == expected, said[:12].hex()
print((time.perf_counter() - begun) * 1000)
os.close(port)
