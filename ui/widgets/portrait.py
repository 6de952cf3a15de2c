"""A card photo as it will be printed: the whole picture, in the proportion of the standard, or the outline of a head.

Refuses to keep the picture longer than it is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.domain.photo import HEIGHT, WIDTH
from ui.look import Look
from ui.widgets.box import round_box


class Portrait(QWidget):
    """`width` in px at 100 %."""

    def __init__(self, look: Look, *, width: int) -> None:
        super().__init__()
        self._look = look
        self._image: QImage | None = None
        self.setFixedSize(look.px(width), look.px(round(width * HEIGHT / WIDTH)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_picture(None)

    def show_picture(self, picture: bytes | None) -> None:
        """A JPEG, or none."""
        image = QImage.fromData(picture) if picture is not None else None
        self._image = image if image is not None and not image.isNull() else None
        self.setAccessibleName(self.tr("卡面照片") if self._image is not None else self.tr("还没有照片"))
        self.update()

    @property
    def shows(self) -> bool:
        """Whether a picture stands there."""
        return self._image is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        if self._image is None:
            round_box(painter, QRectF(self.rect()), look, fill="sunken", border="line", radius=look.px(4))
            size = 32
            icon = look.icon("user", "ink2", size, self.devicePixelRatioF())
            side = look.px(size)
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.setPen(look.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def sizeHint(self) -> QSize:
        return self.size()
