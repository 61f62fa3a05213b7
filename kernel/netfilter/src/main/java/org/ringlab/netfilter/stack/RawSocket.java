package org.ringlab.netfilter.stack;

import java.util.Optional;
import java.util.function.Function;
import org.ringlab.netfilter.link.Receptions;
import org.ringlab.netfilter.packet.Packet;

/**
 * A raw socket that waits for an answer (net/ipv4/raw.c): it hears every packet that passes INPUT, ICMP errors among
 * them, whoever else it is for.
 *
 * @param <T> what is made of the answer
 */
public final class RawSocket<T> implements AutoCloseable {
    private final Receptions receptions;
    private final Receptions.Ear ear;
    private Optional<T> found = Optional.empty();

    RawSocket(NetStack stack, Function<Packet, Optional<T>> meaning) {
        receptions = stack.network().receptions();
        ear = (host, packet) -> {
            if (found.isEmpty() && host.equals(stack.name())) {
                found = meaning.apply(packet);
            }
        };
        receptions.add(ear);
    }

    /** What the first packet meant that meant something; empty as long as none came. */
    public Optional<T> found() {
        return found;
    }

    /** Hears nothing any more; what was found stays. */
    @Override
    public void close() {
        receptions.remove(ear);
    }
}
