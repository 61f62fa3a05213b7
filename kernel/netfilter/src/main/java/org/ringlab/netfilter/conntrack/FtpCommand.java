package org.ringlab.netfilter.conntrack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A line of an FTP session that announces a data connection (net/netfilter/nf_conntrack_ftp.c).
 *
 * @param form how it writes address and port
 * @param offset where address and port begin in the line
 * @param length how many characters they take
 * @param address the address written; null in the form that has none
 * @param port the port written
 */
public record FtpCommand(
        Form form, int offset, int length, @Nullable Ipv4Address address, int port) {
    /** How address and port are written. */
    public enum Form {
        /** {@code PORT 10,0,0,1,195,80}, by the client. */
        PORT("PORT", ' ', '\r', false),
        /** {@code EPRT |1|10.0.0.1|50000|}, by the client (RFC 2428). */
        EPRT("EPRT", ' ', '\r', false),
        /** {@code 227 Entering Passive Mode (10,0,0,1,195,80)}, by the server. */
        PASV("227 ", NO_SKIP, NO_SKIP, true),
        /** {@code 229 Entering Extended Passive Mode (|||50000|)}, by the server (RFC 2428). */
        EPSV("229 ", '(', ')', true);

        private final String words;
        private final char skip;
        private final char end;
        private final boolean byServer;

        Form(String words, char skip, char end, boolean byServer) {
            this.words = words;
            this.skip = skip;
            this.end = end;
            this.byServer = byServer;
        }

        /** Address and port in this form. */
        public String write(Ipv4Address address, int port) {
            return switch (this) {
                case PORT, PASV -> address.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255);
                case EPRT -> "|1|" + address + "|" + port + "|";
                case EPSV -> "|||" + port + "|";
            };
        }
    }

    private static final char NO_SKIP = 0;

    /** What reading a line gives. */
    sealed interface Reading {
        /** It announces nothing. */
        record Nothing() implements Reading {}

        /** It begins like an announcement and is cut off or garbled. */
        record Partial() implements Reading {}

        /** It announces a connection. */
        record Announces(FtpCommand command) implements Reading {}
    }

    /** Reads a line. */
    static Reading read(String line, boolean fromServer) {
        for (Form form : Form.values()) {
            if (form.byServer == fromServer) {
                Reading reading = read(line, form);
                if (!(reading instanceof Reading.Nothing)) {
                    return reading;
                }
            }
        }
        return new Reading.Nothing();
    }

    /** {@code find_pattern}. */
    private static Reading read(String line, Form form) {
        int compared = Math.min(line.length(), form.words.length());
        if (!line.regionMatches(true, 0, form.words, 0, compared)) {
            return new Reading.Nothing();
        }
        if (line.length() <= form.words.length()) {
            return new Reading.Partial();
        }
        int at = form.words.length();
        if (form.skip != NO_SKIP) {
            at = line.indexOf(form.skip, at) + 1;
            if (at == 0 || at == line.length()) {
                return new Reading.Partial();
            }
        }
        Optional<FtpCommand> command = switch (form) {
            case PORT -> numbers(line, form, at);
            case PASV -> numbers(line, form, firstDigit(line, at));
            case EPRT -> extendedPort(line, at);
            case EPSV -> extendedPassive(line, at);
        };
        return command.<Reading>map(Reading.Announces::new).orElseGet(Reading.Partial::new);
    }

    private static int firstDigit(String line, int from) {
        int at = from;
        while (at < line.length() && !isDigit(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Six numbers joined by commas. */
    private static Optional<FtpCommand> numbers(String line, Form form, int at) {
        int[] n = new int[6];
        int length = numbers(line, at, n, ',', form.end);
        if (length == 0) {
            return Optional.empty();
        }
        Ipv4Address address = new Ipv4Address(n[0] << 24 | n[1] << 16 | n[2] << 8 | n[3]);
        return Optional.of(new FtpCommand(form, at, length, address, (n[4] << 8 | n[5]) & 0xFFFF));
    }

    /** {@code try_number}: reads as many numbers as fit; the length read, 0 where it isn't that. */
    private static int numbers(String line, int at, int[] into, char separator, char end) {
        int i = 0;
        for (int length = 0; at + length < line.length() && i < into.length; length++) {
            char c = line.charAt(at + length);
            if (isDigit(c)) {
                into[i] = into[i] * 10 + (c - '0');
            } else if (c == separator) {
                i++;
            } else {
                return (c == end || end == NO_SKIP) && i == into.length - 1 ? length : 0;
            }
        }
        return 0;
    }

    private static boolean isDelimiter(char c) {
        return !isDigit(c) && c >= 33 && c <= 126;
    }

    private static Optional<FtpCommand> extendedPort(String line, int at) {
        if (line.length() - at <= 3
                || !isDelimiter(line.charAt(at))
                || line.charAt(at + 1) != '1'
                || line.charAt(at + 2) != line.charAt(at)) {
            return Optional.empty();
        }
        int[] n = new int[4];
        int length = numbers(line, at + 3, n, '.', line.charAt(at));
        if (length == 0) {
            return Optional.empty();
        }
        Ipv4Address address = new Ipv4Address(n[0] << 24 | n[1] << 16 | n[2] << 8 | n[3]);
        return port(line, Form.EPRT, at, at + 3 + length + 1, address);
    }

    private static Optional<FtpCommand> extendedPassive(String line, int at) {
        char delimiter = line.charAt(at);
        if (line.length() - at <= 3
                || !isDelimiter(delimiter)
                || line.charAt(at + 1) != delimiter
                || line.charAt(at + 2) != delimiter) {
            return Optional.empty();
        }
        return port(line, Form.EPSV, at, at + 3, null);
    }

    /** {@code get_port}: digits up to the delimiter. */
    private static Optional<FtpCommand> port(
            String line, Form form, int begin, int from, @Nullable Ipv4Address address) {
        int port = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == line.charAt(begin)) {
                return port == 0
                        ? Optional.empty()
                        : Optional.of(new FtpCommand(form, begin, i + 1 - begin, address, port & 0xFFFF));
            }
            if (!isDigit(c)) {
                return Optional.empty();
            }
            port = port * 10 + (c - '0');
        }
        return Optional.empty();
    }
}
