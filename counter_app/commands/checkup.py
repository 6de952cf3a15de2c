"""What `counter doctor` finds: each part of this counter, whether it works, and what to do if not.

Refuses to mend anything: it looks, and leaves every part as it was.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from counter_app.audit_wiring import verified
from counter_app.commands.checkup_backup import backup_row
from counter_app.commands.checkup_days import days_row
from counter_app.commands.checkup_enrolment import enrolment_row
from counter_app.commands.checkup_jobs import job_files_rows
from counter_app.commands.checkup_line import line_rows, pace_row
from counter_app.commands.checkup_nearby import nearby_rows
from counter_app.commands.checkup_news import news_rows
from counter_app.commands.checkup_papers import papers_row
from counter_app.commands.checkup_readers import examine as examine_readers
from counter_app.commands.checkup_rules import calendar_row, rules_row
from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError, PaperTrouble
from counter_app.domain.print_job import Role
from counter_app.domain.printer_address import destination
from counter_app.domain.text import Text, same
from counter_app.wiring import Counter


def examine(counter: Counter) -> tuple[Finding, ...]:
    """Every part of this counter."""
    return (
        folder_row(counter),
        *_store(counter),
        backup_row(counter),
        rules_row(counter),
        *calendar_row(counter),
        *nearby_rows(counter),
        *news_rows(counter),
        _platform(counter),
        enrolment_row(counter),
        *line_rows(counter),
        days_row(counter),
        pace_row(counter),
        *examine_readers(counter),
        _printer(counter),
        papers_row(counter),
        *job_files_rows(counter),
        *_fonts(),
        _window(),
    )


def folder_row(counter: Counter) -> Finding:
    """Whether the data folder can be written in, and by whom."""
    title = Text("数据文件夹", "Data folder")
    kind = Text("练习", "practice") if counter.practice else Text("正式", "real")
    what = Text(f"{kind.zh}，{counter.folder}", f"{kind.en}, {counter.folder}")
    if (why := _closed(counter.folder)) is None:
        return _open_to_others(counter.folder, what) or Finding("data_folder", title, OK, what)
    advice = Text("用能写入的用户运行，或用 --data 另指文件夹", "Run it as a user who may write there, or see --data")
    return Finding("data_folder", title, TROUBLE, Text(f"{what.zh}：{why.zh}", f"{what.en}: {why.en}"), advice)


def _closed(folder: Path) -> Text | None:
    """Why nothing can be written in a folder, None when it can. One that is missing would be made where it should be.

    Asks only: writing would leave something behind.
    """
    here = next(p for p in (folder, *folder.parents) if os.path.lexists(p) or p == p.parent)
    if not here.is_dir():
        return Text(f"{here} 不是文件夹", f"{here} is not a folder")
    if os.access(here, os.R_OK | os.W_OK | os.X_OK):
        return None
    if os.name == "posix" and os.statvfs(here).f_flag & os.ST_RDONLY:
        return Text(f"{here} 所在磁盘只读", f"the disk of {here} is read-only")
    return Text(f"{here} 没有权限写入", f"no permission to write in {here}")


def _open_to_others(folder: Path, what: Text) -> Finding | None:
    """A folder in which other users of this machine may change the settings, or put another store. Windows keeps what
    stands in a user's own folder to that user.
    """
    if os.name != "posix" or not folder.is_dir() or not folder.stat().st_mode & 0o022:
        return None
    words = Text(f"{what.zh}：本机别的用户也能写入", f"{what.en}: other users of this machine may write there")
    advice = Text(f"运行 chmod 700 {folder}", f"Run: chmod 700 {folder}")
    return Finding("data_folder", Text("数据文件夹", "Data folder"), TROUBLE, words, advice)


def _store(counter: Counter) -> tuple[Finding, ...]:
    title = Text("本机数据", "Local data")
    try:
        report, where = verified(counter), counter.secrets().describe()
    except CounterError as error:
        return (trouble("store", title, error),)
    key = Finding("key", Text("数据密钥", "Key of the data"), OK, where)
    if report.whole:
        whole = Text(f"完好，审计链 {report.entries} 条", f"whole, {report.entries} audit entries")
        return (key, Finding("store", title, OK, whole))
    broken = Text(f"审计链在第 {report.broken_at} 条断开", f"the audit chain breaks at entry {report.broken_at}")
    advice = Text("停止受理，联系管理员", "Stop taking work and call the administrator")
    return (key, Finding("store", title, TROUBLE, broken, advice))


def _platform(counter: Counter) -> Finding:
    title = Text("省平台", "Platform")
    try:
        counter.platform().greet()
    except CounterError as error:
        return trouble("platform", title, error)
    own = Text("练习平台，在线", "the practice platform, online")
    url = counter.settings["platform.url"]
    return Finding("platform", title, OK, Text(f"{url} 在线", f"{url} online") if url else own)


def _printer(counter: Counter) -> Finding:
    title, queue = Text("回执打印机", "Receipt printer"), counter.settings["printers.receipt"]
    if not queue:
        advice = Text("counter settings --set printers.receipt=队列名", "counter settings --set printers.receipt=QUEUE")
        return Finding("printer", title, OFF, Text("未设打印机", "no printer set"), advice)
    try:
        waits = counter.printer().examine(Role.RECEIPT)
    except PaperTrouble as error:
        return trouble("printer", title, error)
    if waits is not None:
        return Finding("printer", title, TROUBLE, waits)
    place = same(queue) if destination(queue) else Text(f"队列 {queue}", f"queue {queue}")
    return Finding("printer", title, OK, place)


def _fonts() -> tuple[Finding, ...]:
    from counter_app.commands.checkup_fonts import fonts_rows

    return fonts_rows()


def _window() -> Finding:
    title = Text("窗口", "Window")
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        advice = Text("在桌面会话里运行，或用 make tour 看截图", "Run it in a desktop session, or see make tour")
        return Finding("window", title, OFF, Text("没有显示器", "no display"), advice)
    return Finding(
        "window", title, OK, same(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform)
    )
