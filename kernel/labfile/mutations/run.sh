#!/bin/bash
# Changes the packet path, NAT and connection tracking one little thing at a time and asks the tests which changes they notice:
#   kernel/labfile/mutations/run.sh              all slices, one after the other
#   kernel/labfile/mutations/run.sh nat path     some of them: nat conntrack tcp path chains wires routing
# Survivors that survivors.txt gives no reason for are printed and make it fail. Figures and pages are left in
# kernel/labfile/target/mutations. It works on copies of the classes, so that you may build meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../../.."
. .mvn/select-jdk.sh
here=kernel/labfile/mutations
out=kernel/labfile/target/mutations
./mvnw -B -q -Ppit -Dspotless.check.skip=true -pl kernel/labfile -am test-compile \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath >&2
copy=$PWD/$out/classes
rm -rf "$copy" # so that nothing built meanwhile is judged
for classes in kernel/*/target/*classes; do
  mkdir -p "$copy/$classes" && cp -r "$classes/." "$copy/$classes"
done
tests=$copy/kernel/labfile/target/test-classes:$copy/kernel/host/target/test-classes:$copy/kernel/netfilter/target/test-classes
classpath=$tests:$copy/kernel/labfile/target/classes:$(sed "s#$PWD/kernel#$copy/kernel#g" kernel/labfile/target/test.classpath)

slice() { # NAME CLASSES TESTS [WITHOUT]
  mkdir -p "$out/$1"
  echo "== $1" >&2
  "$JAVA_HOME/bin/java" -Xmx512m -cp "$classpath" org.pitest.mutationtest.commandline.MutationCoverageReport \
    --mutableCodePaths "$copy/kernel/netfilter/target/classes" --sourceDirs kernel/netfilter/src/main/java \
    --targetClasses "$2" --targetTests "$3" --reportDir "$out/$1" --timestampedReports=false \
    --outputFormats CSV,HTML --threads 1 --jvmArgs=-Xmx768m,-XX:+UseSerialGC --verbose=false \
    --failWhenNoMutations=true --excludedTestClasses "${4:-$p.rules.ChainIndexTest}" > "$out/$1/log" 2>&1 || { tail -n 40 "$out/$1/log" >&2; exit 1; }
  "$JAVA_HOME/bin/java" $here/Survivors.java "$out/$1/mutations.csv" $here/survivors.txt kernel/netfilter/src/main/java || status=1
}

p=org.ringlab.netfilter
recorded=org.ringlab.labfile.RecordedOutcomesTest
host=org.ringlab.host
commands=$host.TraceTest,$host.TcpdumpTest,$host.command.ConntrackCommandTest,$host.command.FtpThroughFirewallTest
links=$host.command.SpanningTreeCommandsTest,$host.command.RoutingCommandsTest,$host.command.VirtualCardsTest,$host.command.RedirectsTest,org.ringlab.labfile.SpanningTreeTest,$host.LabTest,$host.NetworkProgramsTest,$host.CommandTextsTest,$host.command.NamespacesTest,$host.command.DhcpTest
stack="$p.conntrack.*Test,$p.nat.*Test,$p.stack.*Test,$p.rules.*Test"

status=0
[ $# -gt 0 ] || set -- nat conntrack tcp path chains wires routing
for name in "$@"; do
  case $name in
    nat) slice nat "$p.nat.*" "$stack,$recorded,$commands" ;;
    tcp) slice tcp "$p.conntrack.Tcp*" "$p.conntrack.*Test" ;;
    conntrack)
      slice conntrack "$p.conntrack.C*,$p.conntrack.E*,$p.conntrack.F*,$p.conntrack.H*,$p.conntrack.S*,$p.conntrack.Tuple*,$p.conntrack.Track*,$p.conntrack.Tim*" \
        "$stack,$recorded,$commands" ;;
    path) slice path "$p.stack.PacketPath*,$p.stack.PacketRoutes*,$p.stack.Transmission*,$p.stack.Hook*,$p.stack.TraversalTeller*,$p.stack.NatPlace*,$p.stack.Martian,$p.stack.LocalRefusal" "$stack,$recorded,$commands,$host.command.RedirectsTest,$host.NetworkProgramsTest" ;;
    chains) slice chains "$p.rules.ChainTraversal*,$p.rules.ChainIndex*" "$p.rules.*Test,$host.TraceTest,$recorded" none ;;
    wires) slice wires "$p.stack.Answers*,$p.stack.Delivery*,$p.stack.Reassembly*,$p.stack.Neighbours*,$p.stack.Peers*,$p.stack.BridgeNetfilter*,$p.stack.BridgePort*,$p.stack.Bridge" "$stack,$recorded,$commands,$links" ;;
    routing) slice routing "$p.stack.Routing*,$p.stack.Redirects*,$p.stack.PathMtus*,$p.stack.RouteLookup*,$p.route.*" "$stack,$recorded,$commands,$links" ;;
    *) echo "no slice $name" >&2; exit 2 ;;
  esac
done
exit $status
