"""A fault of the practice platform is one sentence: no trace, no statement, no place in the source goes out."""

import asyncio
from contextlib import closing
from pathlib import Path

import httpx

from practice.platform import app as platform
from practice.platform import database as db


def test_a_fault_of_the_platform_tells_nothing_of_its_inside(tmp_path: Path) -> None:
    with closing(db.opened(tmp_path / "platform.db")) as connection:
        app = platform.application(connection)
    assert app.debug is False

    async def ask() -> httpx.Response:
        inside = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=inside, base_url="http://platform") as client:
            return await client.get("/v1/hello")

    told = asyncio.run(ask())  # its database is shut
    assert told.status_code >= 500
    assert len(told.text) < 200
    for word in ("Traceback", ".py", "sqlite", "SELECT", str(tmp_path)):
        assert word not in told.text
