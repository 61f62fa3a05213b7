#!/bin/bash
# Measures the network engine against its targets and the Linux below: kernel/bench/run.sh [FORKS [PLOT.svg]]
# Takes some four minutes with 2 forks. Nothing else should run on the machine meanwhile; where something does,
# `sudo nice -n -15 kernel/bench/run.sh` is disturbed less.
set -euo pipefail
cd "$(dirname "$0")/../.."
forks=${1:-2}
plot=${2:-docs/pictures/rules.svg}
./mvnw -B -q -Dspotless.check.skip=true -DskipTests -pl kernel/bench -am compile \
  dependency:build-classpath -Dmdep.outputFile=target/bench.classpath >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# What the libraries say of their own use of Unsafe is no figure.
exec "$java" 2> >(grep -v 'sun\.misc\.Unsafe\|objectFieldOffset' >&2) -cp "kernel/bench/target/classes:$(cat kernel/bench/target/bench.classpath)" org.ringlab.bench.Bench "$forks" "$plot"
