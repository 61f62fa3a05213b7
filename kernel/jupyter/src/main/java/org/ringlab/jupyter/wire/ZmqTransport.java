package org.ringlab.jupyter.wire;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Messages over ZMQ sockets, signed with HMAC, as a Jupyter client's connection file asks.
 *
 * <p>One thread owns all sockets and waits for whichever has something, the queue of outgoing messages included; nothing
 * sleeps. iopub is an XPUB socket, so that a new listener is greeted with {@code iopub_welcome}.
 */
public final class ZmqTransport implements Transport {
    /** How many published messages may wait for one listener before any is lost (ZMQ's own limit is 1000). */
    static final int HIGH_WATER_MARK = 20_000;

    private static final int QUEUE = 1024;
    private static final int LINGER_MILLIS = 1000;
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final String WAKE = "inproc://ringlab-wake";

    private record Outgoing(Channel channel, WireMessage message) {}

    private final ZContext context = new ZContext();
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final ZMQ.Socket heartbeat;
    private final ZMQ.Socket wakeReader;
    private final ZMQ.Socket wakeWriter;
    private final AtomicBoolean waking = new AtomicBoolean();
    private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(QUEUE);
    private final HMACGenerator hmac;
    private final MessageCodec codec;
    private final Consumer<String> log;
    private volatile boolean closed;

    /** Binds the sockets that {@code connection} names; {@code hmac} signs and checks. */
    public ZmqTransport(
            KernelConnectionProperties connection, HMACGenerator hmac, MessageCodec codec, Consumer<String> log) {
        this.hmac = hmac;
        this.codec = codec;
        this.log = log;
        context.setLinger(LINGER_MILLIS);
        wakeReader = context.createSocket(SocketType.PAIR);
        wakeReader.bind(WAKE);
        wakeWriter = context.createSocket(SocketType.PAIR);
        wakeWriter.connect(WAKE);
        bind(Channel.SHELL, SocketType.ROUTER, connection, connection.getShellPort());
        bind(Channel.CONTROL, SocketType.ROUTER, connection, connection.getControlPort());
        bind(Channel.STDIN, SocketType.ROUTER, connection, connection.getStdinPort());
        bind(Channel.IOPUB, SocketType.XPUB, connection, connection.getIopubPort());
        // Every subscription counts, also the second to the same topic.
        socket(Channel.IOPUB).setXpubVerbose(true);
        heartbeat = socket(SocketType.REP, connection, connection.getHbPort());
    }

    private void bind(Channel channel, SocketType type, KernelConnectionProperties connection, int port) {
        sockets.put(channel, socket(type, connection, port));
    }

    private ZMQ.Socket socket(SocketType type, KernelConnectionProperties connection, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHWM(HIGH_WATER_MARK);
        String separator = connection.getTransport().equals("tcp") ? ":" : "-";
        socket.bind(connection.getTransport() + "://" + connection.getIp() + separator + port);
        return socket;
    }

    @Override
    public void send(Channel channel, WireMessage message) {
        if (closed || channel == Channel.RINGLAB) {
            return; // no service listens behind ZMQ
        }
        try {
            outgoing.put(new Outgoing(channel, message));
        } catch (InterruptedException interrupted) {
            // A cell was interrupted while it printed: its last message still counts.
            Thread.currentThread().interrupt();
            outgoing.offer(new Outgoing(channel, message));
        }
        wake();
    }

    private void wake() {
        if (waking.compareAndSet(false, true)) {
            try {
                synchronized (wakeWriter) {
                    wakeWriter.send(new byte[0], ZMQ.DONTWAIT);
                }
            } catch (ZMQException ended) {
                log.accept("not sent, the sockets are closed: " + ended.getMessage());
            }
        }
    }

    @Override
    public void run(Receiver receiver) {
        List<Channel> channels = List.of(Channel.SHELL, Channel.CONTROL, Channel.STDIN, Channel.IOPUB);
        try (ZMQ.Poller poller = context.createPoller(channels.size() + 2)) {
            channels.forEach(channel -> poller.register(sockets.get(channel), ZMQ.Poller.POLLIN));
            int beat = poller.register(heartbeat, ZMQ.Poller.POLLIN);
            int wake = poller.register(wakeReader, ZMQ.Poller.POLLIN);
            while (!closed) {
                poller.poll(-1);
                if (poller.pollin(beat)) {
                    heartbeat.send(heartbeat.recv());
                }
                if (poller.pollin(wake)) {
                    wakeReader.recv();
                    waking.set(false);
                }
                flush();
                for (int i = 0; i < channels.size(); i++) {
                    if (poller.pollin(i)) {
                        take(channels.get(i), receiver);
                    }
                }
            }
            flush();
        } finally {
            context.close();
        }
    }

    private void take(Channel channel, Receiver receiver) {
        if (channel == Channel.IOPUB) {
            welcomeAll();
            return;
        }
        try {
            receiver.receive(channel, verify(frames(socket(channel))));
        } catch (BadMessageException bad) {
            log.accept("skipped on " + channel.wireName() + ": " + bad.getMessage());
        }
    }

    private static List<byte[]> frames(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            frames.add(socket.recv());
        } while (socket.hasReceiveMore());
        return frames;
    }

    private WireMessage verify(List<byte[]> frames) throws BadMessageException {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        int signature = delimiter + 1;
        if (frames.size() < signature + 5) {
            throw new BadMessageException("a message of " + frames.size() + " frames");
        }
        WireMessage message = new WireMessage(
                List.copyOf(frames.subList(0, delimiter)),
                frames.get(signature + 1),
                frames.get(signature + 2),
                frames.get(signature + 3),
                frames.get(signature + 4),
                List.copyOf(frames.subList(signature + 5, frames.size())));
        String expected = sign(message);
        // The library's generator without a key answers null: then nothing is checked.
        if (expected != null
                && !MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), frames.get(signature))) {
            throw new BadMessageException("a message with a wrong signature");
        }
        return message;
    }

    private @Nullable String sign(WireMessage message) {
        return hmac.calculateSignature(message.header(), message.parentHeader(), message.metadata(), message.content());
    }

    private void flush() {
        Outgoing next = outgoing.poll();
        while (next != null) {
            if (next.channel() == Channel.IOPUB) {
                welcomeAll(); // the welcome comes before anything else
            }
            write(socket(next.channel()), next.message());
            next = outgoing.poll();
        }
    }

    private void write(ZMQ.Socket socket, WireMessage message) {
        String signature = sign(message);
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add((signature == null ? "" : signature).getBytes(StandardCharsets.US_ASCII));
        frames.add(message.header());
        frames.add(message.parentHeader());
        frames.add(message.metadata());
        frames.add(message.content());
        frames.addAll(message.buffers());
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private void welcomeAll() {
        ZMQ.Socket iopub = socket(Channel.IOPUB);
        for (byte[] subscription = iopub.recv(ZMQ.DONTWAIT);
                subscription != null;
                subscription = iopub.recv(ZMQ.DONTWAIT)) {
            welcome(subscription);
        }
    }

    /** XPUB hands over subscriptions: a byte 1 and the topic. The listener learns that it hears us from now on. */
    private void welcome(byte[] subscription) {
        if (subscription.length == 0 || subscription[0] != 1) {
            return;
        }
        String topic = new String(subscription, 1, subscription.length - 1, StandardCharsets.UTF_8);
        JsonObject content = new JsonObject();
        content.addProperty("subscription", topic);
        Parent parent = new Parent(
                List.of(topic.getBytes(StandardCharsets.UTF_8)), Parent.none().header(), false);
        write(socket(Channel.IOPUB), codec.encode("iopub_welcome", content, new JsonObject(), List.of(), parent));
    }

    private ZMQ.Socket socket(Channel channel) {
        ZMQ.Socket socket = sockets.get(channel);
        if (socket == null) {
            throw new IllegalStateException("no socket for " + channel);
        }
        return socket;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wake();
        }
    }
}
