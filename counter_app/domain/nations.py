"""The nationalities of China (民族) by their two digits, GB/T 3304-1991.

Refuses to guess: what is neither a name nor a code of the standard is none.
"""

from __future__ import annotations

_NAMES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 "
    "珞巴 基诺"
).split()
NATIONS: dict[str, str] = {f"{code:02d}": name for code, name in enumerate(_NAMES, start=1)}


def nation_name(code: str) -> str:
    """05 -> 维吾尔族; a code the standard does not know stays as it is, "" too."""
    name = NATIONS.get(code)
    return f"{name}族" if name else code


def nation_code(typed: str) -> str | None:
    """汉, 汉族, 01 or 1 -> "01"; None for what the standard does not know."""
    said = typed.strip()
    if said.isascii() and said.isdigit():
        code = f"{int(said):02d}" if len(said) <= 2 else ""
        return code if code in NATIONS else None
    name = said.removesuffix("族")
    return next((code for code, known in NATIONS.items() if name == known), None)
