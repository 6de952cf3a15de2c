#!/usr/bin/env bash
# Makes this machine able to run (`set-up.sh run`) or to test (`set-up.sh test`) the counter: Debian packages, the Python
# packages of requirements.lock into .venv, compiled translations and bytecode. Root is used for apt-get and for nothing else.
# A second call finds its stamp and ends at once; change this file, the lock or pyproject.toml and it works again.
# It refuses to install anything that is not named here or in the lock, and never removes a package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# To build pyscard and to reach a card: the smart card service and a virtual reader for practice mode.
card_packages=(python3-venv python3-dev gcc swig pkg-config libpcsclite-dev pcscd vsmartcard-vpcd)
# What Qt's Linux plugins load at run time.
qt_packages=(libegl1 libgl1 libopengl0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
  libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1)
# Chinese on screen and on paper, rare characters of names among them; `lp` to reach a printer.
paper_packages=(fonts-noto-cjk fonts-lxgw-wenkai fonts-hanazono fonts-babelstone-han cups-client cups-ipp-utils)
# Only for tests and the tour: a screen, a keyboard, a printer, a keyring, an accessibility bus and a database server of
# their own.
test_packages=(xvfb xdotool xauth cups avahi-daemon at-spi2-core dbus gnome-keyring openssl poppler-utils iproute2 util-linux procps
  postgresql)

say() { printf '%s\n%s\n' "$1" "$2"; }
fail() { { echo; say "$1" "$2"; } >&2; exit 1; }

stamp_of() { cat tools/set-up.sh requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1; }

done_before() {  # a `test` set-up is also a `run` set-up
  local wanted="$1" stamp
  [ -x .venv/bin/python ] || return 1
  stamp="$(stamp_of)"
  [ "$(cat ".venv/set-up.$wanted" 2>/dev/null)" = "$stamp" ] && return 0
  [ "$wanted" = run ] && [ "$(cat .venv/set-up.test 2>/dev/null)" = "$stamp" ]
}

missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
  done
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "本机不是 Debian，请自行安装与下列软件包相当的软件：" \
      "This is not Debian. Please install the equivalent of these packages yourself:"
    echo "  $*"
    return
  fi
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "[1/3] 安装系统软件包（只有这一步需要 root 权限）：" "[1/3] Installing system packages (the only step that needs root):"
  echo "  ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail \
      "没有 root 权限，也没有 sudo。请让管理员运行： apt-get install ${missing[*]}" \
      "Neither root nor sudo here. Ask an administrator to run: apt-get install ${missing[*]}"
    as_root=(sudo env)
  else
    as_root=(env)
  fi
  as_root+=(DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  "${as_root[@]}" update </dev/null
  "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null
}

fitting_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13 /usr/bin/python3.11 /usr/bin/python3; do
    if "$name" -c 'import ensurepip, venv, sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  fail "找不到 Python 3.11 至 3.13（须带 venv）。请先安装，例如： apt-get install python3 python3-venv" \
    "No Python 3.11 to 3.13 with venv found. Install one first, for example: apt-get install python3 python3-venv"
}

install_python_packages() {
  local python
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python="$(fitting_python)"
    say "[2/3] 在 .venv 中建立 Python 环境（$python）" "[2/3] Making the Python environment in .venv ($python)"
    "$python" -m venv --clear .venv
  fi
  say "[2/3] 按 requirements.lock 安装 Python 软件包（逐个核对散列值）" \
    "[2/3] Installing the Python packages of requirements.lock (each checked against its hash)"
  # --no-deps: the lock is complete; what it leaves out is left out on purpose (pyproject.toml says why).
  # setuptools first and no build isolation: what is built here (pyscard) is built by a pinned tool too.
  local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation)
  "${pip[@]}" --require-hashes -r <(sed -n '/^setuptools==/,/^    # via/p' requirements.lock)
  "${pip[@]}" --require-hashes -r requirements.lock
  # compat: one plain path entry, so that a new package needs no new install and nothing slows the start.
  "${pip[@]}" --config-settings editable_mode=compat -e .
}

compile_translations() {
  local source
  for source in ui/translations/*.ts; do
    [ -e "$source" ] || continue
    [ "${source%.ts}.qm" -nt "$source" ] && continue
    say "[3/3] 编译界面翻译 $source" "[3/3] Compiling the window's translation $source"
    .venv/bin/pyside6-lrelease -silent "$source" -qm "${source%.ts}.qm"
  done
}

compile_programs() {  # else a machine told to keep no bytecode compiles each module anew, in the middle of the clerk's work
  .venv/bin/python -m compileall -q counter_app ui readers local_store sync printing practice
}

wanted="${1:-run}"
case "$wanted" in
  run) packages=("${card_packages[@]}" "${qt_packages[@]}" "${paper_packages[@]}") ;;
  test) packages=("${card_packages[@]}" "${qt_packages[@]}" "${paper_packages[@]}" "${test_packages[@]}") ;;
  *) fail "用法： tools/set-up.sh run|test" "usage: tools/set-up.sh run|test" ;;
esac

if ! done_before "$wanted"; then
  say "首次使用或依赖有变：准备本机，以便运行柜台程序（$wanted）。" \
    "First use, or something changed: preparing this machine for the counter ($wanted)."
  install_packages "${packages[@]}"
  install_python_packages
  stamp_of > ".venv/set-up.$wanted"
fi
compile_translations
compile_programs
