"""Province packs: rules as data. `load` reads `base.toml` and one pack over it and checks both, with the place of a
mistake."""

from counter_app.provinces.pack import available, load, peek

__all__ = ["available", "load", "peek"]
