"""The floor of draining: the bare HTTP client of Python's library posts batches that were prepared and signed before.

Usage: drain.py PORT FILE. A line of the file is one request: {"headers": ..., "body": ...}. Prints the seconds they
took together, each answer read to its end.
"""

import http.client
import json
import sys
import time
from pathlib import Path


def post(port: int, requests: list[tuple[dict[str, str], bytes]]) -> float:
    """One connection, one request after the other."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.connect()
    begun = time.perf_counter()
    for headers, body in requests:
        line.request("POST", "/v1/operations", body, headers)
        answer = line.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {told[:200]!r}")
    took = time.perf_counter() - begun
    line.close()
    return took


if __name__ == "__main__":
    prepared = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    print(post(int(sys.argv[1]), [(one["headers"], one["body"].encode()) for one in prepared]))
