package org.ringlab.netfilter.rules;

import java.util.Optional;

/**
 * {@code -j CONNMARK} (net/netfilter/xt_connmark.c): the mark of a connection, which all its packets share.
 *
 * @param operation what is done
 * @param value with SET the value, else 0
 * @param connectionMask the bits of the connection's mark that are cleared or read
 * @param packetMask the bits of the packet's mark that are read or cleared; with SET unused
 */
public record ConnmarkTarget(Operation operation, int value, int connectionMask, int packetMask)
        implements AlteringTarget {
    /** What is done. */
    public enum Operation {
        /** The connection gets a value. */
        SET,
        /** The connection gets the packet's mark. */
        SAVE,
        /** The packet gets the connection's mark. */
        RESTORE
    }

    @Override
    public PacketChange alter(ChangeablePacket packet) {
        Optional<ConnectionView> connection = packet.connection();
        int connectionMark = connection.map(ConnectionView::mark).orElse(0);
        if (operation == Operation.RESTORE) {
            int before = packet.mark();
            connection.ifPresent(c -> packet.setMark(before & ~packetMask ^ connectionMark & connectionMask));
            return PacketChange.hex(PacketField.MARK, before, packet.mark());
        }
        int put = operation == Operation.SET ? value : packet.mark() & packetMask;
        packet.setConnectionMark(connectionMark & ~connectionMask ^ put);
        int after = packet.connection().map(ConnectionView::mark).orElse(0);
        return PacketChange.hex(PacketField.CONNECTION_MARK, connectionMark, after);
    }

    @Override
    public boolean needsConntrack() {
        return true;
    }

    @Override
    public String name() {
        return "CONNMARK";
    }

    @Override
    public String text() {
        return "-j CONNMARK "
                + switch (operation) {
                    case SET -> "--set-xmark " + Texts.hex(value) + "/" + Texts.hex(connectionMask);
                    case SAVE -> "--save-mark " + masks();
                    case RESTORE -> "--restore-mark " + masks();
                };
    }

    private String masks() {
        return "--nfmask " + Texts.hex(packetMask) + " --ctmask " + Texts.hex(connectionMask);
    }

    @Override
    public String listing(boolean numeric) {
        return "CONNMARK "
                + switch (operation) {
                    case SET -> MarkTarget.operation(value, connectionMask);
                    case SAVE -> "save" + mask("nfmask", packetMask, "ctmask", connectionMask);
                    case RESTORE -> "restore" + mask("ctmask", connectionMask, "nfmask", packetMask);
                };
    }

    private static String mask(String read, int from, String cleared, int into) {
        if (from == -1 && into == -1) {
            return "";
        }
        return from == into
                ? " mask " + Texts.hex(from)
                : " " + read + " " + Texts.hex(from) + " " + cleared + " ~" + Texts.hex(into);
    }
}
