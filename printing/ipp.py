"""Speaks IPP (RFC 8010, 8011) to a printer or a print server, through the `ipptool` command of CUPS.

A command can be ended after its time where a library call cannot, and it knows TLS. Refuses to wait longer than its
patience, to send anything to another machine without TLS, and to leave a paper in a file: it goes through a pipe.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.parsers.expat import ExpatError

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.text import Text

PATIENCE = 10.0  # seconds until a printer that does not answer counts as refusing

_NO_COMMAND = Text("本机没有 ipptool 命令，请装 cups-ipp-utils", "no ipptool command here, install cups-ipp-utils")
_NO_SERVER = Text(
    "连不上 {host}：看打印机或打印服务器是否开机、网线是否插好，连上后自动继续",
    "{host} cannot be reached: look whether printer or print server is on and connected, it goes on by itself then",
)
_NO_ANSWER = Text("{host} {seconds} 秒没有答复", "{host} did not answer for {seconds} seconds")
_NO_SENSE = Text("{host} 的答复读不懂", "the answer of {host} makes no sense")

_OPENING = """  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name $user
"""
_END = b"</plist>"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Request:
    """One operation: its name in the registry, lines of attributes after the usual ones; `paper` goes with it."""

    operation: str
    lines: str = ""
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the groups of attributes after the operation's own, one a printer or job."""

    status: str
    groups: tuple[Mapping[str, Any], ...] = ()
    message: str = ""

    @property
    def good(self) -> bool:
        return self.status.startswith("successful")

    @property
    def first(self) -> Mapping[str, Any]:
        return self.groups[0] if self.groups else {}


@dataclass(frozen=True, slots=True)
class Line:
    """The way to one printer: an `ipp://` or `ipps://` address."""

    uri: str
    patience: float = PATIENCE
    named: str = field(default="")  # how people call it

    def ask(
        self, *requests: Request, values: Mapping[str, str | int] | None = None, paper: bytes = b""
    ) -> list[Answer]:
        """Each request in turn over one connection; `values` fill in its `$names`. Raises PrinterRefused."""
        command = shutil.which("ipptool")
        if command is None:
            raise PrinterRefused(why=_NO_COMMAND)
        words = [word for name, value in (values or {}).items() for word in ("-d", f"{name}={value}")]
        asked = [command, *self._tls(), "-X", "-I", "-T", f"{self.patience:g}", *words, self.uri]
        try:
            with tempfile.TemporaryDirectory() as folder:
                script = Path(folder) / "requests"
                script.write_text("".join(_written(one) for one in requests), encoding="utf-8")
                told = self._run([*asked, str(script)], paper)
        except OSError as error:  # no command that starts, no room for the script
            raise PrinterRefused(why=Text(str(error), str(error))) from error
        return self._read(told, len(requests))

    @property
    def host(self) -> str:
        parts = urlsplit(self.uri)
        return self.named or parts.netloc

    def _tls(self) -> tuple[str, ...]:
        """A paper names a person: to another machine it goes by TLS or not at all."""
        parts = urlsplit(self.uri)
        return () if parts.scheme == "ipps" or (parts.hostname or "") in _HERE else ("-E",)

    def _run(self, command: Sequence[str], paper: bytes) -> bytes:
        try:
            # A session of its own has no terminal: the command cannot stop and ask for a password.
            answer = subprocess.run(
                command,
                input=paper,
                capture_output=True,
                timeout=self.patience,
                check=False,
                env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise PrinterRefused(why=_NO_ANSWER.format(host=self.host, seconds=f"{self.patience:g}")) from error
        return answer.stdout

    def _read(self, told: bytes, expected: int) -> list[Answer]:
        try:
            report, end, _summary = told.partition(_END)
            answers = [_answer(test) for test in plistlib.loads(report + end)["Tests"]]
        except (plistlib.InvalidFileException, ExpatError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise PrinterRefused(why=_NO_SENSE.format(host=self.host)) from error
        if len(answers) < expected or any(not answer.status for answer in answers):
            raise PrinterRefused(why=_NO_SERVER.format(host=self.host))
        return answers


def _written(request: Request) -> str:
    paper = "  FILE /dev/stdin\n" if request.paper else ""
    name = request.operation
    return f'{{\n  NAME "{name}"\n  OPERATION {name}\n{_OPENING}{request.lines}{paper}}}\n'


def _answer(test: Mapping[str, Any]) -> Answer:
    groups = tuple(test.get("ResponseAttributes", ()))
    return Answer(test.get("StatusCode", ""), groups[1:], str(groups[0].get("status-message", "")) if groups else "")


def many(said: object) -> tuple[Any, ...]:
    """Values of an attribute; the command writes a single one without its list."""
    if said is None:
        return ()
    return tuple(said) if isinstance(said, list) else (said,)
