"""What doctor tells of the files of print jobs: paper names a person, so its file is to go once it came out."""

from __future__ import annotations

from counter_app.commands.findings import OFF, OK, TROUBLE, Finding
from counter_app.domain.printer_address import destination
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_TITLE = Text("打印作业文件", "Files of print jobs")
_GONE = Text("打完即删", "deleted once they came out")
_KEPT = Text(
    "打印服务打完后{how}，里面有持卡人的姓名和号码",
    "the print service keeps them {how}; they hold names and numbers of people",
)
_FOR_HOURS = Text("还保留 {hours} 小时", "for {hours} hours")
_ON_AND_ON = Text("一直保留", "on and on")
_MEND = Text(
    "管理员运行 cupsctl PreserveJobFiles=No，再运行 cancel -a -x 清掉已留下的",
    "As administrator: cupsctl PreserveJobFiles=No, then cancel -a -x to remove those that are kept",
)
_UNKNOWN = Text("看不出打完是否删除", "whether they are deleted cannot be seen from here")
_ELSEWHERE = Text("打印服务在别的机器上", "the print service is on another machine")
_ASK = Text(
    "请管理员核对：CUPS 设 PreserveJobFiles No；Windows 打印机属性不勾选“保留打印的文档”",
    "Ask the administrator: PreserveJobFiles No for CUPS; on Windows “Keep printed documents” unticked",
)


def job_files_rows(counter: Counter) -> tuple[Finding, ...]:
    """Nothing where nothing goes to a print server."""
    from printing.kept_jobs import Kept, kept_jobs

    values = [counter.settings[key] for key in ("printers.receipt", "printers.a4")]
    if not any(value and "://" not in value and destination(value) is None for value in values):
        return ()
    found = kept_jobs(counter.settings["printers.server"])
    if found.files is Kept.NO:
        return (Finding("job_files", _TITLE, OK, _GONE),)
    if found.files is Kept.UNKNOWN:
        return (Finding("job_files", _TITLE, OFF, _ELSEWHERE if found.elsewhere else _UNKNOWN, _ASK),)
    hours = None if found.seconds is None else -(-found.seconds // 3600)
    how = _ON_AND_ON if hours is None else _FOR_HOURS.format(hours=hours)
    return (Finding("job_files", _TITLE, TROUBLE, _KEPT.format(how=how), _MEND),)
