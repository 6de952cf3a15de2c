#!/usr/bin/env bash
# Ends with 1 and a way out when there is no screen to open a window on (Linux only; elsewhere the screen is a given).
set -euo pipefail
[ "$(uname -s)" = Linux ] || exit 0
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || exit 0
cat >&2 <<'WORDS'
没有可用的显示器（DISPLAY 和 WAYLAND_DISPLAY 都未设置），窗口打不开。可以：
  - 在图形桌面里打开终端，再运行 make run；
  - 通过 ssh -X 登录本机，再运行 make run；
  - 用虚拟屏幕： apt-get install xvfb xauth，然后 xvfb-run -a make run；
  - 只想看看各页面： make tour（在虚拟屏幕上运行程序，逐页截图）。

There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. You can:
  - open a terminal in a desktop session and run make run there;
  - come in with ssh -X and run make run;
  - use a virtual screen: apt-get install xvfb xauth, then xvfb-run -a make run;
  - only look at the pages: make tour (drives the program on a virtual screen and saves a picture of each page).
WORDS
exit 1
