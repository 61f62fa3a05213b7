package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ovs.OvsDatabase;
import org.ringlab.host.ovs.OvsRow;
import org.ringlab.host.ovs.OvsTable;
import org.ringlab.host.ovs.OvsTable.Type;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.OvsPort;

/** The commands of {@code ovs-vsctl} that read and write columns of rows: get, set, list, find, add, remove, clear. */
final class OvsColumns {
    private static final List<String> VLAN_MODES =
            List.of("access", "dot1q-tunnel", "native-tagged", "native-untagged", "trunk");

    private final OvsDatabase database;
    private final OvsDatabase inForce;
    private final boolean ifExists;
    private final OvsStyle style;
    private final StringBuilder out;

    OvsColumns(OvsDatabase database, OvsDatabase inForce, boolean ifExists, OvsStyle style, StringBuilder out) {
        this.style = style;
        this.database = database;
        this.inForce = inForce;
        this.ifExists = ifExists;
        this.out = out;
    }

    private static OvsTable table(String word) throws OvsException {
        Optional<OvsTable> table = OvsTable.find(word);
        if (table.isEmpty()) {
            boolean real = List.of(
                            "open_vswitch",
                            "controller",
                            "manager",
                            "mirror",
                            "qos",
                            "queue",
                            "ssl",
                            "netflow",
                            "sflow")
                    .stream()
                    .anyMatch(name -> !word.isEmpty() && name.startsWith(word.toLowerCase(Locale.ROOT)));
            throw new OvsException(real ? "not simulated: table " + word : "unknown table \"" + word + "\"");
        }
        return table.get();
    }

    private Optional<OvsRow> row(OvsTable table, String record) throws OvsException {
        Optional<OvsRow> row = database.rows(table).stream()
                .filter(r -> r.name().equals(record) || r.uuid().equals(record))
                .findFirst();
        if (row.isEmpty() && !ifExists) {
            throw new OvsException("no row \"" + record + "\" in table " + table.text());
        }
        return row;
    }

    private static String column(OvsTable table, String word) throws OvsException {
        List<String> found = table.columns().containsKey(word)
                ? List.of(word)
                : table.columns().keySet().stream()
                        .filter(c -> !word.isEmpty() && c.startsWith(word))
                        .toList();
        if (found.size() > 1) {
            throw new OvsException(table.text() + " contains more than one column whose name matches \"" + word + "\"");
        }
        if (found.isEmpty()) {
            throw new OvsException(table.text() + " does not contain a column whose name matches \"" + word + "\"");
        }
        return found.getFirst();
    }

    /** A column as it reads: what the daemon writes comes from the switch itself. */
    private String text(OvsRow row, String column) {
        Optional<OvsPort> port = row.table() == OvsTable.INTERFACE
                ? inForce.port(row.name()).flatMap(p -> inForce.portOf(p))
                : Optional.empty();
        Optional<NetInterface> iface = port.flatMap(OvsPort::iface);
        return switch (column) {
            case "ofport" -> port.map(p -> String.valueOf(p.number())).orElse("-1");
            case "error" ->
                inForce.port(row.name())
                        .flatMap(inForce::error)
                        .map(OvsRow::quoted)
                        .orElse("[]");
            case "mac_in_use" -> iface.map(i -> "\"" + i.mac() + "\"").orElse("[]");
            case "mtu" -> iface.map(i -> String.valueOf(i.mtu())).orElse("[]");
            case "ifindex" -> iface.map(i -> String.valueOf(i.index())).orElse("[]");
            case "admin_state" -> iface.map(i -> i.isUp() ? "up" : "down").orElse("[]");
            case "link_state" -> iface.map(i -> i.isRunning() ? "up" : "down").orElse("[]");
            case "statistics" ->
                port.filter(p -> row.table() == OvsTable.INTERFACE)
                        .map(p -> "{rx_bytes=" + p.receivedBytes() + ", rx_packets=" + p.receivedPackets()
                                + ", tx_bytes=" + p.sentBytes() + ", tx_packets=" + p.sentPackets() + "}")
                        .orElse("{}");
            case "ports", "interfaces" -> references(row);
            case "ingress_policing_burst", "ingress_policing_rate", "bond_updelay", "bond_downdelay" -> "0";
            default -> row.text(column);
        };
    }

    private String references(OvsRow row) {
        List<String> uuids = new ArrayList<>();
        for (OvsDatabase.BridgeEntry bridge : database.bridges()) {
            for (OvsDatabase.PortEntry port : bridge.ports().values()) {
                if (bridge.row() == row) {
                    uuids.add(port.row().uuid());
                } else if (port.row() == row) {
                    uuids.add(port.iface().uuid());
                }
            }
        }
        return "[" + String.join(", ", uuids.stream().sorted().toList()) + "]";
    }

    void get(List<String> args) throws OvsException {
        OvsTable table = table(args.get(0));
        Optional<OvsRow> row = row(table, args.get(1));
        for (String word : row.isEmpty() ? List.<String>of() : args.subList(2, args.size())) {
            if (word.equals("_uuid")) {
                out.append(row.get().uuid()).append('\n');
                continue;
            }
            int colon = word.indexOf(':');
            String column = column(table, colon < 0 ? word : word.substring(0, colon));
            if (colon < 0) {
                out.append(text(row.get(), column)).append('\n');
                continue;
            }
            String key = word.substring(colon + 1);
            String value = row.get().map(column).get(key);
            if (value == null && !ifExists) {
                throw new OvsException("no key \"" + key + "\" in " + table.text() + " record \""
                        + row.get().name() + "\" column " + column);
            }
            out.append(value == null ? "" : OvsRow.quoted(value)).append('\n');
        }
    }

    void list(List<String> args, @Nullable String columns) throws OvsException {
        OvsTable table = table(args.get(0));
        List<OvsRow> rows = new ArrayList<>();
        for (String record : args.subList(1, args.size())) {
            row(table, record).ifPresent(rows::add);
        }
        print(table, args.size() == 1 ? database.rows(table) : rows, columns);
    }

    /** Rows whose columns have these values: {@code tag=10}, {@code external_ids:key=value}. */
    void find(List<String> args, @Nullable String columns) throws OvsException {
        OvsTable table = table(args.get(0));
        List<OvsRow> rows = new ArrayList<>(database.rows(table));
        for (String condition : args.subList(1, args.size())) {
            int equals = condition.indexOf('=');
            if (equals < 0 || condition.contains("!=") || condition.contains("{")) {
                throw new OvsException("not simulated: find with conditions but COLUMN=VALUE");
            }
            String name = condition.substring(0, equals);
            String value = condition.substring(equals + 1).replace("\"", "");
            int colon = name.indexOf(':');
            String column = column(table, colon < 0 ? name : name.substring(0, colon));
            rows.removeIf(r -> colon < 0
                    ? !text(r, column).replace("\"", "").equals(value)
                    : !value.equals(r.map(column).get(name.substring(colon + 1))));
        }
        print(table, rows, columns);
    }

    private void print(OvsTable table, List<OvsRow> rows, @Nullable String columns) throws OvsException {
        List<String> shown = new ArrayList<>();
        if (columns == null) {
            shown.add("_uuid");
            shown.addAll(table.columns().keySet());
        } else {
            for (String word : columns.split(",")) {
                shown.add(word.equals("_uuid") ? word : column(table, word));
            }
        }
        List<List<String>> cells = new ArrayList<>();
        for (OvsRow row : rows) {
            cells.add(shown.stream()
                    .map(column -> column.equals("_uuid") ? row.uuid() : text(row, column))
                    .toList());
        }
        out.append(style.show(shown, cells));
    }

    void set(List<String> args) throws OvsException {
        Optional<OvsRow> row = row(table(args.get(0)), args.get(1));
        for (String setting : row.isEmpty() ? List.<String>of() : args.subList(2, args.size())) {
            setColumn(row.get(), setting);
        }
    }

    /** {@code COLUMN=VALUE} or {@code COLUMN:KEY=VALUE}. */
    void setColumn(OvsRow row, String setting) throws OvsException {
        int end = 0;
        while (end < setting.length()
                && (Character.isLetterOrDigit(setting.charAt(end)) || "_-".indexOf(setting.charAt(end)) >= 0)) {
            end++;
        }
        String column = column(row.table(), setting.substring(0, end));
        Type type = row.table().columns().getOrDefault(column, Type.STRING);
        int equals = setting.indexOf('=', end);
        if (equals < 0 || setting.charAt(end) != '=' && setting.charAt(end) != ':') {
            throw new OvsException(setting + ": argument does not end in \"=\" followed by a value.");
        }
        String value = setting.substring(equals + 1);
        if (value.isEmpty()) {
            throw new OvsException(setting + ": argument does not end in \"=\" followed by a value.");
        }
        writable(row.table(), column);
        if (setting.charAt(end) == ':') {
            if (type != Type.MAP) {
                throw new OvsException("cannot specify key to set for non-map column " + column);
            }
            row.put(column, setting.substring(end + 1, equals), unquoted(value));
        } else if (type == Type.MAP) {
            row.clear(column);
            putAll(row, column, value);
        } else {
            row.set(column, atoms(column, type, value));
        }
    }

    private static void writable(OvsTable table, String column) throws OvsException {
        if (!OvsTable.WRITABLE.contains(column)) {
            throw new OvsException(
                    column.equals("name")
                            ? "cannot modify read-only column name in table " + table.text()
                            : "not simulated: column " + column + " of table " + table.text());
        }
    }

    private static void putAll(OvsRow row, String column, String text) throws OvsException {
        String inner = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        for (String pair : inner.isBlank() ? new String[0] : inner.split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new OvsException(pair.strip() + ": syntax error at \"");
            }
            row.put(
                    column,
                    unquoted(pair.substring(0, equals).strip()),
                    unquoted(pair.substring(equals + 1).strip()));
        }
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** The atoms of {@code 10,20}, {@code [10, 20]}, {@code []}, each checked as the schema has it. */
    private static List<String> atoms(String column, Type type, String text) throws OvsException {
        String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        List<String> atoms = new ArrayList<>();
        for (String atom : inner.isBlank() ? new String[0] : inner.split(",")) {
            String value = unquoted(atom.strip());
            if (type.isNumber()) {
                if (!value.matches("-?\\d{1,9}")) {
                    throw new OvsException("\"" + value + "\" is not a valid integer or range");
                }
                int number = Integer.parseInt(value);
                if ((column.equals("tag") || column.equals("trunks")) && (number < 0 || number > 4095)) {
                    throw new OvsException(
                            "constraint violation: " + number + " is not in the valid range 0 to 4095 (inclusive)");
                }
                value = String.valueOf(number);
            }
            if (column.equals("vlan_mode")) {
                if (!VLAN_MODES.contains(value)) {
                    throw new OvsException("constraint violation: " + value + " is not one of the allowed values (["
                            + String.join(", ", VLAN_MODES) + "])");
                }
                if (value.equals("dot1q-tunnel")) {
                    throw new OvsException("not simulated: vlan_mode dot1q-tunnel");
                }
            }
            if (column.equals("type")
                    && List.of("geneve", "stt", "lisp", "tap", "erspan", "gtpu", "srv6", "dpdk")
                            .contains(value)) {
                throw new OvsException("not simulated: interface type " + value);
            }
            atoms.add(value);
        }
        return atoms;
    }

    void add(List<String> args) throws OvsException {
        OvsTable table = table(args.get(0));
        Optional<OvsRow> row = row(table, args.get(1));
        String column = column(table, args.get(2));
        writable(table, column);
        for (String value : row.isEmpty() ? List.<String>of() : args.subList(3, args.size())) {
            Type type = table.columns().getOrDefault(column, Type.STRING);
            if (type == Type.MAP) {
                putAll(row.get(), column, value);
            } else {
                List<String> all = new ArrayList<>(row.get().atoms(column));
                all.addAll(atoms(column, type, value));
                if (all.size() > 1 && !type.isSet()) {
                    throw new OvsException("\"add\" operation would put " + all.size() + " values in column " + column
                            + " of table " + table.text() + " but the maximum number is 1");
                }
                row.get().set(column, all);
            }
        }
    }

    void remove(List<String> args) throws OvsException {
        OvsTable table = table(args.get(0));
        Optional<OvsRow> row = row(table, args.get(1));
        String column = column(table, args.get(2));
        writable(table, column);
        for (String value : row.isEmpty() ? List.<String>of() : args.subList(3, args.size())) {
            Type type = table.columns().getOrDefault(column, Type.STRING);
            if (type == Type.MAP) {
                int equals = value.indexOf('=');
                String key = equals < 0 ? value : value.substring(0, equals);
                if (equals < 0
                        || value.substring(equals + 1)
                                .equals(row.get().map(column).get(key))) {
                    row.get().removeKey(column, key);
                }
            } else {
                List<String> left = new ArrayList<>(row.get().atoms(column));
                left.removeAll(atoms(column, type, value));
                row.get().set(column, left);
            }
        }
    }

    void clear(List<String> args) throws OvsException {
        OvsTable table = table(args.get(0));
        Optional<OvsRow> row = row(table, args.get(1));
        for (String word : row.isEmpty() ? List.<String>of() : args.subList(2, args.size())) {
            String column = column(table, word);
            writable(table, column);
            Map<String, Type> columns = table.columns();
            Type type = columns.getOrDefault(column, Type.STRING);
            if (type == Type.STRING || type == Type.INT || type == Type.BOOL) {
                throw new OvsException("\"clear\" operation cannot be applied to column " + column + " of table "
                        + table.text() + ", which is not allowed to be empty");
            }
            row.get().clear(column);
        }
    }
}
