#!/usr/bin/env bash
# Rank and reward as with Azure Personalizer, with curl: ./personalizer.sh [http://127.0.0.1:8080]
set -euo pipefail
server=${1:-http://127.0.0.1:8080}/personalizer/v1.0
event=event-$$-$RANDOM

call() {
  local headers=(-H 'Content-Type: application/json')
  [[ -z ${PAGETURNER_KEY:-} ]] || headers+=(-H @<(echo "Ocp-Apim-Subscription-Key: $PAGETURNER_KEY"))
  curl --silent --show-error --fail-with-body "${headers[@]}" "$server$1" --data "$2"
}

call /rank '{"eventId": "'$event'",
  "contextFeatures": [{"user": {"profileType": "AnonymousUser"}}, {"device": {"mobile": true}}],
  "actions": [{"id": "NewsArticle", "features": [{"type": "News"}]},
              {"id": "SportsArticle", "features": [{"type": "Sports"}]}]}'
echo
call "/events/$event/reward" '{"value": 1}'
