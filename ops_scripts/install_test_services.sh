#!/usr/bin/env bash
# Installs the real servers and the browser that the tests start privately on loopback.
# Reach for it on a machine where `make test` says that one is missing; it does nothing where all are there.
set -euo pipefail
missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
command -v setpriv >/dev/null || missing+=(util-linux)
[ ${#missing[@]} -eq 0 ] && exit 0
echo "==> Debian packages for the tests: ${missing[*]}"
run=(); [ "$(id -u)" -eq 0 ] || run=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${run[@]}" true 2>/dev/null; then
  echo "Install these first (root is needed, or another system's names for them): ${missing[*]}" >&2
  exit 1
fi
# Their daemons must not start by themselves: the tests start their own, on ports of their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${run[@]}" tee "$policy" >/dev/null
  "${run[@]}" chmod 755 "$policy"
  trap '"${run[@]}" rm -f "$policy"' EXIT
fi
"${run[@]}" apt-get update -qq
"${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
