"""The list of what the program is made of names every pinned package with its hashes; one that lacks some is seen."""

from pathlib import Path

import pytest

from tools import sbom

ROOT = Path(__file__).resolve().parent.parent
LOCK = f"""one==1.0 \\
    --hash=sha256:{"a" * 64}
    # via counter
two==2.0 \\
    --hash=sha256:{"b" * 64}
"""


def test_every_pinned_package_is_named_with_its_hashes(tmp_path: Path) -> None:
    bom = sbom.write(ROOT, tmp_path / "sbom.json")
    locked = sbom.pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert len(locked) > 50
    assert all(locked.values())
    assert sbom.listed(bom) == locked
    assert (bom["bomFormat"], bom["metadata"]["component"]["name"]) == ("CycloneDX", "counter")


def test_a_lock_of_two_packages_is_read_and_a_list_of_one_is_not_enough() -> None:
    assert sbom.pinned(LOCK) == {("one", "1.0"): {"a" * 64}, ("two", "2.0"): {"b" * 64}}
    hashes = [{"alg": "SHA-256", "content": "a" * 64}]
    one = {"name": "one", "version": "1.0", "externalReferences": [{"hashes": hashes}]}
    with pytest.raises(ValueError, match="two"):
        sbom.make_sure({"components": [one]}, LOCK)
