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
    private final Consumer<String> arrived;
    private final boolean old;
    private int read;
    private @Nullable TcpConnection data;

    /**
     * A session over a connection that stands.
     *
     * @param patience how long to wait for anything, in nanoseconds
     * @param verbose told what either side says, as {@code curl -v} prints it
     * @param arrived takes the listing
     * @param old whether it is 7.29, which connects to where the server says; since 7.74 to where the server is
     */
    FtpFetch(
            NetStack stack,
            Services services,
            TcpConnection control,
            long patience,
            Consumer<String> verbose,
            Consumer<String> arrived,
            boolean old) {
        this.arrived = arrived;
        this.old = old;
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
     * @param text curl's message; empty where all went well
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
        verbose.accept("* Entry path is '/'");
        remark("* Request has same path as previous transfer");
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
            control.send(Bytes.utf8("QUIT\r\n"));
            await(() -> control.received().length() > read, patience);
        }
        control.shutdownWrite();
        await(() -> control.peerClosed() || !control.error().isEmpty(), SimClock.SECOND);
        return result;
    }

    private Result listPassively() {
        say("EPSV");
        verbose.accept("* Connect data stream passively");
        remark("* ftp_perform ends with SECONDARY: 0");
        answer();
        verbose.accept(old ? "* disabling EPSV usage" : "* Failed EPSV attempt. Disabling EPSV");
        Matcher m = PASSIVE_ANSWER.matcher(ask("PASV"));
        Optional<Ipv4Address> told = m.find()
                ? Ipv4Address.parse(m.group(1) + "." + m.group(2) + "." + m.group(3) + "." + m.group(4))
                : Optional.empty();
        if (told.isEmpty()) {
            return Result.failed(13, "Couldn't interpret the 227-reply");
        }
        int port = Integer.parseInt(m.group(5)) * 256 + Integer.parseInt(m.group(6));
        Ipv4Address to = old ? told.get() : control.remoteAddress();
        remark("* Skip " + told.get() + " for data connection, re-use " + to + " instead");
        if (old) {
            verbose.accept("*   Trying " + to + "...");
        }
        verbose.accept("* Connecting to " + to + " (" + to + ") port " + port);
        remark("*   Trying " + to + ":" + port + "...");
        TcpConnection dialled = stack.sockets().connect(Ipv4Address.ANY, 0, to, port);
        await(() -> dialled.connected() || !dialled.error().isEmpty(), patience);
        if (!dialled.connected()) {
            return new Result(7, String.valueOf(port), dialled);
        }
        data = dialled;
        verbose.accept("* Connected to " + to + " (" + to + ") port " + control.remotePort() + " (#0)");
        ask("TYPE A");
        return transfer(ask("LIST"));
    }

    private Result listActively() {
        Ipv4Address me = control.localAddress();
        int port = stack.sockets().ephemeralPort();
        TcpListener listener = stack.sockets().listen(me, port, connection -> data = connection);
        ask("EPRT |1|" + me + "|" + port + "|");
        verbose.accept("* disabling EPRT usage");
        remark("* Hostname " + me + " was found in DNS cache");
        say("PORT " + me.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255));
        remark("* ftp_perform ends with SECONDARY: 1");
        String accepted = answer();
        if (!accepted.startsWith("200")) {
            return Result.failed(30, "Failed to do PORT");
        }
        verbose.accept("* Connect data stream actively");
        ask("TYPE A");
        Result result = transfer(ask("LIST"));
        if (listener != null) {
            listener.close();
        }
        return result;
    }

    /** What only the newer one remarks. */
    private void remark(String line) {
        if (!old) {
            verbose.accept(line);
        }
    }

    private Result transfer(String reply) {
        TcpConnection connection = data;
        if (!reply.startsWith("150") || connection == null) {
            return reply.isEmpty()
                    ? Result.failed(TIMED_OUT, "FTP response timeout")
                    : Result.failed(NOT_RETRIEVED, "RETR response: " + reply.substring(0, Math.min(3, reply.length())));
        }
        verbose.accept("* Maxdownload = -1");
        await(() -> connection.received().length() >= FtpServer.LISTING.length() || connection.wasReset(), patience);
        services.clientHasRead();
        await(() -> connection.peerClosed() || connection.wasReset(), patience);
        connection.shutdownWrite();
        data = null;
        // Text that comes with TYPE A gets the lines' ends of here.
        String listing = connection.received().utf8().replace("\r\n", "\n");
        arrived.accept(listing);
        verbose.accept("* Remembering we are in dir \"\"");
        return answer().startsWith("226") ? new Result(0, "", null) : Result.failed(TIMED_OUT, "FTP response timeout");
    }

    private String ask(String command) {
        say(command);
        return answer();
    }

    private void say(String command) {
        verbose.accept("> " + command + "\r");
        control.send(Bytes.utf8(command + "\r\n"));
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
        fresh.lines().forEach(line -> verbose.accept("< " + line + "\r"));
        return fresh;
    }

    private void await(BooleanSupplier done, long nanos) {
        stack.network().queue().runUntil(done::getAsBoolean, nanos);
    }
}
