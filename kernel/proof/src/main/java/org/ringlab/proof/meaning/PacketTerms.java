package org.ringlab.proof.meaning;

import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/** What conditions about a packet are put together from. */
abstract class PacketTerms {
    final SymbolicPacket packet;
    final PacketSpace space;
    final Bdd bdd;
    final Words words;

    PacketTerms(SymbolicPacket packet) {
        this.packet = packet;
        space = packet.space();
        bdd = space.bdd();
        words = space.words();
    }

    int[] get(Field field) {
        return packet.get(field);
    }

    int is(Field field, long value) {
        return packet.is(field, value);
    }

    int unless(boolean inverted, int f) {
        return inverted ? bdd.not(f) : f;
    }

    int all(int... parts) {
        int every = Bdd.TRUE;
        for (int part : parts) {
            every = bdd.and(every, part);
        }
        return every;
    }

    int marked(Field field, int mark, int mask) {
        return words.equal(Words.and(get(field), Integer.toUnsignedLong(mask)), Integer.toUnsignedLong(mark));
    }

    int laterFragment() {
        return is(Field.LATER_FRAGMENT, 1);
    }

    /** Packets of a protocol whose own header can be seen. */
    int transport(int protocol) {
        return bdd.minus(is(Field.PROTOCOL, protocol), laterFragment());
    }
}
