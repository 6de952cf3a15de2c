"""A sixth, made-up province, for tests: the least a pack must say, and a fuller one that says much anew."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

from counter_app.domain.province import Province
from counter_app.provinces.reading import Source, understand

DAY = date(2026, 11, 20)

HEAD = """code = "990000"
name = { zh = "示例省", en = "Sample" }
version = "2030.1"
status = "in_force"
in_force_from = 2026-01-01
"""
LEAST = (
    HEAD
    + """[regulation]
name = { zh = "示例条例", en = "Sample regulation" }
"""
)
FULLER = (
    LEAST
    + """
[temporary_loss]
days = 15
basis = { article = { zh = "第一条", en = "art. 1" } }

[names.grounds]
study = { zh = "在本省就读", en = "Studies in the province" }

[names.materials]
student-card = { zh = "学生证", en = "Student card", with = ["school-letter"] }
school-letter = { zh = "学校证明", en = "Letter of the school" }

[[grounds]]
id = "study"
basis = { article = { zh = "第二条", en = "art. 2" } }

[free]
procedures = ["application"]
basis = { article = { zh = "第三条", en = "art. 3" } }

[[banks]]
code = "S01"
name = { zh = "示例甲行", en = "Sample Bank A" }
phone = "0000-1"
loss = "joint"
basis = { example = true }

[[abroad]]
prefix = "98"
name = { zh = "邻省", en = "Neighbour" }
procedures = ["status-proof"]
basis = { article = { zh = "第四条", en = "art. 4" } }

[names.nearby]
school-fees = { zh = "学费补助", en = "School fees" }

[card_as_id]
accepted = true
authenticated = true
basis = { article = { zh = "第八条", en = "art. 8" } }

[[spared]]
material = "student-card"
proven_by = "population"
basis = { article = { zh = "第九条", en = "art. 9" } }

[[nearby]]
items = ["pension", "school-fees"]
basis = { article = { zh = "第十条", en = "art. 10" } }

[procedures.application]
materials = [{ id = "student-card", basis = { example = true } }]

[procedures.replacement]
fee = { fen = 1600, basis = { article = { zh = "第五条", en = "art. 5" } } }
promise = { days = 15, basis = { article = { zh = "第六条", en = "art. 6" } } }

[[changes]]
from = 2099-01-01
version = "2030.2"
[changes.temporary_loss]
days = 20
basis = { article = { zh = "第七条", en = "art. 7" } }
"""
)


def base_text() -> str:
    """The base pack that ships."""
    return resources.files("counter_app.provinces").joinpath("base.toml").read_text(encoding="utf-8")


def shipped_text(name: str) -> str:
    """A pack that ships."""
    return resources.files("counter_app.provinces").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def read(text: str, *, base: str | None = None, on: date = DAY) -> Province:
    """The rules of these texts. Raises BadInput."""
    first = Source("base.toml", base_text() if base is None else base)
    return understand("sample", base=first, pack=Source("sample.toml", text), on=on)


def write(folder: Path, text: str) -> Path:
    """Put a pack named sample into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "sample.toml"
    file.write_text(text, encoding="utf-8")
    return file
