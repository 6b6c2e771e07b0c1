#!/bin/sh
# Create the namespace and the search attributes that cases carry. May run any number of times.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and RETENTION.
set -eu

here=$(dirname "$0")
namespace=${TEMPORAL_NAMESPACE:-shouwen}
retention=${RETENTION:-400d}
attempts=${ATTEMPTS:-30}
pause=${PAUSE:-2}
TEMPORAL_ADDRESS=${TEMPORAL_ADDRESS:-127.0.0.1:7233}
TEMPORAL_NAMESPACE=$namespace
export TEMPORAL_ADDRESS TEMPORAL_NAMESPACE

# Run a command until it succeeds; the last attempt says what went wrong.
until_it_works() {
  attempt=1
  while ! output=$("$@" 2>&1); do
    if [ "$attempt" -ge "$attempts" ]; then
      echo "gave up after $attempts attempts: $*" >&2
      echo "$output" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep "$pause"
  done
}

create_or_update_namespace() {
  if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$namespace" --retention "$retention"
  else
    temporal operator namespace create --namespace "$namespace" --retention "$retention"
  fi
}

# Print the type of an attribute, or nothing. Creating one again with another type is silently
# accepted by the server, so it is looked up first.
type_of() {
  temporal operator search-attribute list | while read -r name type; do
    if [ "$name" = "$1" ]; then echo "$type"; fi
  done
}

until_it_works temporal operator cluster health
until_it_works create_or_update_namespace
until_it_works temporal operator search-attribute list

while read -r name type; do
  case $name in "" | "#"*) continue ;; esac
  found=$(type_of "$name")
  if [ -z "$found" ]; then
    until_it_works temporal operator search-attribute create --name "$name" --type "$type"
    echo "search attribute $name: created as $type"
  elif [ "$found" != "$type" ]; then
    echo "search attribute $name is a $found in namespace $namespace, and cases need a $type;" \
      "remove it with 'temporal operator search-attribute remove', or use another namespace" >&2
    exit 1
  fi
done <"$here/search-attributes"

echo "namespace $namespace is ready, closed cases are kept for $retention"
