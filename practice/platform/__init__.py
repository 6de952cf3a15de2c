"""The practice platform: `docs/platform.openapi.yaml` over HTTP, real card states, real refusals, its own data.

Refuses to listen anywhere but on this machine. It knows nothing of the counter's store: the two meet on the wire only.
"""

from practice.platform.server import serve

__all__ = ["serve"]
