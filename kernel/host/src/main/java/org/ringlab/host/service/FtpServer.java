package org.ringlab.host.service;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/** The server's side of one ftp control connection (RFC 959): USER PASS PASV PORT LIST QUIT, in lock step. */
public final class FtpServer {
    /** What LIST sends: 31 bytes. */
    public static final Bytes LISTING = Bytes.utf8("-rw-r--r-- 1 0 0 4 readme.txt\r\n");

    /** The label of data connections in outcomes. */
    public static final String DATA = "ftp-data";

    private static final int ACTIVE_PORT = 20;
    private static final long DIAL_TIMEOUT = 100 * SimClock.MILLI;
    private static final long DIAL_PAUSE = 5 * SimClock.MILLI;

    private final NetStack stack;
    private final TcpConnection control;
    private final Arrivals arrivals;
    private final Ports ports;
    private int handled;
    private @Nullable TcpListener passive;
    private @Nullable TcpConnection data;
    private @Nullable Ipv4Address activeAddress;
    private int activePort;
    private boolean listWanted;
    private boolean over;

    FtpServer(NetStack stack, TcpConnection control, Arrivals arrivals, Ports ports) {
        this.stack = stack;
        this.control = control;
        this.arrivals = arrivals;
        this.ports = ports;
    }

    /** What the ftp sessions of a lab share. */
    public static final class Ports {
        private static final int PASSIVE_BASE = 50_000;
        private int passiveCount;
        private Optional<TcpConnection> failedDial = Optional.empty();

        /** The next passive port: the k-th PASV of a lab listens on 50000+k. */
        int nextPassive() {
            return PASSIVE_BASE + ++passiveCount;
        }

        /** The last active data connection that a server could not make, since the last session began. */
        public Optional<TcpConnection> failedDial() {
            return failedDial;
        }
    }

    /** Begins the session. */
    void greet() {
        ports.failedDial = Optional.empty();
        control.onChange(this::changed);
        say("220 lab ftp");
    }

    private void say(String line) {
        control.send(Bytes.utf8(line + "\r\n"));
    }

    private void changed() {
        String all = control.received().utf8();
        for (int end = all.indexOf("\r\n", handled); end >= 0; end = all.indexOf("\r\n", handled)) {
            String line = all.substring(handled, end);
            handled = end + 2;
            obey(line);
        }
        if ((control.peerClosed() || !control.error().isEmpty()) && !over) {
            over = true;
            closePassive();
            if (data != null) {
                data.shutdownWrite();
            }
            control.shutdownWrite();
        }
    }

    private void obey(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "USER" -> say("331 any password");
            case "PASS" -> say("230 ok");
            case "PASV" -> listen();
            case "PORT" -> port(words.length > 1 ? words[1] : "");
            case "LIST" -> {
                if (activeAddress != null) {
                    dial(activeAddress, activePort);
                } else if (data != null) {
                    transfer(data);
                } else {
                    listWanted = true;
                }
            }
            case "PWD" -> say("257 \"/\"");
            case "TYPE" -> say("200 ok");
            case "QUIT" -> say("221 bye");
            default -> say("502 no");
        }
    }

    private void listen() {
        int port = ports.nextPassive();
        passive = stack.sockets().listen(control.localAddress(), port, this::accepted);
        arrivals.atForget(this::closePassive);
        say("227 Entering Passive Mode (" + control.localAddress().toString().replace('.', ',') + "," + (port >> 8)
                + "," + (port & 255) + ")");
    }

    private void accepted(TcpConnection connection) {
        data = connection;
        closePassive();
        arrivals.accepted(DATA, stack.name(), connection);
        if (listWanted) {
            transfer(connection);
        }
    }

    private void closePassive() {
        if (passive != null) {
            passive.close();
            passive = null;
        }
    }

    private void port(String argument) {
        String[] numbers = argument.split(",");
        Optional<Ipv4Address> address = numbers.length == 6
                ? Ipv4Address.parse(String.join(".", numbers[0], numbers[1], numbers[2], numbers[3]))
                : Optional.empty();
        if (address.isEmpty() || !numbers[4].matches("\\d{1,3}") || !numbers[5].matches("\\d{1,3}")) {
            say("501 what?");
            return;
        }
        activeAddress = address.get();
        activePort = Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]);
        say("200 ok");
    }

    /** Connects to the client; a failure is told 5 ms later, so that an ICMP error about it is there by then. */
    private void dial(Ipv4Address address, int port) {
        activeAddress = null;
        TcpConnection dialled = stack.sockets().connect(control.localAddress(), ACTIVE_PORT, address, port);
        boolean[] done = {false};
        Runnable look = () -> {
            if (done[0]) {
                return;
            }
            if (dialled.connected()) {
                done[0] = true;
                data = dialled;
                arrivals.opened(dialled);
                transfer(dialled);
            } else if (!dialled.error().isEmpty()) {
                done[0] = true;
                refuse(dialled);
            }
        };
        dialled.onChange(look);
        look.run();
        stack.network().queue().later(DIAL_TIMEOUT, () -> {
            if (!done[0]) {
                done[0] = true;
                refuse(dialled);
            }
        });
    }

    private void refuse(TcpConnection dialled) {
        stack.network().queue().later(DIAL_PAUSE, () -> {
            ports.failedDial = Optional.of(dialled);
            dialled.forget();
            say("425 cannot open data connection");
        });
    }

    /** Sends the listing and closes; 226 follows once the client has closed too. */
    private void transfer(TcpConnection connection) {
        listWanted = false;
        say("150 here it comes");
        connection.send(LISTING);
        boolean[] told = {false};
        connection.onChange(() -> {
            if (connection.peerClosed() && !told[0]) {
                told[0] = true;
                data = null;
                say("226 done");
            }
        });
        arrivals.atRelease(connection::shutdownWrite);
    }
}
