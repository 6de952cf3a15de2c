"""What every `Store` must do where two hands change the same visit. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.errors import VisitChanged
from counter_app.domain.photo import picture_of
from counter_app.ports import Store
from tests.contracts.samples import draft, entry, operation, visit


class VisitContract:
    """Nobody undoes what somebody else has written meanwhile."""

    def test_a_visit_is_changed_only_from_how_it_stands(self, store: Store) -> None:
        """Overtaken, nothing of it is written: neither the visit nor the entry nor the picture."""
        first, picture = visit(), picture_of(b"a picture")
        store.keep_visit(first)
        second = replace(first, proof="document")
        store.keep_visit(second, seen=first)
        late = replace(first, answers=(("picture", picture.digest),))
        with pytest.raises(VisitChanged):
            store.keep_visit(late, seen=first, audit=entry("photo.taken"), picture=picture)
        assert (store.visits(), store.pictures(first.id)) == ((second,), {})
        assert store.verify_audit().entries == 0
        made = operation()
        store.record(made, draft(), entry(), visit_id=first.id)
        for seen in (first, second):
            with pytest.raises(VisitChanged):
                store.keep_visit(replace(second, step=2), seen=seen)
        store.end_visit(first.id)
        with pytest.raises(VisitChanged):
            store.keep_visit(replace(second, step=2), seen=replace(second, state="recorded"))
        assert store.visits() == ()
