#!/bin/sh
# Prints how long starts, first cells and grading take, and what memory they hold, on this machine.
set -eu
cd "$(dirname "$0")/../.."
./mvnw -B -q package -pl deploy/e2e -am -Dtest=MeasureRun -Dsurefire.failIfNoSpecifiedTests=false \
  -Dspotless.check.skip=true 2>&1 | grep -e '^MEASURED' -e 'ERROR' -e 'SKIPPED'
