#!/bin/bash
# Measures memory against its targets and valgrind's cachegrind: kernel/mmu/bench/run.sh [FORKS]
# Takes some two minutes with 2 forks. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../../.."
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/mmu/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "kernel/mmu/bench/target/classes:$(cat kernel/mmu/bench/target/bench.classpath)" \
  org.ringlab.mmu.bench.Bench "${1:-2}"
