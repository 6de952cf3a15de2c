"""Sentences in two languages: facts fill both, whatever the facts look like."""

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.text import Language, Text, same


@given(st.text(max_size=30))
def test_facts_fill_both_languages_as_they_are(fact: str) -> None:
    """Braces or percent signs in a fact are not places to fill."""
    said = Text("找不到{what}。", "{what} not found.").format(what=fact)
    assert said == Text(f"找不到{fact}。", f"{fact} not found.")


def test_a_text_inside_a_text_is_said_in_each_language() -> None:
    said = Text("没有接收：{why}", "refused: {why}").format(why=Text("缺纸", "no paper"))
    assert said.say(Language.ZH) == "没有接收：缺纸"
    assert said.say(Language.EN) == "refused: no paper"


def test_same_words() -> None:
    assert same("12333").zh == same("12333").en == "12333"
