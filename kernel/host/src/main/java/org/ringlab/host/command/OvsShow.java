package org.ringlab.host.command;

import org.ringlab.host.ovs.OvsDatabase;
import org.ringlab.host.ovs.OvsDatabase.BridgeEntry;
import org.ringlab.host.ovs.OvsDatabase.PortEntry;
import org.ringlab.host.ovs.OvsRow;

/** What {@code ovs-vsctl show} prints: bridges, ports and interfaces, what differs from the default, and errors. */
final class OvsShow {
    private OvsShow() {}

    /** Errors are those of what is in force; what this transaction changes has none yet. */
    static void print(OvsDatabase database, OvsDatabase inForce, StringBuilder out) {
        line(out, database.uuid());
        for (BridgeEntry bridge : database.bridges()) {
            line(out, "    Bridge " + OvsRow.quoted(bridge.row().name()));
            field(out, 8, bridge.row(), "datapath_type");
            for (PortEntry port : bridge.ports().values()) {
                String name = OvsRow.quoted(port.row().name());
                line(out, "        Port " + name);
                field(out, 12, port.row(), "tag");
                field(out, 12, port.row(), "trunks");
                line(out, "            Interface " + name);
                field(out, 16, port.iface(), "type");
                field(out, 16, port.iface(), "options");
                inForce.port(port.row().name())
                        .flatMap(inForce::error)
                        .ifPresent(e -> line(out, " ".repeat(16) + "error: \"" + e + "\""));
            }
        }
        line(out, "    ovs_version: \"3.1.0\"");
    }

    private static void field(StringBuilder out, int indent, OvsRow row, String column) {
        String text = row.text(column);
        if (!text.equals("[]") && !text.equals("{}") && !text.equals("\"\"")) {
            line(out, " ".repeat(indent) + column + ": " + text);
        }
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}
