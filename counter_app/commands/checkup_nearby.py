"""What doctor tells of the work besides cards this outlet is set to do: names that the province's pack does not know.

Refuses to judge whether the outlet can really do it. Work the pack has a name for and its regulation does not open is
only not shown: the same settings serve under every pack.
"""

from __future__ import annotations

from counter_app.commands.findings import TROUBLE, Finding
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_TITLE = Text("就近办事项", "Work besides cards")


def nearby_rows(counter: Counter) -> tuple[Finding, ...]:
    """One finding where the settings name what no pack in use defines, else none: rules that cannot be read are told
    beside.
    """
    try:
        known = counter.rules().province.nearby_known
    except CounterError:
        return ()
    strange = [one for one in counter.settings.names("nearby") if one not in known]
    if not strange:
        return ()
    zh, en = "、".join(f"“{one}”" for one in strange), ", ".join(f'"{one}"' for one in strange)
    listed = ", ".join(sorted(known))
    what = Text(f"设置 nearby 里的{zh}没有定义", f"the setting nearby names {en}, which no rule defines")
    advice = Text(f"counter settings --set nearby=…，现有 {listed}", f"counter settings --set nearby=..., of {listed}")
    return (Finding("nearby", _TITLE, TROUBLE, what, advice),)
