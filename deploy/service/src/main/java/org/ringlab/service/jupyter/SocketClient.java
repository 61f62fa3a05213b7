package org.ringlab.service.jupyter;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.ringlab.service.kernels.KernelClient;
import org.ringlab.service.kernels.KernelMessage;
import org.ringlab.service.kernels.MalformedMessageException;

/**
 * A client at the other end of a web socket. A window of messages may be under way; when it is full the kernel's reader
 * waits, and so in time the kernel. A client that takes nothing for long is cut off.
 */
final class SocketClient implements KernelClient {
    private static final Logger LOG = Logger.getLogger(SocketClient.class);
    private static final int WINDOW = 256;
    private static final long PATIENCE_SECONDS = 20;

    private final WebSocketConnection connection;
    private final boolean v1;
    private final Semaphore window = new Semaphore(WINDOW);

    SocketClient(WebSocketConnection connection) {
        this.connection = connection;
        this.v1 = SocketProtocol.V1.equals(connection.subprotocol());
    }

    KernelMessage parse(Buffer frame) throws MalformedMessageException {
        return v1 ? KernelMessage.decode(frame.getBytes()) : SocketProtocol.parse(frame.getBytes());
    }

    @Override
    public void deliver(KernelMessage message) {
        try {
            if (!connection.isOpen()) {
                return;
            }
            if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.infof("A client of kernel %s is too slow and is cut off", connection.pathParam("id"));
                close();
                return;
            }
            send(message).subscribe().with(sent -> window.release(), failed -> window.release());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Uni<Void> send(KernelMessage message) {
        if (v1) {
            return connection.sendBinary(Buffer.buffer(message.encode()));
        }
        return message.buffers().isEmpty()
                ? connection.sendText(SocketProtocol.text(message))
                : connection.sendBinary(Buffer.buffer(SocketProtocol.binary(message)));
    }

    @Override
    public void kernelGone() {
        close();
    }

    private void close() {
        connection.close(new CloseReason(1001)).subscribe().with(closed -> {}, failed -> {});
    }
}
