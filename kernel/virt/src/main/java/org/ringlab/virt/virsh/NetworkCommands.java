package org.ringlab.virt.virsh;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.network.NetworkDef;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.schema.Schemas;
import org.ringlab.virt.xml.Element;

/** Virtual networks: {@code net-define}, {@code net-start} … */
final class NetworkCommands {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String NETWORK = "<network>";

    private NetworkCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "net-autostart", "<network> --disable", "autostart a network", NetworkCommands::autostart),
                VirshCommand.of(
                        "net-create",
                        "<file> --validate",
                        "create a network from an XML file",
                        NetworkCommands::create),
                VirshCommand.of(
                        "net-define",
                        "<file> --validate",
                        "define an inactive persistent virtual network or"
                                + " modify an existing persistent one from an XML file",
                        NetworkCommands::define),
                VirshCommand.of("net-destroy", NETWORK, "destroy (stop) a network", NetworkCommands::destroy),
                VirshCommand.of(
                        "net-dhcp-leases",
                        "<network> [mac]",
                        "print lease info for a given network",
                        NetworkCommands::leases),
                VirshCommand.of(
                        "net-dumpxml", "<network> --inactive", "network information in XML", NetworkCommands::document),
                VirshCommand.of("net-edit", NETWORK, "edit XML configuration for a network", EditCommands::network),
                VirshCommand.of("net-info", NETWORK, "network information", NetworkCommands::info),
                VirshCommand.of(
                        "net-list",
                        "--inactive --all --persistent --transient --autostart --no-autostart --name --uuid --table",
                        "list networks",
                        NetworkCommands::list),
                VirshCommand.of("net-name", NETWORK, "convert a network UUID to network name", NetworkCommands::name),
                VirshCommand.of(
                        "net-start", NETWORK, "start a (previously defined) inactive network", NetworkCommands::start),
                VirshCommand.of("net-undefine", NETWORK, "undefine a persistent network", NetworkCommands::undefine),
                VirshCommand.of(
                        "net-update",
                        "<network> <command> <section> <xml> [#parent-index] --config --live --current",
                        "update parts of an existing network's configuration",
                        NetworkCommands::update),
                VirshCommand.of("net-uuid", NETWORK, "convert a network name to network UUID", NetworkCommands::uuid));
    }

    private static boolean define(Call call) throws VirError {
        return made(
                call, "define", "defined", text -> call.libvirtd().networks().define(text));
    }

    private static boolean create(Call call) throws VirError {
        return made(
                call, "create", "created", text -> call.libvirtd().networks().create(text));
    }

    /** A document becomes a network. */
    private interface Make {
        VirtualNetwork of(String text) throws VirError;
    }

    private static boolean made(Call call, String verb, String done, Make make) throws VirError {
        Optional<String> text = call.file("file");
        if (text.isEmpty()) {
            return false;
        }
        VirtualNetwork network;
        try {
            call.write(verb.equals("define") ? "virNetworkDefineXML" : "virNetworkCreateXML");
            if (call.has("validate")) {
                Schemas.validate(text.get(), "network", "network_definition");
            }
            network = make.of(text.get());
        } catch (VirError e) {
            call.error("Failed to " + verb + " network from " + call.text("file"));
            throw e;
        }
        call.extra("Network " + network.name() + " " + done + " from " + call.text("file") + "\n");
        return true;
    }

    /** A step of a network's life. */
    private interface Step {
        void take(VirtualNetwork network) throws VirError;
    }

    private static boolean step(Call call, String verb, String done, String function, Step step) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        if (network.isEmpty()) {
            return false;
        }
        String name = network.get().name();
        call.attempt("Failed to " + verb + " network " + name, () -> {
            call.write(function);
            step.take(network.get());
        });
        call.extra("Network " + name + " " + done + "\n");
        return true;
    }

    private static boolean start(Call call) throws VirError {
        return step(
                call, "start", "started", "virNetworkCreate", call.libvirtd().networks()::start);
    }

    private static boolean destroy(Call call) throws VirError {
        return step(
                call,
                "destroy",
                "destroyed",
                "virNetworkDestroy",
                call.libvirtd().networks()::destroy);
    }

    private static boolean undefine(Call call) throws VirError {
        return step(
                call,
                "undefine",
                "has been undefined",
                "virNetworkUndefine",
                call.libvirtd().networks()::undefine);
    }

    private static boolean autostart(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        if (network.isEmpty()) {
            return false;
        }
        boolean on = !call.has("disable");
        String which = on ? "mark" : "unmark";
        String name = network.get().name();
        call.attempt("failed to " + which + " network " + name + " as autostarted", () -> {
            call.write("virNetworkSetAutostart");
            call.libvirtd().networks().autostart(network.get(), on);
        });
        call.extra("Network " + name + " " + which + "ed as autostarted\n");
        return true;
    }

    private static boolean list(Call call) throws VirError {
        Table table = call.table("Name", "State", "Autostart", "Persistent");
        for (VirtualNetwork network : call.libvirtd().networks().all().stream()
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                .toList()) {
            boolean kind = call.has("all") || (call.has("inactive") != network.isActive());
            boolean wanted = kind
                    && (!call.has("persistent") || network.isPersistent())
                    && (!call.has("transient") || !network.isPersistent())
                    && (!call.has("autostart") || network.isAutostart())
                    && (!call.has("no-autostart") || !network.isAutostart());
            if (!wanted) {
                continue;
            }
            if (call.has("name") || call.has("uuid")) {
                call.line(call.has("name") ? network.name() : network.def().uuid());
            }
            table.row(
                    network.name(),
                    network.isActive() ? "active" : "inactive",
                    network.isAutostart() ? "yes" : "no",
                    network.isPersistent() ? "yes" : "no");
        }
        if (call.has("name") || call.has("uuid")) {
            return true;
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, " %-20s %-10s %-13s %s", 58);
        }
        return true;
    }

    private static boolean info(Call call) throws VirError {
        Optional<VirtualNetwork> found = call.network(true);
        if (found.isEmpty()) {
            return false;
        }
        VirtualNetwork network = found.get();
        call.field("Name:", network.name());
        call.field("UUID:", network.def().uuid());
        call.field("Active:", network.isActive() ? "yes" : "no");
        call.field("Persistent:", network.isPersistent() ? "yes" : "no");
        call.field("Autostart:", network.isAutostart() ? "yes" : "no");
        network.def().bridge().ifPresent(b -> call.field("Bridge:", b));
        return true;
    }

    private static boolean document(Call call) throws VirError {
        Optional<VirtualNetwork> found = call.network(true);
        if (found.isEmpty()) {
            return false;
        }
        VirtualNetwork network = found.get();
        if (call.has("inactive")) {
            call.out(network.config().orElse(network.def()).toString());
            return true;
        }
        Element shown = network.def().copy().root();
        long users = call.libvirtd().domains().all().stream()
                .flatMap(d -> d.live().stream())
                .flatMap(d -> d.nics().stream())
                .filter(n -> n.type().equals("network")
                        && n.source().filter(network.name()::equals).isPresent())
                .count();
        if (users > 0) {
            shown.set("connections", String.valueOf(users));
        }
        call.out(shown.toString());
        return true;
    }

    private static boolean name(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        network.ifPresent(n -> call.line(n.name()));
        return network.isPresent();
    }

    private static boolean uuid(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(false);
        network.ifPresent(n -> call.line(n.def().uuid()));
        return network.isPresent();
    }

    private static boolean leases(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        if (network.isEmpty()) {
            return false;
        }
        Table table =
                call.table("Expiry Time", "MAC address", "Protocol", "IP address", "Hostname", "Client ID or DUID");
        List<VirtHost.Lease> leases = network.get().isActive()
                ? call.libvirtd().host().links().leases(network.get().def())
                : List.of();
        for (VirtHost.Lease lease : leases) {
            if (call.value("mac").filter(m -> !m.equalsIgnoreCase(lease.mac())).isPresent()) {
                continue;
            }
            LocalDateTime time = LocalDateTime.ofEpochSecond(lease.expires(), 0, ZoneOffset.UTC);
            table.row(
                    time.format(TIME),
                    lease.mac(),
                    "ipv4",
                    lease.address() + "/" + lease.prefix(),
                    lease.name().isEmpty() ? "-" : lease.name(),
                    lease.client());
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, " %-20s %-18s %-9s %-25s %-15s %s", 115);
        }
        return true;
    }

    private static boolean update(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        if (network.isEmpty()) {
            return false;
        }
        String command = call.text("command");
        if (!List.of("add", "add-last", "add-first", "delete", "modify").contains(command)) {
            return call.fails("unrecognized command name '" + command + "'");
        }
        String section = call.text("section");
        if (!List.of(
                        "bridge",
                        "domain",
                        "ip",
                        "ip-dhcp-host",
                        "ip-dhcp-range",
                        "forward",
                        "forward-interface",
                        "forward-pf",
                        "portgroup",
                        "dns-host",
                        "dns-txt",
                        "dns-srv")
                .contains(section)) {
            return call.fails("unrecognized section name '" + section + "'");
        }
        if (!section.equals("ip-dhcp-host")) {
            return call.fails("not simulated: net-update of " + section);
        }
        boolean none = !call.has("live") && !call.has("config");
        boolean live = call.has("live") || none && network.get().isActive();
        boolean config = call.has("config") || none && !network.get().isActive();
        String xml = call.text("xml").startsWith("<")
                ? call.text("xml")
                : call.file("xml").orElse("");
        if (xml.isEmpty()) {
            return false;
        }
        call.attempt("Failed to update network " + network.get().name(), () -> {
            call.write("virNetworkUpdate");
            Element station = DomainReader.root(xml, "host", "network_update_xml");
            call.libvirtd().networks().update(network.get(), command, station, live, config);
        });
        String what = live && config ? "persistent config and live state" : live ? "live state" : "persistent config";
        call.extra("Updated network " + network.get().name() + " " + what);
        return true;
    }

    /** The networks' addresses, for those that ask. */
    static List<NetworkDef.Ip> addresses(VirtualNetwork network) {
        return network.def().addresses();
    }
}
