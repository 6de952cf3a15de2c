"""The contract `docs/platform.openapi.yaml`, to hold requests and answers against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

FILE = Path(__file__).resolve().parents[2] / "docs" / "platform.openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """The whole contract as a tree."""
    tree: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tree


def doors() -> frozenset[str]:
    """The operationId of each door."""
    members = (member for path in document()["paths"].values() for member in path.values())
    return frozenset(member["operationId"] for member in members if "operationId" in member)


def door(path: str, method: str) -> str:
    """The operationId of the door a request came to. Raises KeyError for none."""
    name: str = document()["paths"][_template(path)[0]][method.lower()]["operationId"]
    return name


def _pattern(_: object, wanted: str, value: object, __: object) -> Iterator[ValidationError]:
    """As JSON Schema means it: unlike Python's, its `$` does not stand before a last line feed."""
    if isinstance(value, str) and re.search(re.sub(r"(?<!\\)\$", r"\\Z", wanted), value) is None:
        yield ValidationError(f"{value!r} does not match {wanted!r}")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def faults(schema: dict[str, Any], value: object) -> list[str]:
    """Where `value` breaks `schema`, which may refer to components of the contract."""
    validator = _Validator({**schema, "components": document()["components"]})
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(value)]


def named(name: str, value: object) -> list[str]:
    """Where `value` breaks the component schema `name`."""
    return faults({"$ref": f"#/components/schemas/{name}"}, value)


def request_faults(head: str, body: bytes) -> list[str]:
    """Where a request breaks the contract. `head` is request line and headers."""
    method, path, _ = head.split(" ", 2)
    template, in_path = _template(path)
    operation = document()["paths"][template][method.lower()]
    headers = headers_of(head)
    found = []
    for reference in operation["parameters"]:
        parameter = document()["components"]["parameters"][reference["$ref"].rpartition("/")[2]]
        given = (in_path if parameter["in"] == "path" else headers).get(parameter["name"].lower())
        if given is not None or parameter["required"]:
            found += faults(parameter["schema"], given)
    content = operation.get("requestBody", {}).get("content")
    if content is None:
        return found + (["a body where none is wanted"] if body else [])
    kind = headers.get("content-type", "")
    if kind != "application/json":
        return found + ([] if kind in content and body else [f"{kind} is not wanted"])
    return found + faults(content[kind]["schema"], json.loads(body))


def answer_faults(path: str, method: str, answer: bytes) -> list[str]:
    """Where a whole HTTP answer breaks the contract."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode()
    answers = document()["paths"][_template(path)[0]][method.lower()]["responses"]
    if status not in answers:
        return [f"{status} is not an answer of {path}"]
    said = answers[status]
    if "$ref" in said:
        said = document()["components"]["responses"][said["$ref"].rpartition("/")[2]]
    headers = headers_of(head.decode("latin-1"))
    found = [f"header {name} is missing" for name in said.get("headers", {}) if name.lower() not in headers]
    if "content" not in said or method == "HEAD":
        return found + (["a body where none is wanted"] if body else [])
    schema = said["content"].get(headers["content-type"].partition(";")[0])
    return found + (faults(schema["schema"], json.loads(body)) if schema else [f"not {headers['content-type']}"])


def _template(path: str) -> tuple[str, dict[str, str]]:
    """The path of the contract that a request's path fits, and what stands in its places."""
    for template in document()["paths"]:
        places = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
        if places is not None:
            return template, {name: unquote(value) for name, value in places.groupdict().items()}
    raise KeyError(path)


def headers_of(head: str) -> dict[str, str]:
    """Headers of a message by lower-case name."""
    lines = [line.partition(":") for line in head.split("\r\n")[1:] if line]
    return {name.strip().lower(): value.strip() for name, _, value in lines}
