"""The practice platform: `docs/platform.openapi.yaml` over HTTP, with a database, real card states and real refusals of its own.

Refuses to listen anywhere but on this machine. It knows nothing of the counter's store: the two meet on the wire only.
"""

from practice.platform.server import serve

__all__ = ["serve"]
