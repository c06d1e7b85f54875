#!/bin/sh
# Makes the namespace with an explicit retention, and the search attributes. Safe to repeat.
set -eu
: "${TEMPORAL_ADDRESS:?}" "${NAMESPACE:?}" "${RETENTION:?}"
if temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$NAMESPACE" --retention "$RETENTION"
else
    temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
fi
# A new namespace takes a moment until every part of the engine knows it.
tries=0
until temporal operator search-attribute list --namespace "$NAMESPACE" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "the namespace $NAMESPACE does not answer" >&2; exit 1; }
    sleep 1
done
attribute() {
    temporal operator search-attribute create --namespace "$NAMESPACE" --name "$1" --type "$2"
}
attribute RedressStage Keyword
attribute RedressOffice Keyword
attribute RedressDueAt Datetime
attribute RedressOverdue Bool
attribute RedressPriority Keyword
