"""A printer that speaks IPP: a queue of a print server (CUPS), or a driverless printer by its own address.

A job is begun first and named, then its paper goes out, so that after a crash in between the same job goes on (RFC 8011
4.2.4, 4.3.1). Refuses to call a paper printed before the job is completed, a size of paper the printer has not, and to
take another's job for its own: names of jobs hold our id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.text import Text, same
from printing.ipp import PATIENCE, Answer, Line, Request, many
from printing.ipp_words import first_of, why_waiting
from printing.media import chosen, name_of, refusal

_HELD, _STOPPED, _CANCELED, _ABORTED, _COMPLETED = 4, 6, 7, 8, 9  # job-state
_PDF = "application/pdf"
_GONE = frozenset({"client-error-not-found", "client-error-gone"})
_NOT_THERE = _GONE | {"client-error-not-possible"}
_ASIDE = "."  # between a job's number and our id

_NO_QUEUE = Text("没有打印队列 {host}", "there is no print queue {host}")
_NO_SOCKET = Text(
    "printers.server 写成 主机:端口（现在是 {host}）", "printers.server has to be host:port (it is {host})"
)
_CLOSED = Text("打印队列 {host} 暂不收件", "the print queue {host} takes no jobs now")
_NO_PDF = Text(
    "{host} 不收 PDF：请在打印服务器上为它建一个队列，设置里写队列名",
    "{host} takes no PDF: set up a queue for it on the print server, and name that in the settings",
)
_SAID_NO = Text("{host} 说：{said}", "{host} says: {said}")
_LOST = Text(
    "打印服务已不记得这份：请看打印机，纸出来了点“已出纸”，没有就重打（算补打）",
    "The printer does not remember it: look whether it came out, say so, or print it again as a copy",
)
_TAKEN_BACK = Text("在打印机或打印服务器上被取消了", "It was cancelled at the printer or print server")
_GIVEN_UP = Text("打印机放弃了这份", "The printer gave it up")
_ON_HOLD = Text("被打印服务器扣住：请管理员放行", "Held by the print server: an administrator releases it")
_ERRORS = Text("打印机说出了错：请看纸是否完整", "The printer tells of errors: look whether the paper is whole")

_ABOUT = Request(
    "Get-Printer-Attributes",
    "  ATTR keyword requested-attributes printer-state,printer-state-reasons,printer-state-message,"
    "printer-is-accepting-jobs,media-size-supported,document-format-supported,print-scaling-supported\n",
)
_OF_JOB = Request(
    "Get-Job-Attributes",
    "  ATTR integer job-id $job\n  ATTR keyword requested-attributes job-name,job-state,job-state-reasons,"
    "number-of-documents,time-at-processing\n",
)
_BY_NAME = "  GROUP job-attributes-tag\n  ATTR keyword media $medium\n"
_BY_SIZE = """  GROUP job-attributes-tag
  ATTR collection media-col {
    MEMBER collection media-size { MEMBER integer x-dimension $wide MEMBER integer y-dimension $high }
  }
"""
_UNSCALED = "  ATTR keyword print-scaling none\n"
_SEND = Request(
    "Send-Document",
    f"  ATTR integer job-id $job\n  ATTR mimeMediaType document-format {_PDF}\n  ATTR boolean last-document true\n",
    paper=True,
)
_CANCEL = Request("Cancel-Job", "  ATTR integer job-id $job\n")


def _jobs(which: str) -> Request:
    lines = f"  ATTR keyword which-jobs {which}\n  ATTR keyword requested-attributes job-id,job-name,job-state\n"
    return Request("Get-Jobs", lines)


class IppPrinter:
    """One printer at `line`. Every method raises PrinterRefused."""

    def __init__(self, line: Line, *, spools: bool = False) -> None:
        self._line = line
        # CUPS hands the name of a medium to every kind of driver, its size to some only.
        self._medium = _BY_NAME if spools else _BY_SIZE

    def examine(self) -> Text | None:
        """Ask the printer how it stands."""
        return why_waiting(self._about())

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        """Begin a job, tell its name, hand its paper over; `begun`: the paper only."""
        number = _number(begun) if begun else self._begin(document, job)
        if not begun:
            named(f"{number}{_ASIDE}{job}")
        answer = self._line.ask(_SEND, values={"job": number}, paper=document.pdf)[0]
        if not answer.good:
            raise PrinterRefused(why=self._no(answer))

    def find(self, job: str) -> str:
        """The job whose name ends with our id, completed or not; one that was cancelled or given up is begun anew: its
        paper did not come out, and it takes none any more.
        """
        for answer in self._line.ask(_jobs("not-completed"), _jobs("completed")):
            for one in answer.groups:
                ended = one.get("job-state") in (_CANCELED, _ABORTED)
                if not ended and str(one.get("job-name", "")).endswith(job):
                    return f"{one['job-id']}{_ASIDE}{job}"
        return ""

    def state_of(self, spooled: str) -> PrinterSays:
        """How far it is, and why it waits."""
        job, printer = self._line.ask(_OF_JOB, _ABOUT, values={"job": _number(spooled)})
        name = job.first.get("job-name")
        if job.status in _NOT_THERE or (name is not None and not str(name).endswith(_ours(spooled))):
            return PrinterSays(PrintState.FAILED, _LOST, unsure=True)
        if not job.good:
            raise PrinterRefused(why=self._no(job))
        return _says(job.first, printer.first)

    def let_go(self, spooled: str) -> None:
        """Cancel the job; one that has ended meanwhile stays ended."""
        answer = self._line.ask(_CANCEL, values={"job": _number(spooled)})[0]
        if not answer.good and answer.status not in _NOT_THERE:
            raise PrinterRefused(why=self._no(answer))

    def _about(self) -> Mapping[str, Any]:
        answer = self._line.ask(_ABOUT)[0]
        if not answer.good:
            raise PrinterRefused(why=self._no(answer))
        if not answer.first.get("printer-is-accepting-jobs", True):
            raise PrinterRefused(why=_CLOSED.format(host=self._line.host))
        return answer.first

    def _begin(self, document: Document, job: str) -> int:
        printer = self._about()
        if _PDF not in many(printer.get("document-format-supported")):
            raise PrinterRefused(why=_NO_PDF.format(host=self._line.host))
        size = chosen(printer, width=document.width, height=document.height)
        if size is None:
            why = refusal(printer, self._line.host, width=document.width, height=document.height)
            raise PrinterRefused(why=why)
        unscaled = _UNSCALED if "none" in many(printer.get("print-scaling-supported")) else ""
        create = Request("Create-Job", f"  ATTR name job-name $title\n{self._medium}{unscaled}")
        values: dict[str, str | int] = {
            "title": f"{document.title} {job}",
            "wide": size[0],
            "high": size[1],
            "medium": name_of(*size),
        }
        answer = self._line.ask(create, values=values)[0]
        if not answer.good or "job-id" not in answer.first:
            raise PrinterRefused(why=self._no(answer))
        return int(answer.first["job-id"])

    def _no(self, answer: Answer) -> Text:
        host = self._line.host
        if answer.status in _GONE:
            return _NO_QUEUE.format(host=host)
        if answer.status == "server-error-not-accepting-jobs":
            return _CLOSED.format(host=host)
        return _SAID_NO.format(host=host, said=answer.message or answer.status)


def _says(job: Mapping[str, Any], printer: Mapping[str, Any]) -> PrinterSays:
    state, reasons = job.get("job-state"), [str(one) for one in many(job.get("job-state-reasons"))]
    if state == _COMPLETED:
        wrong = "job-completed-with-errors" in reasons
        return PrinterSays(PrintState.FAILED, _ERRORS, unsure=True) if wrong else PrinterSays(PrintState.DONE)
    if state in (_CANCELED, _ABORTED):
        # It may lie in the tray when it was taken back: only one that never began surely does not.
        begun = isinstance(job.get("time-at-processing"), int)
        return PrinterSays(PrintState.FAILED, _TAKEN_BACK if state == _CANCELED else _GIVEN_UP, unsure=begun)
    empty = job.get("number-of-documents") == 0 or {"job-incoming", "job-data-insufficient"} & set(reasons)
    if state == _HELD:
        return PrinterSays(PrintState.QUEUED) if empty else PrinterSays(PrintState.PRINTING, _ON_HOLD)
    return PrinterSays(PrintState.PRINTING, why_waiting(printer) or first_of(reasons))


def _number(spooled: str) -> int:
    number = spooled.partition(_ASIDE)[0]
    if not number.isdecimal():
        raise PrinterRefused(why=_NO_QUEUE.format(host=spooled))
    return int(number)


def _ours(spooled: str) -> str:
    return spooled.partition(_ASIDE)[2]


def queue(name: str, *, server: str = "", patience: float = PATIENCE) -> IppPrinter:
    """A queue of a CUPS server: host:port, "" for this machine's own. Raises PrinterRefused for a socket's path."""
    if server.startswith("/"):
        raise PrinterRefused(why=_NO_SOCKET.format(host=server))
    uri = f"ipp://{server or 'localhost'}/printers/{quote(name, safe='')}"
    if not _host(uri):
        raise PrinterRefused(why=_NO_SOCKET.format(host=server))
    return IppPrinter(Line(uri, patience, named=name), spools=True)


def address(uri: str, *, patience: float = PATIENCE) -> IppPrinter:
    """A printer by its own address, without a queue. Raises PrinterRefused for what is no address."""
    if not _host(uri):
        raise PrinterRefused(why=_NO_QUEUE.format(host=same(uri)))
    parts = urlsplit(uri)
    return IppPrinter(Line(uri if parts.path.strip("/") else f"{uri.rstrip('/')}/ipp/print", patience))


def _host(uri: str) -> str:
    """The host, "" for an address that makes no sense: brackets that do not match."""
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""
