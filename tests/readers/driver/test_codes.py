"""Every return code of the driver that is known becomes an error of its own, with a sentence in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import CardTrouble
from readers.driver.codes import ASK_THE_PLATFORM, trouble_of

# Written out from the published list, not from the program: code, class of the tree, words its sentence must have.
KNOWN = [
    (-1, "WrongCard", "不是社保卡"),
    (-2, "NoCard", "没有卡"),
    (-3, "ReaderSilent", "没有回应"),
    (-4, "ReaderSilent", "没有回应"),
    (-5, "DriverMissing", "动态库"),
    (-11, "NoReader", "没有读卡器"),
    (-12, "NoReader", "没有读卡器"),
    (-13, "DriverLacks", "不支持 iReadCard"),
    (-14, "DriverSaid", "命令参数错误"),
    (-15, "DriverSaid", "信息校验出错"),
    (-20, "CardDamaged", "卡识别码格式"),
    (-21, "CardNotGenuine", "内部认证失败"),
    (-22, "WrongPerson", "不是这位持卡人"),
    (-23, "DriverSaid", "传入数据不合法"),
    (-24, "NeedsAuthentication", "密钥级别不够"),
    (-31, "PinCancelled", "取消"),
    (-32, "PinTimedOut", "超时"),
    (-33, "PinBadLength", "位数"),
    (-34, "PinsDiffer", "不一致"),
    (-35, "PinStillInitial", "初始密码"),
    (-36, "PinStillInitial", "初始密码"),
    (-41, "DriverSaid", "非法字符"),
    (-42, "DriverSaid", "长度"),
    (-51, "PinWrong", "密码不对"),
    (-52, "PinBlocked", "锁定"),
    (-2201, "NeedsAuthentication", "没有 PSAM"),
    (-2202, "NeedsAuthentication", "算法"),
    (-2203, "NeedsAuthentication", "密钥"),
    (-2204, "DriverSaid", "不需要加密机"),
    (-25536, "NeedsAuthentication", "还可试 0 次"),
    (-25537, "NeedsAuthentication", "还可试 1 次"),
    (-25538, "NeedsAuthentication", "还可试 2 次"),
    (-26368, "CardSaid", "6700"),
    (-26881, "CardSaid", "6901"),
    (-27009, "CardSaid", "6981"),
    (-27010, "NeedsAuthentication", "外部认证"),
    (-27011, "NeedsAuthentication", "锁定"),
    (-27012, "CardSaid", "6984"),
    (-27013, "CardSaid", "6985"),
    (-27016, "NeedsAuthentication", "MAC"),
    (-27264, "CardSaid", "6A80"),
    (-27265, "CardSaid", "6A81"),
    (-27266, "CardDamaged", "缺少文件"),
    (-27267, "CardDamaged", "缺少记录"),
    (-27272, "NeedsAuthentication", "密钥"),
    (-37634, "NeedsAuthentication", "MAC"),
    (-37635, "CardLockedForGood", "永久锁定"),
    (-37891, "NeedsAuthentication", "密钥"),
    (-37894, "NeedsAuthentication", "MAC"),
]
OF_THE_PIN = [
    (-25536, "PinBlocked", "锁定"),
    (-25537, "PinWrong", "还可试 1 次"),
    (-25541, "PinWrong", "还可试 5 次"),
    (-27011, "PinBlocked", "锁定"),
    (-51, "PinWrong", "密码不对"),
    (-52, "PinBlocked", "锁定"),
    (-31, "PinCancelled", "取消"),
]


def _well_said(trouble: CardTrouble, words: str) -> bool:
    sentences = (trouble.message, trouble.what_next)
    whole = all(half and "{" not in half and "None" not in half for t in sentences for half in (t.zh, t.en))
    return whole and words in trouble.message.zh


@pytest.mark.parametrize(("number", "code", "words"), KNOWN)
def test_each_known_code_has_its_error_and_its_sentence(number: int, code: str, words: str) -> None:
    trouble = trouble_of(number, function="iReadCard")
    assert trouble.code == code
    assert _well_said(trouble, words)


@pytest.mark.parametrize(("number", "code", "words"), OF_THE_PIN)
def test_tries_left_speak_of_the_pin_where_the_pin_was_asked_for(number: int, code: str, words: str) -> None:
    trouble = trouble_of(number, function="iVerifyPIN", pin=True)
    assert trouble.code == code
    assert _well_said(trouble, words)


def test_the_codes_that_send_the_question_to_the_platform() -> None:
    assert set(ASK_THE_PLATFORM) == {-2201, -2202, -2203, -27272, -24}


@given(number=st.one_of(st.integers(), st.integers(-70_000, 100)), pin=st.booleans())
def test_any_other_number_is_an_error_with_a_sentence_too(number: int, pin: bool) -> None:
    trouble = trouble_of(number, function="iReadCardBas", pin=pin)
    assert isinstance(trouble, CardTrouble)
    assert _well_said(trouble, "")
    if not -0xA000 < number < 0 or -0x6000 < number < -2204:
        assert trouble.code == "DriverTrouble"
        assert str(number) in trouble.message.zh
