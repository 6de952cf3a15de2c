"""Province packs: rules as data. `load` reads `base.toml` and one pack over it and checks both, with file, line and key
of a mistake."""

from counter_app.provinces.pack import (
    Loaded,
    RulesNotInForce,
    available,
    load,
    load_kept,
    must_be_in_force,
    must_be_signed,
    peek,
    source_in_use,
)

__all__ = [
    "Loaded",
    "RulesNotInForce",
    "available",
    "load",
    "load_kept",
    "must_be_in_force",
    "must_be_signed",
    "peek",
    "source_in_use",
]
