"""Every kind of mistake in a pack is refused with file, line, key and reason, in both languages."""

from __future__ import annotations

import re

import pytest

from counter_app.domain.errors import BadInput
from tests.provinces.samples import FULLER, HEAD, LEAST, base_text, read

HERE = "# here"
MISTAKES = {
    "unknown key": (f'{HEAD}colour = "red" {HERE}\n{LEAST[len(HEAD) :]}', "colour", "没有这一项"),
    "unknown key in a table": (
        f"{LEAST}[release]\nformal = true\nsoon = 1 {HERE}\nbasis = {{ example = true }}\n",
        "release.soon",
        "没有这一项",
    ),
    "wrong kind of value": (
        f"{LEAST}[release]\nformal = 7 {HERE}\nbasis = {{ example = true }}\n",
        "release.formal",
        "true 或 false",
    ),
    "word that is none of the choices": (
        f"{LEAST}[procedures.release]\noffline = 'sometimes' {HERE}\n",
        "procedures.release.offline",
        "只能是",
    ),
    "no such way to check identity": (
        f"{LEAST}[procedures.release.identity]\nrule = 'by-voice' {HERE}\n",
        "procedures.release.identity.rule",
        "只能是",
    ),
    "wrong date": (f"{LEAST.replace('2026-01-01', repr('soon') + HERE)}", "in_force_from", "日期写作"),
    "in force with no date": (f"{LEAST.replace('in_force_from = 2026-01-01', '')}", "in_force_from", "施行日期"),
    "name missing": (
        LEAST.replace('name = { zh = "示例省", en = "Sample" }', f'name = {{ zh = "示例省" }} {HERE}'),
        "name.en",
        "缺这一项",
    ),
    "ground nobody defines": (
        f"{LEAST}[[grounds]]\nid = 'born' {HERE}\nbasis = {{ example = true }}\n",
        "grounds.0.id",
        "“born”没有定义",
    ),
    "material nobody defines": (
        f"{LEAST}[procedures.release]\nmaterials = [\n{{ id = 'photo', basis = {{ example = true }} }},\n"
        f"{{ id = 'stamp', basis = {{ example = true }} }}, {HERE}\n]\n",
        "procedures.release.materials.1.id",
        "“stamp”没有定义",
    ),
    "relation nobody defines": (
        f"{LEAST}[[acting]]\nwho = 'self'\nbasis = {{ example = true }}\n[[acting]]\nwho = 'agent'\n"
        f"relations = ['spouse', 'friend'] {HERE}\nproofs = ['letter']\nbasis = {{ example = true }}\n",
        "acting.1.relations.1",
        "“friend”没有定义",
    ),
    "procedure nobody defines": (
        f"{LEAST}[free]\nprocedures = ['dancing'] {HERE}\nbasis = {{ example = true }}\n",
        "free.procedures.0",
        "“dancing”没有定义",
    ),
    "papers that need each other": (
        f"{LEAST}[names.materials.a]\nzh = '甲'\nen = 'A'\nwith = ['b'] {HERE}\n"
        "[names.materials.b]\nzh = '乙'\nen = 'B'\nwith = ['a']\n",
        "names.materials.a.with",
        "互为前提：a → b → a",
    ),
    "papers that need each other the long way round": (
        f"{LEAST}[names.materials]\na = {{ zh = '甲', en = 'A', with = ['b'] }}\n"
        f"b = {{ zh = '乙', en = 'B', with = ['photo', 'c'] }} {HERE}\nc = {{ zh = '丙', en = 'C', with = ['b'] }}\n",
        "names.materials.b.with",
        "互为前提：b → c → b",
    ),
    "a fee where the regulation says free": (
        f"{LEAST}[free]\nprocedures = ['release']\nbasis = {{ example = true }}\n"
        f"[procedures.release.fee]\nfen = 500 {HERE}\nbasis = {{ example = true }}\n",
        "procedures.release.fee.fen",
        "不能收费",
    ),
    "basis that says nothing": (
        f"{LEAST}[release]\nformal = true\nbasis = {{ example = false }} {HERE}\n",
        "release.basis",
        "依据要写条款",
    ),
    "bank twice": (
        LEAST
        + "".join(
            f"[[banks]]\ncode = 'S01' {mark}\nname = {{ zh = '行', en = 'Bank' }}\nphone = '0000'\nloss = 'joint'\n"
            "basis = { example = true }\n"
            for mark in ("", HERE)
        ),
        "banks.1.code",
        "写了两次",
    ),
    "bank that leaves out what the base pack's bank has": (
        f"{LEAST}[[banks]] {HERE}\ncode = 'S01'\nname = {{ zh = '行', en = 'Bank' }}\nphone = '0000'\n"
        "basis = { example = true }\n",
        "banks.0.loss",
        "缺这一项",
    ),
    "no bank for new cards": (
        f"{LEAST}[[banks]] {HERE}\ncode = 'S01'\nname = {{ zh = '行', en = 'Bank' }}\nphone = '0000'\nloss = 'joint'\n"
        "status = 'ended'\nbasis = { example = true }\n",
        "banks",
        "没有一家银行",
    ),
    "children for whom nobody acts": (
        f"{LEAST}[[acting]] {HERE}\nwho = 'self'\nkinds = ['resident', 'hmt', 'foreigner']\n"
        "basis = { example = true }\n",
        "acting",
        "谁都不能办",
    ),
    "an agent with no proof": (
        f"{LEAST}[[acting]]\nwho = 'self'\nbasis = {{ example = true }}\n[[acting]]\nwho = 'agent' {HERE}\n"
        "relations = ['spouse']\nbasis = { example = true }\n",
        "acting.1.who",
        "要写关系和证明",
    ),
    "a day of rest and of work": (
        f"{LEAST}[calendar]\nrest = [2026-05-09]\nwork = [2026-05-09] {HERE}\n",
        "calendar.work.0",
        "同时列为",
    ),
    "guide line of neither kind": (
        f"{LEAST}[procedures.release]\nguide = [\n{{ say = 'fee' }},\n{{ icon = 'id' }}, {HERE}\n]\n",
        "procedures.release.guide.1",
        "只写 say",
    ),
    "paper spared that nobody defines": (
        f"{LEAST}[[spared]]\nmaterial = 'stamp' {HERE}\nproven_by = 'population'\nbasis = {{ example = true }}\n",
        "spared.0.material",
        "“stamp”没有定义",
    ),
    "paper spared twice": (
        LEAST
        + "".join(
            f"[[spared]]\nmaterial = 'photo' {mark}\nproven_by = 'population'\nbasis = {{ example = true }}\n"
            for mark in ("", HERE)
        ),
        "spared.1.material",
        "写了两次",
    ),
    "record the platform cannot tell of": (
        f"{LEAST}[[spared]]\nmaterial = 'photo'\nproven_by = 'horoscope' {HERE}\nbasis = {{ example = true }}\n",
        "spared.0.proven_by",
        "只能是",
    ),
    "work nearby that nobody defines": (
        f"{LEAST}[[nearby]]\nitems = ['pension', 'dancing'] {HERE}\nbasis = {{ example = true }}\n",
        "nearby.0.items.1",
        "“dancing”没有定义",
    ),
    "card as evidence on no basis": (
        f"{LEAST}[card_as_id]\naccepted = true\nbasis = {{ example = false }} {HERE}\n",
        "card_as_id.basis",
        "依据要写条款",
    ),
    "change with no day": (
        f"{LEAST}[[changes]]\nfrom = 'spring' {HERE}\nversion = '2'\n",
        "changes.0.from",
        "生效日期",
    ),
    "change with no version": (f"{LEAST}[[changes]] {HERE}\nfrom = 2027-01-01\n", "changes.0.version", "版本号"),
    "changes out of order": (
        f"{LEAST}[[changes]]\nfrom = 2027-02-01\nversion = '2'\n[[changes]]\nfrom = 2027-01-01 {HERE}\nversion = '3'\n",
        "changes.1.from",
        "按日期先后",
    ),
    "mistake in a later change": (
        f"{LEAST}[[changes]]\nfrom = 2027-02-01\nversion = '2'\n[changes.temporary_loss]\ndays = 900 {HERE}\n",
        "changes.0.temporary_loss.days",
        "不能大于 90",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_with_file_line_key_and_reason(kind: str) -> None:
    text, key, why = MISTAKES[kind]
    marked = [number for number, line in enumerate(text.splitlines(), start=1) if HERE in line]
    line = marked[0] if marked else 1
    with pytest.raises(BadInput) as caught:
        read(text)
    said = caught.value.message
    assert f"sample.toml 第 {line} 行 {key}：" in said.zh
    assert why in said.zh
    assert f"sample.toml line {line} {key}: " in said.en
    assert not any("\u4e00" <= c <= "\u9fff" for c in said.en)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("days = 7\n", "temporary_loss.days"),
        ('offline = "never"\n', "procedures.release.offline"),
        ("formal = true\n", "release.formal"),
    ],
)
def test_a_missing_base_rule_is_told(line: str, key: str) -> None:
    """A pack may leave a rule to the base pack, which then must have it."""
    base = base_text()
    where = base.index("[procedures.release]") if key.startswith("procedures") else 0
    cut = base.index(line, where)
    with pytest.raises(BadInput, match=key) as caught:
        read(LEAST, base=base[:cut] + base[cut + len(line) :])
    assert "缺这一项" in caught.value.message.zh
    table = base[: base.index(f"[{key.rpartition('.')[0]}]")].count("\n") + 1
    assert f"base.toml 第 {table} 行" in caught.value.message.zh


def test_a_procedure_the_base_forgot_is_told() -> None:
    base = base_text()
    start, end = base.index("[procedures.pin-unblock]"), len(base)
    with pytest.raises(BadInput, match=r"procedures\.pin-unblock"):
        read(LEAST, base=base[:start] + base[end:])


@pytest.mark.parametrize(("text", "line"), [('code = "990000"\nname = 7 8\n', 2), ("[a]\n[a]\n", 2), ('x = "\n', 1)])
def test_a_file_that_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput, match=f"sample.toml line {line}") as caught:
        read(text)
    assert "不是 TOML" in caught.value.message.zh


def test_the_fuller_sample_has_no_mistake() -> None:
    """So each test above fails for its own mistake alone."""
    assert read(FULLER).name.zh == "示例省"
    assert read(LEAST).procedures["release"].guide


def test_days_of_rest_after_those_published_need_a_basis_of_their_own() -> None:
    base = re.sub(r"(?m)^later = .*$", "", base_text())
    with pytest.raises(BadInput) as caught:
        read(LEAST, base=base)
    assert "calendar.later" in caught.value.message.zh
    assert "2026-12-31 以后的日子要写依据" in caught.value.message.zh
