package org.ringlab.service.jupyter;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** The server's events, of which there are none: front ends keep the socket open all the same. */
@WebSocket(path = "/api/events/subscribe")
public class EventsSocket {
    @OnTextMessage
    void ignore(String message) {
        // Clients have nothing to say here.
    }
}
