package org.ringlab.proof.meaning;

import java.util.List;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.proof.bdd.Bdd;

/**
 * What a set-up makes of all packets, seen from one place.
 *
 * @param start the packets as they set out
 * @param possible which of them there can be
 * @param endings what becomes of each
 * @param standings where they stood before chains of filter tables
 * @param accepted which are let through, in the sense of the view
 * @param natural which come by the interface that an answer to them would leave by
 */
public record World(
        SymbolicPacket start, int possible, List<Ending> endings, List<Standing> standings, int accepted, int natural) {
    /** Copies the lists. */
    public World {
        endings = List.copyOf(endings);
        standings = List.copyOf(standings);
    }

    /** Whoever asks knows a packet's state, whether the host keeps track of it or not. */
    private SymbolicPacket asKnown(SymbolicPacket packet) {
        int untracked = PacketSpace.stateNumber(ConnectionState.UNTRACKED);
        SymbolicPacket known = packet.copy();
        known.set(
                Field.STATE,
                packet.space()
                        .words()
                        .ite(packet.is(Field.STATE, untracked), packet.get(Field.STATE), start.get(Field.STATE)));
        return known;
    }

    /** Packets that leave by another interface than they came by, in the sense of the view. */
    public int crossing(View view) {
        Bdd bdd = start.space().bdd();
        int any = Bdd.FALSE;
        for (Standing standing : standings) {
            if (view instanceof View.AtChain chain
                    && standing.host().equals(chain.host())
                    && standing.hook() == chain.hook()) {
                int same = start.space()
                        .words()
                        .equal(
                                standing.packet().get(Field.IN),
                                standing.packet().get(Field.OUT));
                any = bdd.or(any, bdd.minus(standing.where(), same));
            }
        }
        return any;
    }

    /** The packets that meet conditions where they are looked at: before the view's chain, else where they set out. */
    public int meeting(View view, List<Match> matches) {
        Bdd bdd = start.space().bdd();
        return switch (view) {
            case View.Path path -> bdd.and(possible, MatchMeaning.of(matches, start, Surroundings.NONE));
            case View.AtChain chain -> {
                int any = Bdd.FALSE;
                for (Standing standing : standings) {
                    if (standing.host().equals(chain.host()) && standing.hook() == chain.hook()) {
                        // What is asked is the smallest of the three: the other two together would be large.
                        int met = MatchMeaning.of(matches, asKnown(standing.packet()), Surroundings.NONE);
                        any = bdd.or(any, bdd.and(bdd.and(standing.where(), met), possible));
                    }
                }
                yield any;
            }
        };
    }
}
