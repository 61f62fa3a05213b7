package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ringlab.jupyter.wire.FrameTransport;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.ZmqTransport;

/** A kernel inside the tests' JVM with a client connected to it. */
final class KernelUnderTest implements AutoCloseable {
    /** The two ways to a kernel. */
    enum Kind {
        FRAMES,
        ZMQ
    }

    static final String KEY = "a-key-for-tests";

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final InputStream in = System.in;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Client client;
    private final Kernel kernel;
    private final Thread thread;

    KernelUnderTest(Kind kind) {
        try {
            MessageCodec codec = new MessageCodec();
            switch (kind) {
                case FRAMES -> {
                    Pipe toKernel = Pipe.open();
                    Pipe toClient = Pipe.open();
                    Transport transport = new FrameTransport(
                            Channels.newInputStream(toKernel.source()),
                            Channels.newOutputStream(toClient.sink()),
                            log::add);
                    kernel = Kernel.create(codec, transport, log::add);
                    thread = serve(transport);
                    client = new Client(receiver -> new FrameLink(toKernel.sink(), toClient.source(), receiver));
                }
                case ZMQ -> {
                    KernelConnectionProperties connection = connection();
                    Transport transport =
                            new ZmqTransport(connection, connection.createHMACGenerator(), codec, log::add);
                    kernel = Kernel.create(codec, transport, log::add);
                    thread = serve(transport);
                    client = new Client(receiver -> new ZmqLink(connection, receiver));
                    client.published("iopub_welcome");
                }
                default -> throw new IllegalArgumentException();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Thread serve(Transport transport) {
        kernel.takeStandardStreams();
        Thread serving = new Thread(kernel::run, "kernel-under-test");
        serving.setDaemon(true);
        serving.start();
        return serving;
    }

    Client client() {
        return client;
    }

    /** What the kernel logged. */
    List<String> log() {
        return log;
    }

    /** Whether the kernel ended by itself within some seconds. */
    boolean ended() {
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return !thread.isAlive();
    }

    static KernelConnectionProperties connection() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return new KernelConnectionProperties(
                "127.0.0.1",
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                "tcp",
                "hmac-sha256",
                KEY);
    }

    @Override
    public void close() {
        client.close();
        kernel.close();
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }
}
