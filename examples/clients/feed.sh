#!/usr/bin/env bash
# A page, a click on its first item, and the next page, with curl: ./feed.sh [http://127.0.0.1:8080]
# Where keys are asked for, PAGETURNER_KEY holds one.
set -euo pipefail
server=${1:-http://127.0.0.1:8080}
run=$$-$RANDOM # ids of events are made by the client: sending one again counts once

call() {
  local headers=(-H 'Content-Type: application/json')
  # From a file, so that the key is on no command line.
  [[ -z ${PAGETURNER_KEY:-} ]] || headers+=(-H @<(echo "Authorization: Bearer $PAGETURNER_KEY"))
  curl --silent --show-error --fail-with-body "${headers[@]}" "$server$1" --data "$2"
}

page='{"user": "curl-'$run'", "session": "s1", "candidates": [
  {"id": "soup",  "scores": {"click": 0.12, "order": 0.04}},
  {"id": "salad", "scores": {"click": 0.20, "order": 0.01}},
  {"id": "stew",  "scores": {"click": 0.05, "order": 0.03}}]}'

answer=$(call /v1/rank "$page")
echo "$answer"
page_id=$(sed -E 's/.*"pageId":"([^"]+)".*/\1/' <<<"$answer")
first=$(sed -E 's/.*"items":\[\{"id":"([^"]+)".*/\1/' <<<"$answer")

call /v1/events '{"events": [{"id": "click-'$run'", "type": "click", "user": "curl-'$run'", "session": "s1", "pageId": "'"$page_id"'", "item": "'"$first"'"}]}'
echo
call /v1/rank "$page"
echo
