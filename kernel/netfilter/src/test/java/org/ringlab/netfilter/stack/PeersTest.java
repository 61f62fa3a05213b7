package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;

/** How often a router tells one sender the same, to the nanosecond (net/ipv4/route.c). */
class PeersTest {
    private static final Ipv4Address SENDER = Ipv4Address.of("10.0.0.5");

    /** {@code net.ipv4.route.redirect_load}. */
    private static final long LOAD = 20 * SimClock.MILLI;

    private final Peers peers = new Peers();

    @Test
    void fiveErrorsAtOnceThenOneASecond() {
        assertEquals(
                5,
                IntStream.range(0, 9).filter(i -> peers.allowsError(SENDER, 0)).count());
        assertFalse(peers.allowsError(SENDER, SimClock.SECOND - 1));
        assertTrue(peers.allowsError(SENDER, SimClock.SECOND));
        assertFalse(peers.allowsError(SENDER, SimClock.SECOND));
    }

    @Test
    void eachRedirectDoublesTheWait() {
        assertTrue(peers.allowsRedirect(SENDER, 0));
        assertFalse(peers.allowsRedirect(SENDER, 2 * LOAD));
        assertTrue(peers.allowsRedirect(SENDER, 2 * LOAD + 1));
        assertFalse(peers.allowsRedirect(SENDER, 2 * LOAD + 1 + 4 * LOAD));
        assertTrue(peers.allowsRedirect(SENDER, 2 * LOAD + 2 + 4 * LOAD));
    }

    /** Who heard nine is told no more until it was silent for {@code redirect_silence}. */
    @Test
    void afterNineThereIsSilence() {
        long now = 0;
        for (int told = 0; told < 9; told++) {
            now += (LOAD << told) + 1;
            assertTrue(peers.allowsRedirect(SENDER, now), "redirect " + (told + 1));
        }
        long silence = LOAD << 10;
        now += silence;
        assertFalse(peers.allowsRedirect(SENDER, now));
        now += silence;
        assertFalse(peers.allowsRedirect(SENDER, now), "the time counts from what it sent last");
        now += silence + 1;
        assertTrue(peers.allowsRedirect(SENDER, now));
    }
}
