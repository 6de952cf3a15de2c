"""Why a value of a pack is of the wrong form, in both languages; the checking library speaks English only.

Refuses to guess: a kind of fault not listed is told in the library's words.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import ErrorDetails

from counter_app.domain.text import Text

_REASONS: Mapping[str, Text] = {
    "extra_forbidden": Text("没有这一项，核对拼写", "there is no such key, check its spelling"),
    "missing": Text("缺这一项", "is missing"),
    "enum": Text("只能是 {expected}", "must be {expected}"),
    "literal_error": Text("只能是 {expected}", "must be {expected}"),
    "bool_type": Text("只能是 true 或 false", "must be true or false"),
    "bool_parsing": Text("只能是 true 或 false", "must be true or false"),
    "string_type": Text("应为引号里的文字", "must be words in quotes"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "string_pattern_mismatch": Text("写法应为 {pattern}", "must be of the form {pattern}"),
    "int_type": Text("应为整数", "must be a whole number"),
    "int_parsing": Text("应为整数", "must be a whole number"),
    "int_from_float": Text("应为整数", "must be a whole number"),
    "float_type": Text("应为数字", "must be a number"),
    "greater_than": Text("应大于 {gt}", "must be more than {gt}"),
    "greater_than_equal": Text("不能小于 {ge}", "must not be less than {ge}"),
    "less_than_equal": Text("不能大于 {le}", "must not be more than {le}"),
    "too_short": Text("至少要有一条", "needs at least one"),
    "tuple_type": Text("应为方括号里的清单", "must be a list in brackets"),
    "dict_type": Text("应为一张表", "must be a table"),
    "model_type": Text("应为一张表", "must be a table"),
    "date_type": Text("日期写作 2026-01-31", "a date is written 2026-01-31"),
    "date_parsing": Text("日期写作 2026-01-31", "a date is written 2026-01-31"),
    "date_from_datetime_parsing": Text("日期写作 2026-01-31", "a date is written 2026-01-31"),
    "date_from_datetime_inexact": Text("只写日期，不写时刻", "a date without a time"),
    "basis_empty": Text(
        "依据要写条款，法规没有规定的写 example = true",
        "a basis names an article, or example = true where the regulation is silent",
    ),
    "purpose_way": Text(
        "须单独同意的要写 way：不同意的人怎么办", "where consent is needed, way says what else can be done"
    ),
    "purpose_place": Text("花括号里只能是 {places}", "braces hold {places} only"),
    "guide_line": Text("一行要有 icon、heading、text，或只写 say", "a line has icon, heading and text, or say alone"),
}


def reason(fault: ErrorDetails) -> Text:
    """The words for one fault the checking library found."""
    known = _REASONS.get(fault["type"])
    return known.format(**fault.get("ctx", {})) if known else Text(f"值不对（{fault['msg']}）", fault["msg"])
