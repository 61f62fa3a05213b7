package org.ringlab.service.jupyter;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.ringlab.service.kernels.HostedKernel;
import org.ringlab.service.kernels.MalformedMessageException;

/**
 * A kernel's channels. Who may connect is decided before, in {@link SocketEntrance}; messages of one connection are handled
 * one after the other.
 */
@WebSocket(path = "/api/kernels/{id}/channels")
public class KernelSocket {
    private static final Logger LOG = Logger.getLogger(KernelSocket.class);

    private final KernelHost host;
    private final Map<String, Connected> connected = new ConcurrentHashMap<>();

    KernelSocket(KernelHost host) {
        this.host = host;
    }

    /** A connection and its kernel. */
    private record Connected(SocketClient client, HostedKernel kernel) {}

    @OnOpen
    @RunOnVirtualThread
    void open(WebSocketConnection connection) {
        String owner = connection.userData().get(SocketEntrance.OWNER);
        var kernel =
                host.running().flatMap(kernels -> kernels.find(owner == null ? "" : owner, connection.pathParam("id")));
        if (kernel.isEmpty()) {
            connection.close().subscribe().with(closed -> {}, failed -> {});
            return;
        }
        SocketClient client = new SocketClient(connection);
        connected.put(connection.id(), new Connected(client, kernel.get()));
        kernel.get().connect(client);
    }

    @OnTextMessage
    @RunOnVirtualThread
    void text(String frame, WebSocketConnection connection) {
        Connected client = connected.get(connection.id());
        if (client != null) {
            try {
                client.kernel().fromClient(client.client(), SocketProtocol.parse(frame));
            } catch (MalformedMessageException e) {
                LOG.debugf("A client sent a broken message: %s", e.getMessage());
            }
        }
    }

    @OnBinaryMessage
    @RunOnVirtualThread
    void binary(Buffer frame, WebSocketConnection connection) {
        Connected client = connected.get(connection.id());
        if (client != null) {
            try {
                client.kernel().fromClient(client.client(), client.client().parse(frame));
            } catch (MalformedMessageException e) {
                LOG.debugf("A client sent a broken message: %s", e.getMessage());
            }
        }
    }

    @OnClose
    @RunOnVirtualThread
    void close(WebSocketConnection connection) {
        Connected client = connected.remove(connection.id());
        if (client != null) {
            client.kernel().disconnect(client.client());
        }
    }

    @OnError
    void failed(Throwable problem, WebSocketConnection connection) {
        LOG.debugf("Web socket of kernel %s: %s", connection.pathParam("id"), problem);
    }
}
