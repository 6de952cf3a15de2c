"""A card read by the maker's driver: the same checks as for one we read ourselves, and the two-step way."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.devices import Challenge
from counter_app.domain.chip_errors import (
    AuthenticationRefused,
    DriverCrashed,
    DriverMissing,
    DriverSaid,
    NoWayToAuthenticate,
)
from counter_app.domain.errors import (
    CardDamaged,
    CardTakenAway,
    NeedsAuthentication,
    NoCard,
    NoNetwork,
    NotNow,
    PlatformTrouble,
    ReaderSilent,
)
from counter_app.settings import KEYS, Settings
from readers.driver.driver import Driver, driver_of
from readers.driver.process import HelperProcess
from tests.readers.driver.maker import Maker, build, helpers, open_files
from tests.readers.driver.module import Module
from tests.readers.driver.people import BLANK_3_0, LIN, ZHOU

Make = Callable[..., HelperProcess]
RANDOM, CRYPTOGRAM = "0123456789ABCDEF", bytes.fromhex("00112233445566778899AABBCCDDEEFF")
STEP_3_0 = f"439901|008C00|03|{LIN.identifier}|1111|2222|{RANDOM}||439901000001|"
STEP_2_0 = f"439901|{LIN.history}|01|{LIN.identifier}||||{RANDOM}|439901000001|"


With = Callable[..., Driver]


def test_a_card_is_read_with_everything_the_driver_tells(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", LIN.holder)
    chip = driver_with().read()
    assert (chip.social_security_number, chip.name) == (LIN.number, "林晓岚")
    assert (chip.card_number, chip.card_identifier) == (LIN.card, LIN.identifier)
    assert (chip.sex, chip.nation, chip.birthplace, chip.birth_date) == ("2", "01", "439901", date(1958, 3, 12))
    assert (chip.spec_version, chip.issued_on, chip.expires_on) == ("2.00", date(2021, 6, 2), date(2031, 6, 2))
    assert (chip.atr, chip.reader, chip.authenticated_by) == (LIN.history, "libSSCardDriver.so", "driver")
    assert maker.calls() == [
        "iReadCardBas(3,,)",
        f"iReadCard(3,{LIN.card_info},3F00EF06|08|09|4E|0A|0B|0C|0D|$)",
    ]
    assert helpers() == [], "the driver would keep its reader"


@pytest.mark.parametrize("name", ["周𠮷", "䶮玉", "阿依古丽·买买提", "昍", "㐂", "镕", "丂丄"])
def test_names_in_gbk_and_gb_18030_are_read(maker: Maker, driver_with: With, name: str) -> None:
    """Also characters whose second byte is that of a bar or a backslash."""
    maker.says("iReadCardBas", replace(LIN, name=name).basics)
    assert driver_with().read().name == name


def test_a_character_with_a_bar_inside_divides_nothing(maker: Maker, driver_with: With) -> None:
    inside = b"\x81\x7c".decode("gb18030")
    maker.says("iReadCardBas", replace(LIN, name=f"林{inside}").basics)
    assert driver_with().read().name == f"林{inside}"


def test_a_name_cut_inside_a_character_is_damaged(maker: Maker, driver_with: With) -> None:
    """Its first half swallows the bar behind it, and all values move."""
    whole = LIN.basics.encode("gb18030")
    maker.says("iReadCardBas", whole.replace("岚".encode("gb18030"), "岚".encode("gb18030")[:1]))
    with pytest.raises(CardDamaged):
        driver_with().read()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(LIN, number=LIN.number[:-1] + "5"), "社会保障号码"),
        (replace(LIN, number=""), "社会保障号码"),
        (replace(LIN, name=""), "姓名"),
        (replace(LIN, name="林\x07"), "姓名"),
        (replace(LIN, card=""), "卡号"),
        (replace(LIN, card="B0000;00"), "卡号"),
        (replace(LIN, identifier="439901"), "卡识别码"),
        (replace(LIN, history="not hex"), "姓名"),
    ],
)
def test_what_says_who_it_is_must_be_whole(maker: Maker, driver_with: With, wrong: object, words: str) -> None:
    maker.says("iReadCardBas", wrong.basics)  # type: ignore[attr-defined]
    with pytest.raises(CardDamaged) as caught:
        driver_with().read()
    assert words in caught.value.message.zh


def test_dates_that_are_none_and_short_answers(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", replace(LIN, issued="20211340", expires="").basics)
    chip = driver_with().read()
    assert (chip.issued_on, chip.expires_on) == (None, None)


@pytest.mark.parametrize("out", [b"", b"|", b"|" * 40, b"\xff" * 300, b"A" * 9000, "张三".encode() * 20])
def test_an_answer_of_another_form_is_damaged(maker: Maker, driver_with: With, out: bytes) -> None:
    maker.says("iReadCardBas", out)
    with pytest.raises(CardDamaged):
        driver_with().read()


def test_no_card_is_told_in_the_trees_words(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", "无卡", code=-2)
    with pytest.raises(NoCard):
        driver_with().read()
    assert maker.functions_called() == ["iReadCardBas"]


# --- what iReadCard adds ---


@pytest.mark.parametrize(
    "out", ["", "garbage", "|||||||", "a|b|$", "\0", LIN.holder.replace("|2|", "|"), f"{LIN.number}|林晓岚|$"]
)
def test_a_card_is_read_without_what_cannot_be_understood(maker: Maker, driver_with: With, out: str) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", out)
    chip = driver_with().read()
    assert (chip.name, chip.sex, chip.birth_date) == ("林晓岚", "0", None)


@pytest.mark.parametrize("code", [-13, -14, -27010, -27272, -2, 17])
def test_a_card_is_read_without_the_holders_file(maker: Maker, driver_with: With, code: int) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", "", code=code)
    assert driver_with().read().name == "林晓岚"


@pytest.mark.parametrize("behaviour", ["crash", "hang", "exit", "over"])
def test_a_holders_file_that_breaks_the_driver_is_asked_for_once_only(
    maker: Maker, driver_with: With, behaviour: str
) -> None:
    maker.says("iReadCardBas", LIN.basics).does("iReadCard", behaviour, 66_000)
    driver = driver_with(timeout=3.0)
    assert driver.read().name == "林晓岚"
    assert driver.read().name == "林晓岚"
    assert maker.functions_called().count("iReadCard") == 1


def test_odd_values_of_the_holder_are_left_empty(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", f"{LIN.number}|林晓岚||7|AB|43990|19581340|$")
    chip = driver_with().read()
    assert (chip.sex, chip.nation, chip.birthplace, chip.birth_date) == ("0", "", "", None)


@pytest.mark.parametrize("how", ["file", "code"])
def test_a_card_swapped_between_two_calls_is_not_mixed(maker: Maker, driver_with: With, how: str) -> None:
    """-22: what was handed in is not of the card that lies there."""
    maker.says("iReadCardBas", LIN.basics)
    maker.says("iReadCard", ZHOU.holder) if how == "file" else maker.says("iReadCard", "", code=-22)
    with pytest.raises(CardTakenAway):
        driver_with().read()


def test_a_long_name_is_put_together_and_half_a_name_is_damaged(maker: Maker, driver_with: With) -> None:
    """The name's record has room for 15 characters; the rest stands in another one, which only `iReadCard` gives."""
    first, rest = "阿依古丽尔江卜杜热合曼玉素甫", "买买提"
    long = replace(LIN, name=first)
    assert len(first.encode("gb18030")) == 28
    maker.says("iReadCardBas", long.basics).says("iReadCard", f"{LIN.number}|{first}|{rest}|2|05|439901|19580312|$")
    maker.says("iReadCard", "", code=-13)
    driver = driver_with()
    assert driver.read().name == first + rest
    maker.forgets().says("iReadCardBas", long.basics).says("iReadCard", "", code=-27010)
    with pytest.raises(CardDamaged, match="second part of the name"):
        driver.read()


# --- the two-step way ---


@pytest.mark.parametrize("code", [-2201, -2202, -2203, -27272, -24])
def test_what_the_driver_cannot_do_alone_goes_by_the_platform(maker: Maker, driver_with: With, code: int) -> None:
    maker.says("iReadCardBas", "无PSAM", code=code)
    maker.says("iReadCardBas_HSM_Step1", STEP_3_0).says("iReadCardBas_HSM_Step2", LIN.basics)
    module = Module(CRYPTOGRAM)
    assert driver_with(module).read().social_security_number == LIN.number
    assert module.asked == [
        Challenge("read", "sm4", LIN.identifier, "0000000000008C00", RANDOM, "0A"),
    ]
    assert "iReadCardBas_HSM_Step2(0,00112233445566778899AABBCCDDEEFF,)" in maker.calls()


def test_a_card_of_an_older_algorithm_gets_a_bar_behind_the_cryptogram(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", "", code=-2201)
    maker.says("iReadCardBas_HSM_Step1", STEP_2_0).says("iReadCardBas_HSM_Step2", LIN.basics)
    module = Module(CRYPTOGRAM)
    driver_with(module).read()
    assert (module.asked[0].algorithm, module.asked[0].history) == ("des", LIN.history[-16:])
    assert "iReadCardBas_HSM_Step2(0,00112233445566778899AABBCCDDEEFF|,)" in maker.calls()


def test_a_3_0_card_that_says_nothing_of_its_holder_goes_by_the_platform(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", BLANK_3_0)
    maker.says("iReadCardBas_HSM_Step1", STEP_3_0).says("iReadCardBas_HSM_Step2", LIN.basics)
    assert driver_with(Module(CRYPTOGRAM)).read().name == "林晓岚"


def test_a_card_that_stays_blank_asks_for_authentication(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", BLANK_3_0)
    maker.says("iReadCardBas_HSM_Step1", STEP_3_0).says("iReadCardBas_HSM_Step2", BLANK_3_0)
    with pytest.raises(NeedsAuthentication):
        driver_with(Module(CRYPTOGRAM)).read()


def test_a_card_that_needs_no_platform_is_not_taken_there(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", "", code=-2203)
    maker.says("iReadCardBas_HSM_Step1", "", code=-2204).says("iReadCardBas_HSM_Step2", LIN.basics)
    module = Module()
    assert driver_with(module).read().name == "林晓岚"
    assert module.asked == []


def test_the_holders_file_goes_by_the_platform_too(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", "", code=-27272)
    maker.says("iReadCard_HSM_Step1", f"01|82|{RANDOM}|0000000000000000|").says("iReadCard_HSM_Step2", LIN.holder)
    module = Module(CRYPTOGRAM)
    assert driver_with(module).read().sex == "2"
    assert module.asked == [Challenge("read", "des", LIN.identifier, LIN.history[-16:], RANDOM, "82")]


@pytest.mark.parametrize("trouble", [NoNetwork(handed_over=False), NotNow(seconds=3)])
def test_a_platform_out_of_reach_is_no_way_and_touches_no_card(
    maker: Maker, driver_with: With, trouble: PlatformTrouble
) -> None:
    maker.says("iReadCardBas", "", code=-2201).says("iReadCardBas_HSM_Step1", STEP_3_0)
    with pytest.raises(NoWayToAuthenticate) as caught:
        driver_with(Module(trouble)).read()
    assert caught.value.__cause__ is trouble
    assert "iReadCardBas_HSM_Step2" not in maker.functions_called()


def test_without_a_platform_there_is_no_way(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", "", code=-2201).says("iReadCardBas_HSM_Step1", STEP_3_0)
    with pytest.raises(NoWayToAuthenticate):
        driver_with().read()


def test_a_driver_without_steps_says_what_it_lacks_for_itself(
    maker: Maker, driver_with: With, tmp_path_factory: pytest.TempPathFactory
) -> None:
    maker.take(build(tmp_path_factory.mktemp("plain"), "WITHOUT_STEPS")).says("iReadCardBas", "", code=-2201)
    with pytest.raises(AuthenticationRefused, match="no PSAM"):
        driver_with(Module(CRYPTOGRAM)).read()


@pytest.mark.parametrize("length", [0, 4, 15, 17, 4000])
def test_a_cryptogram_of_another_length_never_reaches_the_card(maker: Maker, driver_with: With, length: int) -> None:
    maker.says("iReadCardBas", "", code=-2201).says("iReadCardBas_HSM_Step1", STEP_3_0)
    with pytest.raises(AuthenticationRefused, match="length"):
        driver_with(Module(bytes(length))).read()
    assert "iReadCardBas_HSM_Step2" not in maker.functions_called()


def test_a_cryptogram_the_card_refuses_is_not_tried_again(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", "", code=-2201)
    maker.says("iReadCardBas_HSM_Step1", STEP_3_0).says("iReadCardBas_HSM_Step2", "", code=-25538)
    with pytest.raises(AuthenticationRefused, match="2 tries left"):
        driver_with(Module(CRYPTOGRAM)).read()
    assert maker.functions_called().count("iReadCardBas_HSM_Step2") == 1


@pytest.mark.parametrize("step", ["", "|||||||||", f"a|b|09|{LIN.identifier}|||{RANDOM}||", "\x00", "x" * 500])
def test_a_step_that_cannot_be_read_asks_the_platform_nothing(maker: Maker, driver_with: With, step: str) -> None:
    maker.says("iReadCardBas", "", code=-2201).says("iReadCardBas_HSM_Step1", step)
    module = Module(CRYPTOGRAM)
    with pytest.raises(CardDamaged):
        driver_with(module).read()
    assert module.asked == []


# --- the driver itself ---


def test_a_driver_that_crashed_reads_the_next_card(maker: Maker, driver_with: With) -> None:
    maker.does("iReadCardBas", "crash")
    driver = driver_with()
    with pytest.raises(DriverCrashed):
        driver.read()
    maker.forgets().says("iReadCardBas", LIN.basics)
    assert driver.read().name == "林晓岚"


def test_a_driver_that_hangs_is_given_up_and_reads_the_next_card(maker: Maker, driver_with: With) -> None:
    maker.does("iReadCardBas", "hang")
    driver = driver_with(timeout=3.0)
    with pytest.raises(ReaderSilent):
        driver.read()
    maker.forgets().says("iReadCardBas", LIN.basics)
    assert driver.read().name == "林晓岚"


def test_two_threads_take_turns(maker: Maker, driver_with: With) -> None:
    maker.does("iReadCardBas", "slow", 150, LIN.basics.encode("gb18030"))
    driver, names = driver_with(), []
    threads = [threading.Thread(target=lambda: names.append(driver.read().name)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert names == ["林晓岚"] * 3


def test_two_hundred_cards_leave_nothing_behind(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReadCard", LIN.holder)
    driver = driver_with()
    before = open_files()
    for _ in range(200):
        assert driver.read().social_security_number == LIN.number
    assert open_files() <= before  # fewer where an earlier test's own ended meanwhile
    assert helpers() == []


def test_no_settings_no_driver_and_settings_make_one(maker: Maker) -> None:
    settings = Settings({key.name: key.default for key in KEYS})
    assert driver_of(settings) is None
    maker.says("iReadCardBas", LIN.basics)
    driver = driver_of(settings.with_values({"readers.driver": str(maker.library), "readers.driver_calls": "stdcall"}))
    assert driver is not None
    assert driver.read().name == "林晓岚"
    missing = driver_of(settings.with_values({"readers.driver": str(maker.folder / "none.so")}))
    assert missing is not None
    with pytest.raises(DriverMissing):
        missing.read()


def test_a_platform_that_settings_leave_out_is_not_asked(maker: Maker) -> None:
    maker.says("iReadCardBas", "", code=-2201).says("iReadCardBas_HSM_Step1", STEP_3_0)
    settings = Settings({key.name: key.default for key in KEYS}).with_values({"readers.driver": str(maker.library)})
    for ways, asked in (("psam,driver", 0), ("psam,platform,driver", 1)):
        module = Module(NoNetwork(handed_over=False))
        driver = driver_of(settings.with_values({"readers.authentication": ways}), security=module)
        assert driver is not None
        with pytest.raises(NoWayToAuthenticate):
            driver.read()
        assert len(module.asked) == asked


def test_the_drivers_own_words_are_told_and_no_name_is_logged(
    maker: Maker, driver_with: With, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    maker.says("iReadCardBas", LIN.basics).does("iReadCard", "crash").says("iReadCardBas", "林晓岚", code=-15)
    driver = driver_with()
    driver.read()
    maker.forgets().says("iReadCardBas", "林晓岚", code=-15)
    with pytest.raises(DriverSaid, match="a check of the data failed"):
        driver.read()
    assert "iReadCard" in caplog.text
    assert "林晓岚" not in caplog.text
    assert LIN.number not in caplog.text
