package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.ringlab.jupyter.wire.Channel;
import org.ringlab.jupyter.wire.WireMessage;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A client's end of the ZMQ sockets; one thread owns them and looks at all every few milliseconds. */
final class ZmqLink implements Client.Link {
    private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
    private final KernelConnectionProperties connection;
    private final Thread thread;
    private volatile boolean closed;

    private record Outgoing(Channel channel, List<byte[]> frames) {}

    ZmqLink(KernelConnectionProperties connection, Client client) {
        this.connection = connection;
        thread = new Thread(() -> serve(client), "test-client");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Client client) {
        try (ZContext context = new ZContext()) {
            Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
            sockets.put(Channel.SHELL, connect(context, SocketType.DEALER, connection.getShellPort()));
            sockets.put(Channel.CONTROL, connect(context, SocketType.DEALER, connection.getControlPort()));
            sockets.put(Channel.STDIN, connect(context, SocketType.DEALER, connection.getStdinPort()));
            ZMQ.Socket iopub = connect(context, SocketType.SUB, connection.getIopubPort());
            iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
            sockets.put(Channel.IOPUB, iopub);
            while (!closed) {
                for (Outgoing next = outgoing.poll(); next != null; next = outgoing.poll()) {
                    ZMQ.Socket socket = sockets.get(next.channel());
                    for (int i = 0; i < next.frames().size(); i++) {
                        socket.send(next.frames().get(i), i < next.frames().size() - 1 ? ZMQ.SNDMORE : 0);
                    }
                }
                sockets.forEach((channel, socket) -> drain(channel, socket, client));
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ZMQ.Socket connect(ZContext context, SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        // All channels of one client have one identity: the kernel asks on stdin whoever asked it on shell.
        socket.setIdentity("tester".getBytes(StandardCharsets.US_ASCII));
        socket.connect("tcp://" + connection.getIp() + ":" + port);
        return socket;
    }

    private static void drain(Channel channel, ZMQ.Socket socket, Client client) {
        for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv(ZMQ.DONTWAIT)) {
            List<byte[]> frames = new ArrayList<>();
            frames.add(frame);
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
            int delimiter = 0;
            while (!new String(frames.get(delimiter), StandardCharsets.US_ASCII).equals("<IDS|MSG>")) {
                delimiter++;
            }
            List<byte[]> parts = frames.subList(delimiter + 2, frames.size());
            client.receive(
                    channel,
                    new WireMessage(List.of(), parts.get(0), parts.get(1), parts.get(2), parts.get(3), List.of()));
        }
    }

    @Override
    public void send(Channel channel, WireMessage message) {
        try {
            HMACGenerator hmac = connection.createHMACGenerator();
            String signature = hmac.calculateSignature(
                    message.header(), message.parentHeader(), message.metadata(), message.content());
            signed(channel, message, signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void signed(Channel channel, WireMessage message, String signature) {
        outgoing.add(new Outgoing(
                channel,
                List.of(
                        "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.US_ASCII),
                        message.header(),
                        message.parentHeader(),
                        message.metadata(),
                        message.content())));
    }

    /** One heartbeat there and back. */
    String heartbeat(String text) {
        try (ZContext context = new ZContext();
                ZMQ.Socket socket = context.createSocket(SocketType.REQ)) {
            socket.setReceiveTimeOut(10_000);
            socket.connect("tcp://" + connection.getIp() + ":" + connection.getHbPort());
            socket.send(text);
            return String.valueOf(socket.recvStr());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
