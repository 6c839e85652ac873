# Sourced by the other scripts: one line per step, and what a step printed only when it failed.

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# step "what is done" "what to do when it fails" command...
step() {
  local title="$1" advice="$2" started=$SECONDS log pid status=0
  shift 2
  log="$(mktemp)"
  printf '%-58s' "$title"
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ -t 1 ]; then printf '\r%-58s%4ds ' "$title" $((SECONDS - started)); fi
  done
  wait "$pid" || status=$?
  if [ -t 1 ]; then printf '\r%-58s' "$title"; fi
  if [ "$status" -eq 0 ]; then
    printf 'ok  %ds\n' $((SECONDS - started))
  else
    printf 'FAILED (exit %d)\n' "$status"
    tail -n 60 "$log" | sed 's/^/  /' >&2
    printf '  What now: %s\n' "$advice" >&2
  fi
  rm -f "$log"
  return "$status"
}
