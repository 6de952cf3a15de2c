"""A CUPS server of the test's own with one queue that keeps each job as a file. Never the machine's printers."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.parts.processes import begin, end, must_live, program, short_folder, wait_until

NOT_KEPT = "PreserveJobHistory Yes\nPreserveJobFiles No"
_SERVER_BIN = Path("/usr/lib/cups")

_CUPSD = """
Listen 127.0.0.1:{port}
LogLevel debug
MaxLogSize 0
Browsing Off
DefaultAuthType None
WebInterface No
{kept}
<Location />
Order allow,deny
Allow from 127.0.0.1
</Location>
<Location /admin>
Order allow,deny
Allow from 127.0.0.1
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""

_FILES = """
ServerRoot {folder}
ServerBin {folder}/bin
DataDir /usr/share/cups
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
DocumentRoot {folder}
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
Sandboxing relaxed
"""

# CUPS runs a back end as: job user title copies options [file]; with no words it asks what there is.
_BACK_END = """#!/bin/sh
[ $# -gt 0 ] || { echo 'direct keep "Unknown" "keeps each job as a file"'; exit 0; }
place="${DEVICE_URI#keep:}"
if [ -e "$place/paper-is-out" ]; then echo "STATE: +media-empty-error" >&2; exit 4; fi
echo "$5" > "$place/$1.options"
cat ${6:+"$6"} > "$place/.$1" && mv "$place/.$1" "$place/$1.job"
"""


@dataclass(frozen=True, slots=True)
class Printer:
    """A queue: its name, its server as `host:port` (for CUPS_SERVER or `lp -h`), and the folder of finished jobs.

    A job that came out is `<number>.job`, its options `<number>.options`. A file `paper-is-out` in the folder
    stops the queue at the next job (media-empty). `spool` is where the server has the files of jobs, `d*`.
    """

    queue: str
    server: str
    jobs: Path
    spool: Path


@contextmanager
def cups(*, queue: str = "receipt-test", kept: str = NOT_KEPT) -> Iterator[Printer]:
    """A running CUPS server on a free port of this machine, with one queue that takes any bytes as they are; `kept`
    says in lines of its configuration what becomes of jobs.
    """
    daemon, admin = program("cupsd", package="cups"), program("lpadmin", package="cups-client")
    folder = short_folder("cups")
    folder.chmod(0o755)
    server = f"127.0.0.1:{_lay_out(folder, kept)}"
    process = begin(
        [daemon, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")], log=folder / "log"
    )

    def ready() -> bool:
        must_live(process, log=folder / "log", name="cupsd")
        return _listens(server)

    try:
        wait_until(ready, what="cupsd")
        jobs = folder / "jobs"
        command = [
            admin,
            "-h",
            server,
            "-p",
            queue,
            "-E",
            "-v",
            f"keep:{jobs}",
            "-m",
            "raw",
            "-o",
            "printer-error-policy=stop-printer",
        ]
        answer = subprocess.run(
            command, env=_environment(server), capture_output=True, text=True, check=False, timeout=30
        )
        if answer.returncode != 0:
            words = (folder / "error_log").read_text(encoding="utf-8", errors="replace")[-2000:]
            raise AssertionError(f"lpadmin: {answer.stderr}\n{words}")
        yield Printer(queue=queue, server=server, jobs=jobs, spool=folder / "spool")
    finally:
        end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(server: str) -> dict[str, str]:
    return {**os.environ, "CUPS_SERVER": server, "LC_ALL": "C.UTF-8"}


def _lay_out(folder: Path, kept: str) -> int:
    """Write the configuration and the back end; the port that was free a moment ago."""
    for name in ("bin/backend", "state", "cache", "spool/tmp", "jobs"):
        (folder / name).mkdir(parents=True)
    (folder / "jobs").chmod(0o777)
    for part in _SERVER_BIN.iterdir():
        if part.name != "backend":
            (folder / "bin" / part.name).symlink_to(part)
    back_end = folder / "bin" / "backend" / "keep"
    back_end.write_text(_BACK_END, encoding="ascii")
    back_end.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    (folder / "cupsd.conf").write_text(_CUPSD.format(port=port, kept=kept), encoding="ascii")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder), encoding="ascii")
    return port


def _listens(server: str) -> bool:
    host, _, port = server.rpartition(":")
    with socket.socket() as line:
        return line.connect_ex((host, int(port))) == 0
