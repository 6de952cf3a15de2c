"""A picture that is on its way: no fault of it, of its operation or of the platform."""

from __future__ import annotations

from counter_app.domain.errors import NoPlatform
from counter_app.domain.text import Text


class PictureUnderWay(NoPlatform):
    """Part of a picture got to the platform and stays there: the rest goes next time. `broken`: the line broke off;
    else there was only no more time for it.
    """

    happened = Text("照片只传过去一部分", "A photo has got to the platform in part")
    advice = Text("剩下的从断处接着传，不用重新拍", "The rest goes on from there by itself; no new photo is needed")
