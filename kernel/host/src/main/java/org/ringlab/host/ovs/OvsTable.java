package org.ringlab.host.ovs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of the database with their columns (vswitch.ovsschema 8.3.1), in alphabetical order as {@code list} shows them. */
public enum OvsTable {
    /** Switches. */
    BRIDGE(
            "Bridge",
            "auto_attach uuids, controller uuids, datapath_id string?, datapath_type string, datapath_version string,"
                    + " external_ids map, fail_mode string?, flood_vlans ints, flow_tables map, ipfix uuids,"
                    + " mcast_snooping_enable bool, mirrors uuids, name string, netflow uuids, other_config map,"
                    + " ports uuids, protocols strings, rstp_enable bool, rstp_status map, sflow uuids, status map,"
                    + " stp_enable bool"),
    /** Their ports. */
    PORT(
            "Port",
            "bond_active_slave string?, bond_downdelay int, bond_fake_iface bool, bond_mode string?, bond_updelay int,"
                    + " cvlans ints, external_ids map, fake_bridge bool, interfaces uuids, lacp string?, mac string?,"
                    + " name string, other_config map, protected bool, qos uuids, rstp_statistics map, rstp_status map,"
                    + " statistics map, status map, tag int?, trunks ints, vlan_mode string?"),
    /** What the ports are made of. */
    INTERFACE(
            "Interface",
            "admin_state string?, bfd map, bfd_status map, cfm_fault ints, cfm_fault_status strings, cfm_flap_count ints,"
                    + " cfm_health ints, cfm_mpid int?, cfm_remote_mpids ints, cfm_remote_opstate string?, duplex string?,"
                    + " error string?, external_ids map, ifindex int?, ingress_policing_burst int,"
                    + " ingress_policing_kpkts_burst int, ingress_policing_kpkts_rate int, ingress_policing_rate int,"
                    + " lacp_current bool?, link_resets int?, link_speed int?, link_state string?, lldp map, mac string?,"
                    + " mac_in_use string?, mtu int?, mtu_request int?, name string, ofport int?, ofport_request int?,"
                    + " options map, other_config map, statistics map, status map, type string");

    /** The columns that a lab's switches take notice of, or that are only remembered. */
    public static final List<String> WRITABLE =
            List.of("tag", "trunks", "vlan_mode", "type", "options", "external_ids", "datapath_type");

    private final String text;
    private final Map<String, Type> columns = new LinkedHashMap<>();

    /** What a column holds. */
    public enum Type {
        /** A text. */
        STRING,
        /** A text or nothing. */
        OPTIONAL_STRING,
        /** Texts. */
        STRINGS,
        /** A number. */
        INT,
        /** A number or nothing. */
        OPTIONAL_INT,
        /** Numbers. */
        INTS,
        /** True or false. */
        BOOL,
        /** True, false or nothing. */
        OPTIONAL_BOOL,
        /** Values by keys. */
        MAP,
        /** Rows of other tables. */
        UUIDS;

        private static Type of(String word) {
            return switch (word) {
                case "string" -> STRING;
                case "string?" -> OPTIONAL_STRING;
                case "strings" -> STRINGS;
                case "int" -> INT;
                case "int?" -> OPTIONAL_INT;
                case "ints" -> INTS;
                case "bool" -> BOOL;
                case "bool?" -> OPTIONAL_BOOL;
                case "map" -> MAP;
                default -> UUIDS;
            };
        }

        /** Whether it holds numbers. */
        public boolean isNumber() {
            return this == INT || this == OPTIONAL_INT || this == INTS;
        }

        /** Whether it may hold several atoms, and always shows brackets. */
        public boolean isSet() {
            return this == STRINGS || this == INTS || this == UUIDS;
        }
    }

    OvsTable(String text, String columns) {
        this.text = text;
        for (String column : columns.split(", *")) {
            String[] words = column.strip().split(" ");
            this.columns.put(words[0], Type.of(words[1]));
        }
    }

    /** As messages name it. */
    public String text() {
        return text;
    }

    /** Its columns with what they hold. */
    public Map<String, Type> columns() {
        return columns;
    }

    /** The table that a word names, in any case; its beginning will do. */
    public static Optional<OvsTable> find(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(t -> !lower.isEmpty() && t.text.toLowerCase(Locale.ROOT).startsWith(lower))
                .findFirst();
    }
}
