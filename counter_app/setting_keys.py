"""What can be set at a counter: each key with its default, its meaning and the form of its value.

Refuses secrets: they stand in the Secrets port.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: dotted name, default as text, meaning; `choices` where only some values make sense.

    `number`: seconds, fractions too. `most`: a count from 1 to that. `some_of`: any of these words, each once, with
    commas between. `octet`: one byte as two hex digits.
    """

    name: str
    default: str
    meaning: Text
    choices: tuple[str, ...] = ()
    number: bool = False
    most: int = 0
    some_of: tuple[str, ...] = ()
    octet: bool = False


KEYS: tuple[Key, ...] = (
    Key("province", "hunan", Text("省级规则包", "Province rule pack")),
    Key(
        "packs",
        "",
        Text("本机规则包文件夹；空：数据文件夹里的 packs", "Folder of own rule packs; empty: packs in the data folder"),
    ),
    Key("outlet", "439901", Text("网点编号", "Outlet number")),
    Key(
        "region",
        "",
        Text(
            "网点所在行政区划代码（六位）；空：在本省内",
            "Region this outlet stands in (GB/T 2260, six digits); empty: within the province",
        ),
    ),
    Key("outlet_name", "望岳路服务网点", Text("网点名称", "Outlet name")),
    Key(
        "nearby",
        "employment,pension,medical",
        Text(
            "本网点能就近办的业务，规则包里的名字，逗号分隔",
            "Work besides cards done at this outlet: names of the rule pack, commas between",
        ),
    ),
    Key("window", "01", Text("窗口号", "Window number")),
    Key(
        "platform.url",
        "",
        Text(
            "省平台地址；空：练习平台随程序启动",
            "Platform address; empty: the practice platform starts with the program",
        ),
    ),
    Key(
        "platform.ca",
        "",
        Text(
            "省平台根证书文件（PEM）；空：系统证书", "Root certificate file of the platform (PEM); empty: the system's"
        ),
    ),
    Key(
        "platform.signing_key",
        "",
        Text(
            "省平台签名公钥（SM2）：PEM 文件或文字；空：练习平台的",
            "The platform's signing key (SM2): a PEM file or its text; empty: the practice platform's",
        ),
    ),
    Key("platform.timeout", "5", Text("等平台答复的秒数", "Seconds to wait for an answer"), number=True),
    Key("courier.longest_wait", "3", Text("两次尝试之间最长秒数", "Longest wait between tries, seconds"), number=True),
    Key("courier.batch", "50", Text("一次送出的件数", "Operations in one batch"), most=500),
    Key(
        "audit.anchored_every",
        "600",
        Text(
            "隔多少秒把审计链头送省平台收存（链有变动时；送出业务后、签退后随即送）",
            "Seconds between two heads of the audit trail that go to the platform, while it moves; behind work and a"
            " sign-out at once",
        ),
        number=True,
    ),
    Key(
        "enrolment.asked_every",
        "300",
        Text(
            "没有业务可送时，隔多少秒问一次本机的登记是否有效",
            "Seconds between two questions whether this counter is still enrolled, while nothing is sent",
        ),
        number=True,
    ),
    Key(
        "printers.receipt",
        "",
        Text(
            "回执打印机：队列名、ipp://主机/ipp/print、escpos:tcp:主机:9100、escpos:serial:COM3、escpos:/dev/usb/lp0 或 folder:/路径；空：未设",
            "Printer for receipts: a queue, ipp://HOST/ipp/print, escpos:tcp:HOST:9100, escpos:serial:COM3,"
            " escpos:/dev/usb/lp0, or folder:/path; empty: none set",
        ),
    ),
    Key(
        "printers.a4",
        "",
        Text(
            "A4 打印机：队列名、ipp://主机/ipp/print 或 folder:/路径；空：只存 PDF",
            "Printer for A4: a queue, ipp://HOST/ipp/print or folder:/path; empty: PDF only",
        ),
    ),
    Key(
        "printers.receipt_paper",
        "80mm",
        Text("回执纸：80mm 卷纸，或 a5（横放）", "Paper of receipts: the roll of 80 mm, or A5 lying"),
        choices=("80mm", "a5"),
    ),
    Key("printers.server", "", Text("打印服务器 主机:端口；空：本机", "CUPS server host:port; empty: this machine")),
    Key(
        "readers.ssc",
        "auto",
        Text("社保卡读卡器名称；auto：第一个，off：不用", "Name of the card reader; auto: the first, off: none"),
    ),
    Key(
        "readers.id",
        "auto",
        Text(
            "身份证读卡器的串口（COM3、/dev/ttyUSB0）；auto：自动找，off：不用",
            "Serial port of the identity card reader (COM3, /dev/ttyUSB0); auto: found by itself, off: none",
        ),
    ),
    Key("readers.id_baud", "115200", Text("身份证读卡器波特率", "Speed of its serial line, baud"), most=921600),
    Key(
        "readers.authentication",
        "psam,platform,driver",
        Text("卡认证方式，按顺序试，逗号分隔", "Ways to authenticate a card in the order they are tried"),
        some_of=("psam", "platform", "driver"),
    ),
    Key(
        "readers.psam",
        "auto",
        Text("PSAM 卡所在的读卡器；auto：另一个卡槽，off：没有", "Reader of the PSAM; auto: another slot, off: none"),
    ),
    Key(
        "readers.psam_purpose",
        "27",
        Text("PSAM 密钥用途字节（十六进制）", "Purpose byte of the PSAM key (hex)"),
        octet=True,
    ),
    Key("readers.psam_key", "01", Text("PSAM 密钥号（十六进制）", "Number of the PSAM key (hex)"), octet=True),
    Key(
        "readers.card_key",
        "0A",
        Text("卡上外部认证密钥号（十六进制）", "Key of the card for authentication (hex)"),
        octet=True,
    ),
    Key("readers.driver", "", Text("厂商标准驱动文件（.dll/.so）；空：不用", "The maker's driver file; empty: none")),
    Key(
        "readers.driver_python",
        "",
        Text("装载驱动的 Python 解释器；空：本程序的", "Interpreter that loads the driver; empty: this program's"),
    ),
    Key(
        "readers.driver_calls",
        "cdecl",
        Text("驱动的调用约定", "Calling convention of the driver"),
        choices=("cdecl", "stdcall"),
    ),
    Key(
        "readers.driver_pad",
        "auto",
        Text(
            "驱动的读卡器有没有密码键盘；auto：看驱动有没有 iVerifyPIN",
            "Key pad on the driver's reader; auto: there is one when the driver has iVerifyPIN",
        ),
        choices=("auto", "yes", "no"),
    ),
    Key("readers.driver_timeout", "9", Text("等驱动答复的秒数", "Seconds to wait for the driver"), number=True),
    Key(
        "screen.clipboard",
        "off",
        Text("完整号码可否复制", "Whether whole numbers can be copied"),
        choices=("off", "on"),
    ),
    Key(
        "screen.capture",
        "off",
        Text("可否截屏（只有 Windows 挡得住）", "Whether the window can be captured (only Windows can prevent it)"),
        choices=("off", "on"),
    ),
    Key(
        "backup.folder",
        "",
        Text(
            "备份文件夹（最好在另一块盘上）；空：数据文件夹里的 backups",
            "Folder of backups, best on another disk; empty: backups in the data folder",
        ),
    ),
    Key(
        "backup.every_hours",
        "4",
        Text("窗口开着时每隔几小时备份一次", "Hours between two backups while the window is open"),
        most=168,
    ),
    Key("backup.keep", "14", Text("保留最近几个备份", "How many backups are kept"), most=1000),
    Key(
        "duty.lock_minutes",
        "10",
        Text("没有人操作多少分钟后锁定窗口", "Minutes without a touch after which the window is locked"),
        most=60,
    ),
    Key("language", "zh", Text("界面语言", "Language of the window"), choices=("zh", "en")),
    Key("theme", "light", Text("界面明暗", "Light or dark window"), choices=("light", "dark")),
    Key("text_size", "normal", Text("界面字号", "Text size of the window"), choices=("normal", "large")),
)
