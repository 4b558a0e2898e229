#!/bin/sh
set -eu
curl --fail --silent --show-error --max-time 10 "$APP_URL/health"
