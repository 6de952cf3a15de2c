"""One file a procedure, found by walking this package: a new file is a new procedure, drawn, run and tested like the
others.

A file whose name begins with an underscore holds what several procedures share.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from counter_app.domain.errors import NotFound
from counter_app.domain.procedure import Procedure
from counter_app.domain.text import Text


@cache
def all_procedures() -> tuple[Procedure, ...]:
    """Every procedure of the program, ordered by its key (F2, F3, ... F10), those with a letter after them."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    found = [import_module(f"{__name__}.{name}").PROCEDURE for name in names]
    return tuple(sorted(found, key=lambda p: (len(p.key) == 1, len(p.key), p.key)))


def procedure(name: str) -> Procedure:
    """The procedure of that id. Raises NotFound."""
    for one in all_procedures():
        if one.id == name:
            return one
    known = ", ".join(p.id for p in all_procedures())
    raise NotFound(what=Text(f"业务 {name}（现有 {known}）", f"procedure {name} (there are {known})"))
