package org.ringlab.netfilter.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * What one end of a connection sent and has to send again until it is acknowledged (RFC 6298, net/ipv4/tcp_timer.c),
 * and what it could not send yet because its own OUTPUT refused: that waits for the next occasion, and grows meanwhile.
 */
final class TcpSendQueue {
    private static final long HANDSHAKE_TIMEOUT = SimClock.SECOND;

    /** Round trips take no time here, so the time-out is Linux's least. */
    private static final long DATA_TIMEOUT = 200 * SimClock.MILLI;

    private static final long LONGEST_TIMEOUT = 120 * SimClock.SECOND;
    private static final int MOST_DOUBLINGS = 30;

    private final EventQueue queue;
    private final Sender transmit;
    private final IntSupplier mostRetries;
    private final Runnable gaveUp;
    private final Deque<TcpSegment> sent = new ArrayDeque<>();
    private final Deque<TcpSegment> unsent = new ArrayDeque<>();
    private int retries;
    private EventQueue.@Nullable Timer timer;

    /** Puts a segment on its way. */
    interface Sender {
        SendResult send(TcpSegment segment);
    }

    /**
     * Nothing to send yet.
     *
     * @param transmit puts a segment on its way
     * @param mostRetries how often the connection's state lets it try again
     * @param gaveUp is run when that was not enough
     */
    TcpSendQueue(EventQueue queue, Sender transmit, IntSupplier mostRetries, Runnable gaveUp) {
        this.queue = queue;
        this.transmit = transmit;
        this.mostRetries = mostRetries;
        this.gaveUp = gaveUp;
    }

    /** The sequence number after all of a segment. */
    static int end(TcpSegment segment) {
        return segment.sequence()
                + segment.data().length()
                + (segment.has(TcpSegment.SYN) ? 1 : 0)
                + (segment.has(TcpSegment.FIN) ? 1 : 0);
    }

    /** Sends a segment of the handshake; whatever comes of it, it counts as sent. */
    SendResult handshake(TcpSegment segment) {
        sent.add(segment);
        startTimer();
        return transmit.send(segment);
    }

    /** Sends data or a FIN; what waits unsent takes it along ({@code tcp_sendmsg}, {@code tcp_send_fin}). */
    void add(TcpSegment segment, int mostBytes) {
        TcpSegment last = unsent.peekLast();
        if (last != null && last.data().length() + segment.data().length() <= mostBytes) {
            unsent.removeLast();
            unsent.add(last.withData(last.data().plus(segment.data())).withFlags(last.flags() | segment.flags()));
        } else {
            unsent.add(segment);
        }
        push();
    }

    /**
     * Sends what waits, as far as it gets ({@code tcp_write_xmit}).
     *
     * @return whether anything was sent
     */
    boolean push() {
        boolean any = false;
        for (TcpSegment next = unsent.peek(); next != null; next = unsent.peek()) {
            // It is on its way while it is being sent: an answer may come back at once.
            unsent.poll();
            sent.add(next);
            if (timer == null) {
                retries = 0;
            }
            startTimer();
            if (transmit.send(next) != SendResult.OK) {
                if (sent.removeLastOccurrence(next)) {
                    unsent.addFirst(next);
                }
                break;
            }
            any = true;
        }
        return any;
    }

    /** The other end has everything before {@code acknowledgement}. */
    void acknowledged(int acknowledgement) {
        boolean news = false;
        while (!sent.isEmpty() && acknowledgement - end(sent.peek()) >= 0) {
            sent.poll();
            news = true;
        }
        if (news) {
            retries = 0;
            stopTimer();
            if (!isEmpty()) {
                startTimer();
            }
        }
    }

    boolean isEmpty() {
        return sent.isEmpty() && unsent.isEmpty();
    }

    /** The first sequence number not acknowledged; {@code next} where everything is. */
    int firstUnacknowledged(int next) {
        TcpSegment first = sent.isEmpty() ? unsent.peek() : sent.peek();
        return first == null ? next : first.sequence();
    }

    /** The sequence number after what was sent: less than {@code next} where something waits. */
    int sentUpTo(int next) {
        TcpSegment first = unsent.peek();
        return first == null ? next : first.sequence();
    }

    /** The oldest segment goes again, answering one that came again. */
    void resendFirst() {
        TcpSegment first = sent.peek();
        if (first != null) {
            transmit.send(first);
        }
    }

    /** In place of the SYN that was sent goes a SYN+ACK: both ends connect at once. */
    void replaceFirst(TcpSegment segment) {
        sent.poll();
        sent.addFirst(segment);
        transmit.send(segment);
    }

    void clear() {
        stopTimer();
        sent.clear();
        unsent.clear();
    }

    private void startTimer() {
        if (timer == null) {
            TcpSegment first = sent.peek();
            boolean handshake = first != null && first.has(TcpSegment.SYN);
            long timeout = handshake ? HANDSHAKE_TIMEOUT : DATA_TIMEOUT;
            timer = queue.later(Math.min(timeout << Math.min(retries, MOST_DOUBLINGS), LONGEST_TIMEOUT), this::retry);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void retry() {
        timer = null;
        if (retries >= mostRetries.getAsInt()) {
            gaveUp.run();
            return;
        }
        retries++;
        startTimer();
        if (sent.isEmpty()) {
            push();
        } else {
            resendFirst();
        }
    }
}
