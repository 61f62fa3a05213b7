#!/bin/bash
# Measures the processor against its target and Bochs: kernel/cpu/bench/run.sh [FORKS]
# Takes half a minute with 0 forks (one JVM for all). The benchmarks are in kernel/bench.
set -euo pipefail
cd "$(dirname "$0")/../../.."
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# What the libraries say of their own use of Unsafe is no figure.
exec "$java" -XX:+UseSerialGC 2> >(grep -v 'sun\.misc\.Unsafe\|objectFieldOffset' >&2) \
  -cp "kernel/bench/target/classes:$(cat kernel/bench/target/bench.classpath)" \
  org.ringlab.bench.processor.ProcessorBench "${1:-2}"
