"""The line to the provincial platform: HTTP client, wire format, when to try again, and the courier that carries work.

Refuses to decide anything about a card: it carries what was recorded and applies what was answered. Importing the
package costs nothing; httpx and pydantic are loaded with the first call.
"""

import sys

# httpx loads its own command line with it, which draws with `rich`: 50 ms that no window has. None there means: not
# installed.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
