"""What every province says of the copy of personal data."""

from __future__ import annotations

from counter_app import provinces
from counter_app.domain.province import Actor, HolderLife


def test_the_copy_of_personal_data_rests_on_the_law_in_every_province() -> None:
    """个人信息保护法 art. 45 and 49: the holder; after a death the next of kin, with no mandate and nobody else."""
    for name in provinces.available():
        pack = provinces.load(name).procedures["data-copy"]
        said = [one.words.zh for one in pack.basis]
        assert "《个人信息保护法》第四十五条第一款" in said, name
        assert "《个人信息保护法》第四十九条" in said, name
        dead = [line for line in pack.acting if line.holder is HolderLife.DEAD]
        assert [line.who for line in dead] == [Actor.AGENT]
        assert {one.id for one in dead[0].relations} == {
            *("spouse", "parent", "child", "sibling", "grandparent", "grandchild")
        }
        assert "letter" not in {one.id for one in dead[0].proofs}
        assert all(line.holder is HolderLife.LIVING for line in pack.acting if line not in dead)
