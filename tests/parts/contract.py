"""The contract `docs/platform.openapi.yaml`, to hold requests and answers against."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

FILE = Path(__file__).resolve().parents[2] / "docs" / "platform.openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """The whole contract as a tree."""
    tree: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tree


def faults(schema: dict[str, Any], value: object) -> list[str]:
    """Where `value` breaks `schema`, which may refer to components of the contract."""
    validator = Draft202012Validator({**schema, "components": document()["components"]})
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
        given = in_path if parameter["in"] == "path" else headers
        found += faults(parameter["schema"], given.get(parameter["name"].lower()))
    content = operation.get("requestBody", {}).get("content")
    if content is None:
        return found + (["a body where none is wanted"] if body else [])
    kind = headers["content-type"]
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
    schema = said["content"].get(headers["content-type"].partition(";")[0])
    return found + (faults(schema["schema"], json.loads(body)) if schema else [f"not {headers['content-type']}"])


def _template(path: str) -> tuple[str, dict[str, str]]:
    """The path of the contract that a request's path fits, and what stands in its places."""
    for template in document()["paths"]:
        places = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
        if places is not None:
            return template, places.groupdict()
    raise KeyError(path)


def headers_of(head: str) -> dict[str, str]:
    """Headers of a message by lower-case name."""
    lines = [line.partition(":") for line in head.split("\r\n")[1:] if line]
    return {name.strip().lower(): value.strip() for name, _, value in lines}
