"""The strip tells apart: no network, a network but no platform, and a platform that says not now."""

import pytest

from tests.journeys.conftest import Stage
from tests.parts.proxy import proxy

NOT_NOW = "not_now"


def test_what_stands_between(stage: Stage) -> None:
    """A captive portal, another service, a shut port, 503; after each the line is there again."""
    with proxy(stage.platform.port) as between, stage.window(f"platform.url={between.url}") as clerk:
        clerk.sign_in()
        clerk.strip_says("在线 无等待")
        for spoiled in ("portal", "redirect", "other-json"):
            between.mode = spoiled
            said = clerk.strip_says("有网络，未连上平台")
            assert "离线 自" in said
            between.mode = "pass"
            clerk.strip_says("在线 无等待")
        stage.platform.switch(NOT_NOW, "1")
        said = clerk.strip_says("平台暂不受理")
        assert "在线" not in said
        stage.platform.switch(NOT_NOW, None)
        clerk.strip_says("在线 无等待")
        stage.stop_platform()
        clerk.strip_says("有网络，未连上平台")


@pytest.mark.parametrize("nowhere", ["http://platform.invalid"])
def test_no_network_at_all(stage: Stage, nowhere: str) -> None:
    """A name that can never be looked up (RFC 6761) is what a counter meets with its cable pulled."""
    with stage.window(f"platform.url={nowhere}") as clerk:
        clerk.sign_in()
        said = clerk.strip_says("无网络", seconds=30)
        assert "离线 自" in said
