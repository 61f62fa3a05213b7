package org.ringlab.host.service;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.stack.TcpConnection;

/** Services on TCP that answer each arrival of data and close after the client. */
final class StreamService {
    private final TcpConnection connection;
    private final UnaryOperator<Bytes> answer;
    private int handled;
    private boolean closed;

    private StreamService(TcpConnection connection, UnaryOperator<Bytes> answer) {
        this.connection = connection;
        this.answer = answer;
    }

    /** Sends back what it is sent. */
    static void echo(TcpConnection connection) {
        serve(connection, data -> data);
    }

    /** Answers whatever is asked with 200 and a body, which HEAD leaves out. */
    static void http(TcpConnection connection, Supplier<String> body) {
        serve(connection, request -> response(body.get(), request.utf8().startsWith("HEAD ")));
    }

    private static void serve(TcpConnection connection, UnaryOperator<Bytes> answer) {
        StreamService service = new StreamService(connection, answer);
        connection.onChange(service::changed);
    }

    private static Bytes response(String body, boolean headOnly) {
        Bytes bytes = Bytes.utf8(body);
        return Bytes.utf8("HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length() + "\r\n\r\n")
                .plus(headOnly ? Bytes.EMPTY : bytes);
    }

    private void changed() {
        Bytes all = connection.received();
        if (all.length() > handled) {
            byte[] fresh = Arrays.copyOfRange(all.toArray(), handled, all.length());
            handled = all.length();
            connection.send(answer.apply(Bytes.of(fresh)));
        }
        if (connection.peerClosed() && !closed) {
            closed = true;
            connection.shutdownWrite();
        }
    }
}
