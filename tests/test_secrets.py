"""What the program's own text must keep: nothing of what comes in is run, chance comes from the system, every key is in
the list of docs/security.md, nothing is left switched on for debugging.

Each rule is also shown a text that breaks it, so that a rule gone blind is noticed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("counter_app", "ui", "readers", "local_store", "sync", "printing", "practice")
KEYS = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("\n## Keys\n")[2].partition("\n## ")[0]

_RUNS = {"eval", "exec", "compile", "__import__", "breakpoint", "set_trace"}
_MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "code", "codeop"}
_DEBUGS = {"debug", "echo", "reload", "echo_pool"}
_FAIR = {"sync/courier.py", "practice/population.py", "practice/platform/faults.py"}
"""These throw dice nobody guesses at: when a window tries again, made-up people, made-up trouble."""
_SHORT = {
    "ui/faults.py os.urandom(3)": "a number by which a fault is found in the log",
    "sync/stick.py os.urandom(4)": "a name no other file has",
    "local_store/recovery.py os.urandom(_SET)": "the name of a set of shares",
    "readers/psam.py secrets.token_bytes(_FACTOR)": "as the card's standard wants it",
    "practice/psam.py secrets.token_bytes(8)": "the same",
    "practice/platform/security.py secrets.token_bytes(_FACTOR)": "the same",
    "practice/platform/seal.py secrets.token_hex(8)": "the name of a key",
    "practice/platform/enrolment.py secrets.token_hex(2)": "a quarter of a code that is good once, and not for long",
    "practice/reader.py secrets.token_hex(4)": "one laying-on of a made-up card",
}
_LEAST, _NONCE = 16, 12  # bytes: ASVS 11.5.1 wants 128 bits; GCM's nonce is no secret (NIST SP 800-38D, 8.2)
_LIBRARIES = {"cryptography", "gmssl_pyx", "argon2", "Cryptodome", "hmac", "ssl", "http_message_signatures"}

Rule = Callable[[ast.Module, str], Iterator[str]]


def _called(node: ast.AST) -> str:
    """The last word of what is called."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def what_is_run(tree: ast.Module, file: str) -> Iterator[str]:
    """Text of others taken for a program, or turned into objects of any kind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RUNS:
            yield f"{file}:{node.lineno} {node.func.id}"
        if _called(node) == "set_trace":
            yield f"{file} set_trace"
    yield from (f"{file} {one}" for one in _imported(tree) if one.split(".")[0] in _MAKES_OBJECTS)


def poor_chance(tree: ast.Module, file: str) -> Iterator[str]:
    """Dice where a secret is wanted, and secrets that are too short."""
    if file not in _FAIR:
        yield from (f"{file} {one}" for one in _imported(tree) if one.split(".")[0] == "random" or one == "uuid.uuid1")
    sizes = _constants(tree)
    for node in ast.walk(tree):
        if _called(node) not in {"urandom", "token_bytes", "token_hex", "token_urlsafe"}:
            continue
        assert isinstance(node, ast.Call)
        asked = node.args[0] if node.args else ast.Constant(32)
        size = asked.value if isinstance(asked, ast.Constant) else sizes.get(getattr(asked, "id", ""), 0)
        least = _NONCE if "NONCE" in ast.unparse(asked) else _LEAST
        if not (isinstance(size, int) and size >= least) and f"{file} {ast.unparse(node)}" not in _SHORT:
            yield f"{file} {ast.unparse(node)}"


def _constants(tree: ast.Module) -> dict[str, object]:
    """Those of a module, also of `A, B = 1, 2`."""
    found: dict[str, object] = {}
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            pairs = zip(node.targets[0].elts, node.value.elts, strict=False)
        elif isinstance(node, ast.Assign):
            pairs = zip(node.targets, [node.value], strict=False)
        else:
            continue
        found |= {getattr(name, "id", ""): value.value for name, value in pairs if isinstance(value, ast.Constant)}
    return found


def unlisted_keys(tree: ast.Module, file: str) -> Iterator[str]:
    """Entries beside the secrets, and modules that reckon with keys, of which the list says nothing."""
    names = _constants(tree)
    for node in ast.walk(tree):
        if _called(node) == "put" and isinstance(node, ast.Call) and "secrets" in ast.unparse(node.func):
            named = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            name = ast.unparse(named.value if isinstance(named, ast.FormattedValue) else named)
            told = names.get(name, name)
            if f"`{told}`" not in KEYS and name in names:
                yield f"{file}:{node.lineno} {told}"
    if {one.split(".")[0] for one in _imported(tree)} & _LIBRARIES and f"`{file}`" not in KEYS:
        yield f"{file} is not in the list"


def switched_on(tree: ast.Module, file: str) -> Iterator[str]:
    """What shows a program's inside while it works."""
    for node in ast.walk(tree):
        for one in getattr(node, "keywords", ()):
            if one.arg in _DEBUGS and not (isinstance(one.value, ast.Constant) and one.value.value is False):
                yield f"{file} {one.arg}={ast.unparse(one.value)}"
        if _called(node) in {"set_debug", "setprofile", "settrace", "enable_load_extension"}:
            yield f"{file} {_called(node)}"


@pytest.mark.parametrize("rule", [what_is_run, poor_chance, unlisted_keys, switched_on])
def test_the_whole_program_keeps_the_rule(rule: Rule) -> None:
    found = [
        one
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for one in rule(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (what_is_run, "def answer(text):\n    return eval(text)"),
        (what_is_run, "import pickle"),
        (what_is_run, "from yaml import load"),
        (what_is_run, "import pdb\npdb.set_trace()"),
        (poor_chance, "import random"),
        (poor_chance, "from random import choice"),
        (poor_chance, "import os\nkey = os.urandom(8)"),
        (poor_chance, "import secrets\n_A, _KEY = 2, 15\nsecrets.token_hex(_KEY)"),
        (poor_chance, "import os\nos.urandom(size_of(key))"),
        (unlisted_keys, 'NAME = "another-key"\nsecrets.put(NAME, "")'),
        (unlisted_keys, "from cryptography.hazmat.primitives import hashes"),
        (switched_on, "app = FastAPI(debug=True)"),
        (switched_on, "create_engine(url, echo=wanted)"),
        (switched_on, "loop.set_debug(True)"),
    ],
)
def test_each_rule_sees_what_breaks_it(rule: Rule, text: str) -> None:
    assert list(rule(ast.parse(text), "made_up.py"))


def test_each_short_one_and_each_file_with_a_key_is_still_there() -> None:
    named = re.findall(r"`((?:counter_app|local_store|sync|readers|practice)/[\w/]+\.py)`", KEYS)
    assert len(named) > 10
    assert [one for one in named if not (ROOT / one).is_file()] == []
    for one in _SHORT:
        file, call = one.split(" ", 1)
        assert call in (ROOT / file).read_text(encoding="utf-8")
