package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.meaning.Ending;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.Field;
import org.ringlab.proof.meaning.LabMeaning;
import org.ringlab.proof.meaning.PacketSpace;
import org.ringlab.proof.meaning.View;
import org.ringlab.proof.meaning.World;

/** Holds the symbolic path through a gateway, translations included, to the simulator. */
class PathMeaningTest {
    private static final int GATEWAYS = 40;
    private static final int PACKETS = 8;
    private static final View.AtChain VIEW = new View.AtChain("gw", Hook.FORWARD);

    static LabSpec lab(List<String> gateway) {
        StringBuilder commands = new StringBuilder();
        gateway.forEach(c -> commands.append("      - '").append(c).append("'\n"));
        LabSpec.Parsed parsed = LabFile.yaml("""
                name: path
                hosts:
                  client:
                    interfaces: {eth0: {segment: inside, address: 192.168.66.132/24}}
                    setup: [route add default gw 192.168.66.135]
                  gw:
                    forwarding: true
                    interfaces:
                      eth0: {segment: inside, address: 192.168.66.135/24}
                      eth1: {segment: outside, address: 172.18.133.210/16}
                    setup:
                %s  server:
                    interfaces: {eth0: {segment: outside, address: 172.18.133.212/16}}
                    setup: [route add default gw 172.18.133.210]
                """.formatted(commands));
        assertEquals(List.of(), parsed.diagnostics());
        return Optional.ofNullable(parsed.spec()).orElseThrow();
    }

    @Test
    void simulatorAndDiagramsAgree() {
        Samples samples = new Samples(
                3,
                List.of("192.168.66.132", "172.18.133.212", "172.18.133.210", "10.9.9.7", "192.168.66.135", "8.8.8.8"));
        int translated = 0;
        int accepted = 0;
        for (int seed = 1; seed <= GATEWAYS; seed++) {
            List<String> commands = new RandomRules(seed).gateway(4);
            LabSpec spec = lab(commands);
            Lab lab = Lab.boot(spec);
            assertEquals(List.of(), lab.failures(), commands.toString());
            PacketSpace space = new PacketSpace(LabMeaning.interfaces(List.of(lab)));
            World world = LabMeaning.of(lab, VIEW, space, LabMeaning.Scope.of(List.of(lab), VIEW, false));
            Bdd bdd = space.bdd();
            int fresh = world.start().is(Field.STATE, PacketSpace.stateNumber(ConnectionState.NEW));
            int small = bdd.and(fresh, space.words().atMost(world.start().get(Field.LENGTH), 1500));
            // What comes behind a first packet can't be sent to a host that answers that one itself.
            small = bdd.and(small, space.words().equal(world.start().get(Field.FLAGS), 5, 0));
            int there = bdd.and(
                    bdd.and(world.possible(), world.start().is(Field.KIND, 0)),
                    lab.machine("gw").stack().tracks() ? small : Bdd.TRUE);
            int through = bdd.and(there, world.accepted());
            for (int i = 0; i < PACKETS; i++) {
                // Some gateways let nothing through.
                BitSet set = samples.one(world.start(), i % 2 == 0 || through == Bdd.FALSE ? there : through);
                Witness witness = Witness.of(world.start(), set);
                Ending ending = only(world, bdd, set, witness);
                Replay.Played played =
                        Replay.play(() -> Lab.boot(spec), VIEW, witness).orElseThrow();
                String what = witness + " with " + commands + ": " + ending.fate();
                assertEquals(ending.fate().accepted(), played.accepted(), what);
                if (ending.fate() instanceof Fate.Sent sent) {
                    Packet out = sent(played.events(), sent.iface());
                    Witness end = Witness.of(ending.packet(), set);
                    assertEquals(end.packet().toString(), out.toString(), what);
                    assertEquals(end.packet().ttl(), out.ttl(), what);
                    translated += out.toString().equals(witness.packet().toString()) ? 0 : 1;
                }
                accepted += ending.fate().accepted() ? 1 : 0;
            }
        }
        assertTrue(translated > 10 && accepted > 100, translated + " translated, " + accepted + " let through");
    }

    private static Ending only(World world, Bdd bdd, BitSet set, Witness witness) {
        List<Ending> endings = new ArrayList<>(world.endings());
        endings.removeIf(e -> !bdd.holds(e.where(), set));
        assertEquals(1, endings.size(), () -> witness + " ends " + endings);
        return endings.getFirst();
    }

    /** The packet as the gateway sent it, or as it waited for a neighbour. */
    private static Packet sent(List<PacketEvent> events, String iface) {
        Packet last = null;
        long id = events.stream()
                .filter(e -> e.packetId() > 0)
                .findFirst()
                .orElseThrow()
                .packetId();
        for (PacketEvent event : events) {
            boolean ours = event.packetId() == id && event.host().equals("gw");
            if (ours && event instanceof PacketEvent.Transmitted t && t.iface().equals(iface)) {
                return t.packet();
            }
            if (ours && event instanceof PacketEvent.AtHook at && at.hook() == Hook.POSTROUTING) {
                last = at.packet();
            } else if (ours && event instanceof PacketEvent.Translated t && t.hook() == Hook.POSTROUTING) {
                last = t.after();
            }
        }
        return Optional.ofNullable(last).orElseThrow();
    }
}
