#!/bin/bash
# Measures the network engine against its targets and the Linux below: kernel/bench/run.sh [FORKS [PLOT.svg]]
# Takes some five minutes with 2 forks. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../.."
forks=${1:-2}
plot=${2:-docs/pictures/rules.svg}
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "kernel/bench/target/classes:$(cat kernel/bench/target/bench.classpath)" org.ringlab.bench.Bench "$forks" "$plot"
