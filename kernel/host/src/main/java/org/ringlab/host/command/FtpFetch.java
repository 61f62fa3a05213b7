package org.ringlab.host.command;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.service.FtpServer;
import org.ringlab.host.service.Services;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/** The listing of a directory by ftp, as curl asks for it: the newer EPSV or EPRT first, then PASV or PORT. */
final class FtpFetch {
    private static final Pattern PASSIVE_ANSWER = Pattern.compile("\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\)");
    private static final int WEIRD_REPLY = 8;
    private static final int NOT_RETRIEVED = 19;
    private static final int TIMED_OUT = 28;

    private final NetStack stack;
    private final Services services;
    private final TcpConnection control;
    private final long patience;
    private final Consumer<String> verbose;
    private int read;
    private @Nullable TcpConnection data;

    /**
     * A session over a connection that stands.
     *
     * @param patience how long to wait for anything, in nanoseconds
     * @param verbose told what either side says, as {@code curl -v} prints it
     */
    FtpFetch(NetStack stack, Services services, TcpConnection control, long patience, Consumer<String> verbose) {
        this.stack = stack;
        this.services = services;
        this.control = control;
        this.patience = patience;
        this.verbose = verbose;
    }

    /**
     * How it ended.
     *
     * @param status curl's exit status
     * @param text the listing, or curl's message
     * @param refusal the data connection that could not be made; null where it wasn't that
     */
    record Result(int status, String text, @Nullable TcpConnection refusal) {
        static Result failed(int status, String message) {
            return new Result(status, message, null);
        }
    }

    /** Logs in, asks for the listing and takes leave. */
    Result list(boolean active) {
        if (!answer().startsWith("220") || !ask("USER anonymous").startsWith("331")) {
            return ended(weird());
        }
        if (!ask("PASS ftp@example.com").startsWith("230")) {
            return ended(weird());
        }
        ask("PWD");
        return ended(active ? listActively() : listPassively());
    }

    private Result weird() {
        return read < 3
                ? Result.failed(TIMED_OUT, "FTP response timeout")
                : Result.failed(WEIRD_REPLY, "Weird server reply");
    }

    private Result ended(Result result) {
        if (data != null) {
            data.shutdownWrite();
        }
        if (result.status() != TIMED_OUT) {
            ask("QUIT");
        }
        control.shutdownWrite();
        await(() -> control.peerClosed() || !control.error().isEmpty(), SimClock.SECOND);
        return result;
    }

    private Result listPassively() {
        ask("EPSV");
        Matcher m = PASSIVE_ANSWER.matcher(ask("PASV"));
        Optional<Ipv4Address> address = m.find()
                ? Ipv4Address.parse(m.group(1) + "." + m.group(2) + "." + m.group(3) + "." + m.group(4))
                : Optional.empty();
        if (address.isEmpty()) {
            return Result.failed(13, "Couldn't interpret the 227-reply");
        }
        int port = Integer.parseInt(m.group(5)) * 256 + Integer.parseInt(m.group(6));
        verbose.accept("* Connecting to " + address.get() + " port " + port);
        TcpConnection dialled = stack.sockets().connect(Ipv4Address.ANY, 0, address.get(), port);
        await(() -> dialled.connected() || !dialled.error().isEmpty(), patience);
        if (!dialled.connected()) {
            return new Result(7, String.valueOf(port), dialled);
        }
        data = dialled;
        ask("TYPE A");
        return transfer(ask("LIST"));
    }

    private Result listActively() {
        Ipv4Address me = control.localAddress();
        int port = stack.sockets().ephemeralPort();
        TcpListener listener = stack.sockets().listen(me, port, connection -> data = connection);
        ask("EPRT |1|" + me + "|" + port + "|");
        String accepted = ask("PORT " + me.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255));
        if (!accepted.startsWith("200")) {
            return Result.failed(30, "Failed to do PORT");
        }
        ask("TYPE A");
        Result result = transfer(ask("LIST"));
        if (listener != null) {
            listener.close();
        }
        return result;
    }

    private Result transfer(String reply) {
        TcpConnection connection = data;
        if (!reply.startsWith("150") || connection == null) {
            return reply.isEmpty()
                    ? Result.failed(TIMED_OUT, "FTP response timeout")
                    : Result.failed(NOT_RETRIEVED, "RETR response: " + reply.substring(0, Math.min(3, reply.length())));
        }
        await(() -> connection.received().length() >= FtpServer.LISTING.length() || connection.wasReset(), patience);
        services.clientHasRead();
        await(() -> connection.peerClosed() || connection.wasReset(), patience);
        connection.shutdownWrite();
        data = null;
        String listing = connection.received().utf8();
        return answer().startsWith("226")
                ? new Result(0, listing, null)
                : Result.failed(TIMED_OUT, "FTP response timeout");
    }

    private String ask(String command) {
        verbose.accept("> " + command);
        control.send(Bytes.utf8(command + "\r\n"));
        return answer();
    }

    /** What the server said since the last call; empty where nothing came. */
    private String answer() {
        await(
                () -> control.received().length() > read
                                && control.received().utf8().endsWith("\r\n")
                        || control.wasReset()
                        || control.peerClosed(),
                patience);
        String all = control.received().utf8();
        String fresh = all.substring(Math.min(read, all.length())).strip();
        read = all.length();
        fresh.lines().forEach(line -> verbose.accept("< " + line));
        return fresh;
    }

    private void await(BooleanSupplier done, long nanos) {
        stack.network().queue().runUntil(done::getAsBoolean, nanos);
    }
}
