"""The helper process: whatever the maker's driver does, it costs one call, the next one works, and nothing is left."""

import ast
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.domain.chip_errors import DriverCrashed, DriverLacks, DriverMissing, DriverOverran
from counter_app.domain.errors import ReaderSilent
from readers.driver.process import CHILD, HelperProcess
from tests.parts.processes import wait_until
from tests.readers.driver.maker import Maker, build, helpers, inhabitants, open_files

Make = Callable[..., HelperProcess]


def test_a_function_is_given_its_texts_and_gives_code_and_text(maker: Maker, helper_of: Make) -> None:
    maker.says("iReadCardBas", "439900|张三|").says("iReadCard", "读不了", code=-27010)
    helper = helper_of(maker.library)
    assert helper.call("iReadCardBas", 3).out.decode("gb18030") == "439900|张三|"
    returned = helper.call("iReadCard", 3, 2, b"CARD|NO|", b"3F00EF06|08|$")
    assert (returned.code, returned.out.decode("gb18030")) == (-27010, "读不了")
    assert maker.calls() == ["iReadCardBas(3,,)", "iReadCard(3,CARD|NO|,3F00EF06|08|$)"]


def test_a_code_that_came_as_int_is_the_same_code(maker: Maker, helper_of: Make) -> None:
    """iVerifyPIN of this driver returns an int, where the standard says long: the upper half is anything."""
    maker.says("iVerifyPIN", "", code=-51)
    assert helper_of(maker.library).call("iVerifyPIN", 3).code == -51


def test_stdcall_is_cdecl_where_there_is_one_convention_only(maker: Maker, helper_of: Make) -> None:
    maker.says("iReadCardBas", "x")
    assert helper_of(maker.library, calls="stdcall").call("iReadCardBas", 3).out == b"x"


@pytest.mark.parametrize("behaviour", ["prints", "reads"])
def test_what_the_driver_prints_or_reads_does_not_touch_the_pipe(
    maker: Maker, helper_of: Make, behaviour: str, capfd: pytest.CaptureFixture[str]
) -> None:
    maker.does("iReadCardBas", behaviour, 0, b"good").says("iReadCardBas", "again")
    helper = helper_of(maker.library)
    assert helper.call("iReadCardBas", 3).out == b"good"
    assert helper.call("iReadCardBas", 3).out == b"again"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("behaviour", ["crash", "null", "abort"])
def test_a_crash_is_told_and_the_next_call_works(maker: Maker, helper_of: Make, behaviour: str) -> None:
    maker.does("iReadCardBas", behaviour)
    helper = helper_of(maker.library)
    with pytest.raises(DriverCrashed):
        helper.call("iReadCardBas", 3)
    maker.forgets().says("iReadCardBas", "well")
    assert helper.call("iReadCardBas", 3).out == b"well"
    assert not list(maker.folder.glob("core*")), "a memory image would hold people's names"


@pytest.mark.parametrize("status", [0, 1, 77])
def test_a_driver_that_ends_its_process_is_told(maker: Maker, helper_of: Make, status: int) -> None:
    maker.does("iReadCardBas", "exit", status)
    helper = helper_of(maker.library)
    with pytest.raises(DriverCrashed):
        helper.call("iReadCardBas", 3)
    maker.forgets().says("iReadCardBas", "well")
    assert helper.call("iReadCardBas", 3).out == b"well"


def test_a_call_that_hangs_is_ended_at_its_deadline(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "hang")
    helper = helper_of(maker.library)
    helper.load()
    began = time.monotonic()
    with pytest.raises(ReaderSilent):
        helper.call("iReadCardBas", 3, seconds=0.5)
    assert time.monotonic() - began < 4.0
    assert helpers() == []
    maker.forgets().says("iReadCardBas", "well")
    assert helper.call("iReadCardBas", 3, seconds=10).out == b"well"


def test_a_process_that_was_cut_off_is_not_started_again_before_it_is_closed(maker: Maker, helper_of: Make) -> None:
    maker.says("iReadCardBas", "well")
    helper = helper_of(maker.library)
    helper.call("iReadCardBas", 3)
    helper.cut_off()
    for _ in range(2):
        with pytest.raises(DriverCrashed):
            helper.call("iReadCardBas", 3)
    helper.close()
    assert helper.call("iReadCardBas", 3).out == b"well"


def test_a_slow_call_within_its_deadline_is_waited_for(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "slow", 1500, b"late")
    assert helper_of(maker.library, timeout=1.0).call("iReadCardBas", 3, seconds=20).out == b"late"


@pytest.mark.parametrize("number", [64 * 1024 + 1, 64 * 1024 + 3000, 100_000])
def test_writing_past_the_buffer_is_noticed(maker: Maker, helper_of: Make, number: int) -> None:
    maker.does("iReadCardBas", "over", number)
    helper = helper_of(maker.library)
    with pytest.raises(DriverOverran):
        helper.call("iReadCardBas", 3)
    assert helpers() == []
    maker.forgets().says("iReadCardBas", "well")
    assert helper.call("iReadCardBas", 3).out == b"well"


def test_writing_far_past_the_buffer_is_a_crash_or_noticed(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "over", 64 * 1024 * 1024)
    with pytest.raises((DriverOverran, DriverCrashed)):
        helper_of(maker.library).call("iReadCardBas", 3)


def test_writing_before_the_buffer_is_noticed(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "under")
    with pytest.raises(DriverOverran):
        helper_of(maker.library).call("iReadCardBas", 3)


def test_a_text_without_an_end_stops_where_the_driver_stopped(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "endless", 0, b"abc").does("iReadCardBas", "full", 64 * 1024)
    helper = helper_of(maker.library)
    assert helper.call("iReadCardBas", 3).out == b"abc!"
    assert helper.call("iReadCardBas", 3).out == b"A" * 64 * 1024


def _frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@pytest.mark.parametrize(
    "bytes_written",
    [
        b"\xff" * 64,
        b"\0\0\0\0",
        _frame(b"{}"),
        _frame(b"null"),
        _frame(b"[[[[["),
        _frame(b"\xff\xfe"),
        _frame(b'{"id": 9, "code": 0, "out": ""}'),
        _frame(b'{"id": 2, "code": 0, "out": 7}'),
        _frame(b'{"id": 2, "code": "0", "out": ""}'),
        _frame(b'{"id": 2, "code": 0, "out": "%"}'),
        struct.pack(">I", 1 << 20) + b"x" * 60_000,
    ],
)
def test_garbage_in_the_pipe_is_a_crash_and_never_an_answer(
    maker: Maker, helper_of: Make, bytes_written: bytes
) -> None:
    maker.does("iReadCardBas", "garbage", 0, bytes_written)
    helper = helper_of(maker.library)
    with pytest.raises(DriverCrashed):
        helper.call("iReadCardBas", 3)
    assert helpers() == []
    maker.forgets().says("iReadCardBas", "well")
    assert helper.call("iReadCardBas", 3).out == b"well"


def test_a_flood_of_answers_ends_at_once(maker: Maker, helper_of: Make) -> None:
    """The pipe is full and the driver goes on writing: neither side waits for the other."""
    maker.does("iReadCardBas", "floods", 0, b"\xff" * 60_000)
    began = time.monotonic()
    with pytest.raises(DriverCrashed):
        helper_of(maker.library).call("iReadCardBas", 3)
    assert time.monotonic() - began < 8
    assert helpers() == []


def test_processes_the_driver_started_end_with_a_call_that_is_given_up(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "leaves").does("iVerifyPIN", "hang")
    helper = helper_of(maker.library)
    helper.call("iReadCardBas", 3)
    assert len(inhabitants(maker.folder)) == 2
    with pytest.raises(ReaderSilent):
        helper.call("iVerifyPIN", 3, seconds=0.5)
    wait_until(lambda: not inhabitants(maker.folder), what="both processes to end")


def test_a_process_of_the_drivers_own_that_holds_our_pipe_does_not_hold_us(maker: Maker, helper_of: Make) -> None:
    maker.does("iReadCardBas", "leaves")
    before = open_files()
    helper = helper_of(maker.library)
    helper.call("iReadCardBas", 3)
    helper.close()
    assert open_files() <= before  # fewer where an earlier test's own ended meanwhile
    wait_until(lambda: not inhabitants(maker.folder), what="both processes to end")


def test_a_function_the_driver_does_not_have_is_named(maker: Maker, helper_of: Make, tmp_path: Path) -> None:
    maker.take(build(tmp_path, "WITHOUT_STEPS"))
    helper = helper_of(maker.library)
    assert "iReadCardBas" in helper.load().functions
    assert not [name for name in helper.load().functions if "HSM" in name]
    with pytest.raises(DriverLacks, match="iReadCardBas_HSM_Step1"):
        helper.call("iReadCardBas_HSM_Step1", 3)


@pytest.mark.parametrize("folder", ["", "none"])
def test_a_file_that_is_not_there_is_told_in_our_words_without_its_folder(
    helper_of: Make, tmp_path: Path, folder: str
) -> None:
    with pytest.raises(DriverMissing) as caught:
        helper_of(tmp_path / folder / "libNone.so").call("iReadCardBas", 3)
    assert caught.value.message.zh == "读卡器驱动装不上：没有文件 libNone.so"
    assert caught.value.message.en == "The reader's driver cannot be loaded: there is no file libNone.so"
    assert helpers() == []


def test_a_name_without_a_folder_is_looked_for_by_the_loader(helper_of: Make) -> None:
    with pytest.raises(DriverMissing, match="cannot open shared object file"):
        helper_of("libNoneOfAll.so").load()
    assert helper_of("libc.so.6").load().functions == ()


def test_a_library_of_other_bits_is_told_in_the_loaders_words(maker: Maker, helper_of: Make) -> None:
    """Byte 4 of an ELF file is its class: 1 says 32 bits."""
    content = bytearray(maker.library.read_bytes())
    content[4] = 1
    maker.library.write_bytes(content)
    with pytest.raises(DriverMissing, match="ELFCLASS32") as caught:
        helper_of(maker.library).call("iReadCardBas", 3)
    assert str(maker.folder) not in caught.value.message.zh + caught.value.message.en
    assert "系统装载不了" in caught.value.message.zh


def test_a_file_that_is_no_library_is_told(maker: Maker, helper_of: Make) -> None:
    maker.library.write_text("not a library", encoding="ascii")
    with pytest.raises(DriverMissing, match=r"too short|invalid"):
        helper_of(maker.library).call("iReadCardBas", 3)


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/true", "/bin/echo", "/etc/hostname"])
def test_an_interpreter_that_is_none_is_named(maker: Maker, helper_of: Make, python: str) -> None:
    with pytest.raises(DriverMissing, match=python):
        helper_of(maker.library, python=python).call("iReadCardBas", 3)
    assert helpers() == []


def test_another_interpreter_does_as_well(maker: Maker, helper_of: Make) -> None:
    """The system's own, which has none of our packages."""
    maker.says("iReadCardBas", "well")
    helper = helper_of(maker.library, python="/usr/bin/python3")
    assert helper.call("iReadCardBas", 3).out == b"well"
    loaded = helper.load()
    assert (loaded.bits, loaded.python[:2]) == (64, "3.")


@pytest.mark.parametrize("switch", ["CRASHES_WHEN_LOADED", "HANGS_WHEN_LOADED"])
def test_a_driver_that_fails_while_it_is_loaded_is_ended(
    maker: Maker, helper_of: Make, tmp_path: Path, switch: str
) -> None:
    maker.take(build(tmp_path, switch))
    with pytest.raises(DriverCrashed if switch.startswith("CRASHES") else ReaderSilent):
        helper_of(maker.library, timeout=1.0).call("iReadCardBas", 3)
    assert helpers() == []


def test_a_driver_that_will_not_end_is_killed(maker: Maker, helper_of: Make, tmp_path: Path) -> None:
    maker.take(build(tmp_path, "HANGS_WHEN_LEFT")).says("iReadCardBas", "well")
    helper = helper_of(maker.library)
    helper.call("iReadCardBas", 3)
    began = time.monotonic()
    helper.close()
    assert time.monotonic() - began < 5
    assert helpers() == []


def test_two_hundred_calls_leave_nothing_behind(maker: Maker, helper_of: Make) -> None:
    """In one process, and in one process each: no file descriptor, no process, dead or alive."""
    maker.says("iReadCardBas", "well")
    helper = helper_of(maker.library)
    before = open_files()
    for _ in range(200):
        assert helper.call("iReadCardBas", 3).out == b"well"
    helper.close()
    for _ in range(60):
        assert helper.call("iReadCardBas", 3).out == b"well"
        helper.close()
    assert open_files() <= before  # fewer where an earlier test's own ended meanwhile
    assert helpers() == []


def test_the_helper_ends_with_a_program_that_was_killed(maker: Maker, tmp_path: Path) -> None:
    """Even while the driver hangs: nobody is left to end it."""
    maker.does("iReadCardBas", "hang")
    script = tmp_path / "program.py"
    script.write_text(
        "import sys\nfrom readers.driver.process import HelperProcess\n"
        "helper = HelperProcess(sys.argv[1], timeout=60)\nhelper.load()\n"
        "print(helper._child._process.pid, flush=True)\nhelper.call('iReadCardBas', 3)\n",
        encoding="utf-8",
    )
    root = CHILD.parents[2]
    with subprocess.Popen(
        [sys.executable, str(script), str(maker.library)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as program:
        assert program.stdout is not None
        helper = int(program.stdout.readline())
        wait_until(maker.calls, what="the driver to hang")
        program.kill()
    wait_until(lambda: not Path(f"/proc/{helper}").exists(), what="the helper to end")


def test_the_helpers_script_is_for_python_3_8_and_the_standard_library() -> None:
    """Its syntax is parsed as that of 3.8; whatever it imports comes with Python."""
    tree = ast.parse(CHILD.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names
