#!/bin/bash
# Measures KVM hosts against their targets: kernel/virt/bench/run.sh
# Takes half a minute. The benchmarks are in kernel/bench.
set -euo pipefail
cd "$(dirname "$0")/../../.."
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -XX:+UseSerialGC -cp "kernel/bench/target/classes:$(cat kernel/bench/target/bench.classpath)" \
  org.ringlab.bench.KvmHosts
