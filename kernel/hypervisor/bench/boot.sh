#!/bin/bash
# Boots the sample guest kernel under each method, each in a JVM of its own: kernel/hypervisor/bench/boot.sh
# Prints milliseconds by the clock and of the thread, classes loaded and nothing compiled: what a first command waits for.
set -euo pipefail
cd "$(dirname "$0")/../../.."
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
echo "method                       assembling      booting (thread)       target"
for method in emulate bt pv vmx svm; do
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "kernel/bench/target/classes:$(cat kernel/bench/target/bench.classpath)" \
    org.ringlab.bench.processor.BootBench "$method"
done
