package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.host.cloud.BoxTable;
import org.ringlab.host.cloud.Cloud;
import org.ringlab.host.cloud.CloudNetwork;
import org.ringlab.host.cloud.Compute;
import org.ringlab.host.cloud.Flavor;
import org.ringlab.host.cloud.Instance;
import org.ringlab.host.container.Digest;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code openstack} of the release Train: the nouns and verbs of a first lesson. */
final class OpenstackCommand extends NamedCommand {
    private static final Set<String> NOUNS = Set.of("server", "hypervisor", "flavor", "image", "network", "compute");

    OpenstackCommand() {
        super(
                "openstack",
                "openstack server create|list|show|delete|migrate, openstack hypervisor|flavor|image|network list: a cloud");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty() || !NOUNS.contains(args.getFirst())) {
            String said = args.isEmpty() ? "" : String.join(" ", args);
            io.err().line("openstack: '" + said + "' is not an openstack command. See 'openstack --help'.");
            return 2;
        }
        if (!session.variables().containsKey("OS_AUTH_URL")) {
            io.err().line("Missing value auth-url required for auth plugin password");
            return 1;
        }
        Cloud cloud = session.machine().fleet().clouds().get(session.machine().hostName());
        if (cloud == null) {
            io.err().line("openstack: not simulated: a client that isn't on the controller");
            return 1;
        }
        return new Call(session, cloud, io).run(args);
    }

    /** One call. */
    private record Call(Session session, Cloud cloud, Streams io) {
        int run(List<String> args) {
            String verb = args.size() > 1 ? args.get(1) : "";
            List<String> rest = args.subList(Math.min(2, args.size()), args.size());
            return switch (args.getFirst()) {
                case "server" -> server(verb, rest);
                case "network" -> network(verb, rest);
                case "compute" -> computeService(verb, rest);
                default ->
                    verb.equals("list")
                            ? list(args.getFirst(), rest)
                            : verb.equals("show") && args.getFirst().equals("hypervisor")
                                    ? hypervisor(rest)
                                    : notSimulated(args.getFirst() + " " + verb);
            };
        }

        private int notSimulated(String what) {
            io.err().line("openstack: not simulated: openstack " + what.strip());
            return 1;
        }

        private int fail(String text) {
            io.err().line(text);
            return 1;
        }

        private int print(BoxTable table) {
            table.lines().forEach(io.out()::line);
            return 0;
        }

        private int list(String noun, List<String> words) {
            List<Instance> all = cloud.instances();
            DockerOptions options = DockerOptions.parse(words, true, "long");
            if (options.complaint().isPresent()) {
                return fail("openstack " + noun + " list: error: unrecognized arguments: " + String.join(" ", words));
            }
            switch (noun) {
                case "flavor" -> {
                    BoxTable table = new BoxTable("ID", "Name", "RAM", "Disk", "Ephemeral", "VCPUs", "Is Public");
                    Flavor.ALL.forEach(
                            f -> table.row(f.id(), f.name(), "" + f.ram(), "" + f.disk(), "0", "" + f.vcpus(), "True"));
                    return print(table);
                }
                case "image" -> {
                    return print(new BoxTable("ID", "Name", "Status").row(imageId(), "cirros", "active"));
                }
                default -> {
                    if (!options.has("long")) {
                        BoxTable table =
                                new BoxTable("ID", "Hypervisor Hostname", "Hypervisor Type", "Host IP", "State");
                        int id = 0;
                        for (Compute c : cloud.computes()) {
                            table.row("" + ++id, c.name(), "QEMU", c.address().toString(), c.isUp() ? "up" : "down");
                        }
                        return print(table);
                    }
                    BoxTable table = new BoxTable(
                            "ID",
                            "Hypervisor Hostname",
                            "Hypervisor Type",
                            "Host IP",
                            "State",
                            "vCPUs Used",
                            "vCPUs",
                            "Memory MB Used",
                            "Memory MB");
                    int id = 0;
                    for (Compute c : cloud.computes()) {
                        table.row(
                                "" + ++id,
                                c.name(),
                                "QEMU",
                                c.address().toString(),
                                c.isUp() ? "up" : "down",
                                "" + c.usedVcpus(all),
                                "" + c.vcpus(),
                                "" + c.usedRam(all),
                                "" + c.memory());
                    }
                    return print(table);
                }
            }
        }

        private static String imageId() {
            String hex = Digest.hex("image cirros");
            return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                    + hex.substring(17, 20) + "-" + hex.substring(20, 32);
        }

        private int hypervisor(List<String> words) {
            Optional<Compute> host = words.size() == 1 ? cloud.compute(words.getFirst()) : Optional.empty();
            if (host.isEmpty()) {
                return fail("No hypervisor with a name or ID of '" + String.join(" ", words) + "' exists.");
            }
            List<Instance> all = cloud.instances();
            Compute c = host.get();
            return print(new BoxTable("Field", "Value")
                    .row("hypervisor_hostname", c.name())
                    .row("host_ip", c.address().toString())
                    .row("free_ram_mb", "" + (c.memory() - c.usedRam(all)))
                    .row("memory_mb", "" + c.memory())
                    .row("memory_mb_used", "" + c.usedRam(all))
                    .row(
                            "running_vms",
                            "" + all.stream().filter(i -> i.host() == c).count())
                    .row("vcpus", "" + c.vcpus())
                    .row("vcpus_used", "" + c.usedVcpus(all))
                    .row("status", c.isEnabled() ? "enabled" : "disabled")
                    .row("state", c.isUp() ? "up" : "down"));
        }

        private int computeService(String verb, List<String> words) {
            if (!verb.equals("service") || words.isEmpty()) {
                return notSimulated("compute " + verb);
            }
            if (words.getFirst().equals("list")) {
                BoxTable table = new BoxTable("ID", "Binary", "Host", "Zone", "Status", "State");
                int id = 0;
                for (Compute c : cloud.computes()) {
                    table.row(
                            "" + ++id,
                            "nova-compute",
                            c.name(),
                            "nova",
                            c.isEnabled() ? "enabled" : "disabled",
                            c.isUp() ? "up" : "down");
                }
                return print(table);
            }
            DockerOptions options =
                    DockerOptions.parse(words.subList(1, words.size()), true, "disable", "enable", "disable-reason:");
            Optional<Compute> host = options.operands().isEmpty()
                    ? Optional.empty()
                    : cloud.compute(options.operands().getFirst());
            if (!words.getFirst().equals("set")
                    || options.complaint().isPresent()
                    || options.operands().size() != 2) {
                return notSimulated("compute service " + String.join(" ", words));
            }
            if (host.isEmpty()) {
                return fail("Compute service nova-compute of host "
                        + options.operands().getFirst() + " failed to set.");
            }
            cloud.enable(host.get(), !options.has("disable"));
            return 0;
        }

        private int network(String verb, List<String> words) {
            if (verb.equals("list")) {
                BoxTable table = new BoxTable("ID", "Name", "Subnets");
                cloud.networks()
                        .values()
                        .forEach(n -> table.row(n.id(), n.name(), n.subnet().toString()));
                return print(table);
            }
            return notSimulated("network " + verb);
        }

        private Optional<Instance> find(String word) {
            Optional<Instance> found = cloud.instance(word);
            if (found.isEmpty()) {
                io.err().line("No server with a name or ID of '" + word + "' exists.");
            }
            return found;
        }

        private int server(String verb, List<String> words) {
            return switch (verb) {
                case "create" -> create(words);
                case "list" -> servers(words);
                case "show" -> {
                    Optional<Instance> found = words.size() == 1 ? find(words.getFirst()) : Optional.empty();
                    yield found.isPresent() ? print(shown(found.get())) : 1;
                }
                case "delete", "stop", "start" -> each(verb, words);
                case "migrate" -> migrate(words);
                case "resize" -> confirm(words);
                default -> notSimulated("server " + verb);
            };
        }

        private int create(List<String> words) {
            DockerOptions options = DockerOptions.parse(
                    words,
                    true,
                    "flavor:",
                    "image:",
                    "network:",
                    "nic:",
                    "wait",
                    "availability-zone:",
                    "key-name:",
                    "security-group:",
                    "host:");
            if (options.complaint().isPresent() || options.operands().size() != 1) {
                return fail("openstack server create: error: the following arguments are required: <server-name>");
            }
            for (String word : List.of("nic", "key-name", "security-group", "host")) {
                if (options.has(word)) {
                    return notSimulated("server create --" + word);
                }
            }
            if (!options.has("flavor")) {
                return fail("openstack server create: error: the following arguments are required: --flavor");
            }
            Optional<Flavor> flavor = Flavor.find(options.value("flavor", ""));
            if (flavor.isEmpty()) {
                return fail("No flavor with a name or ID of '" + options.value("flavor", "") + "' exists.");
            }
            String image = options.value("image", "");
            if (!image.equals("cirros") && !image.equals(imageId())) {
                return fail(
                        image.isEmpty()
                                ? "openstack server create: error: one of the arguments --image --volume is required"
                                : "No Image found for " + image);
            }
            String wanted = options.value("network", cloud.networks().size() == 1 ? "private" : "");
            CloudNetwork network = cloud.networks().values().stream()
                    .filter(n -> n.name().equals(wanted) || n.id().equals(wanted))
                    .findFirst()
                    .orElse(null);
            if (network == null) {
                return fail("No Network found for " + wanted);
            }
            // --availability-zone ZONE:HOST is how an administrator names the host himself.
            String zone = options.value("availability-zone", "nova");
            Instance made = cloud.create(
                    options.operands().getFirst(),
                    flavor.get(),
                    "cirros",
                    network,
                    zone.contains(":") ? zone.substring(zone.indexOf(':') + 1) : "");
            if (options.has("wait")) {
                settle(made);
            }
            return print(shown(made));
        }

        private void settle(Instance instance) {
            session.machine()
                    .stack()
                    .network()
                    .queue()
                    .runUntil(() -> !instance.status().equals("BUILD"), 60 * SimClock.SECOND);
        }

        private static BoxTable shown(Instance i) {
            Compute host = i.host();
            boolean active = i.status().equals("ACTIVE");
            BoxTable table = new BoxTable("Field", "Value")
                    .row("OS-EXT-SRV-ATTR:host", host == null ? "None" : host.name())
                    .row("OS-EXT-STS:power_state", active ? "Running" : "NOSTATE")
                    .row("addresses", active ? i.network().name() + "=" + i.address() : "");
            if (!i.fault().isEmpty()) {
                table.row("fault", "{'code': 500, 'message': '" + i.fault() + "'}");
            }
            return table.row("flavor", i.flavor().name() + " (" + i.flavor().id() + ")")
                    .row("id", i.id())
                    .row("image", i.image() + " (" + imageId() + ")")
                    .row("name", i.name())
                    .row("status", i.status());
        }

        private int servers(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "long", "all-projects", "f,format:", "c,column:");
            if (options.complaint().isPresent()
                    || options.has("format") && !options.value("format", "").equals("value")) {
                return notSimulated("server list " + String.join(" ", words));
            }
            List<Instance> all = cloud.instances();
            if (options.has("format")) {
                for (Instance i : all) {
                    List<String> cells = new ArrayList<>();
                    for (String column :
                            options.has("column") ? options.all("column") : List.of("ID", "Name", "Status")) {
                        cells.add(cell(i, column));
                    }
                    io.out().line(String.join(" ", cells));
                }
                return 0;
            }
            if (all.isEmpty()) {
                io.out().line("");
                return 0;
            }
            boolean wide = options.has("long");
            BoxTable table = wide
                    ? new BoxTable("ID", "Name", "Status", "Networks", "Image Name", "Flavor Name", "Host")
                    : new BoxTable("ID", "Name", "Status", "Networks", "Image", "Flavor");
            for (Instance i : all) {
                if (wide) {
                    table.row(
                            i.id(),
                            i.name(),
                            i.status(),
                            cell(i, "Networks"),
                            i.image(),
                            i.flavor().name(),
                            cell(i, "Host"));
                } else {
                    table.row(
                            i.id(),
                            i.name(),
                            i.status(),
                            cell(i, "Networks"),
                            i.image(),
                            i.flavor().name());
                }
            }
            return print(table);
        }

        private static String cell(Instance i, String column) {
            Compute host = i.host();
            return switch (column) {
                case "ID" -> i.id();
                case "Name" -> i.name();
                case "Status" -> i.status();
                case "Networks" ->
                    i.status().equals("ERROR") || i.status().equals("BUILD")
                            ? ""
                            : i.network().name() + "=" + i.address();
                case "Host" -> host == null ? "None" : host.name();
                case "Flavor", "Flavor Name" -> i.flavor().name();
                default -> i.image();
            };
        }

        private int each(String verb, List<String> words) {
            int status = words.isEmpty()
                    ? fail("openstack server " + verb + ": error: the following arguments are required: <server>")
                    : 0;
            for (String word : words) {
                Optional<Instance> found = find(word);
                if (found.isEmpty()) {
                    status = 1;
                } else if (verb.equals("delete")) {
                    cloud.delete(found.get());
                } else {
                    cloud.power(found.get(), verb.equals("start"));
                }
            }
            return status;
        }

        private int migrate(List<String> words) {
            DockerOptions options =
                    DockerOptions.parse(words, true, "live:", "block-migration", "shared-migration", "wait");
            if (options.complaint().isPresent() || options.operands().size() != 1) {
                return fail("openstack server migrate: error: the following arguments are required: <server>");
            }
            Optional<Instance> found = find(options.operands().getFirst());
            if (found.isEmpty()) {
                return 1;
            }
            Instance instance = found.get();
            Compute host = instance.host();
            if (!instance.status().equals("ACTIVE") || host == null) {
                return fail("Cannot 'migrate' instance " + instance.id() + " while it is in vm_state "
                        + (instance.status().equals("ERROR")
                                ? "error"
                                : instance.status().toLowerCase(Locale.ROOT))
                        + " (HTTP 409)");
            }
            String target = options.value("live", "");
            if (!target.isEmpty() && cloud.compute(target).isEmpty()) {
                return fail("Compute host " + target + " could not be found. (HTTP 400)");
            }
            if (target.equals(host.name())) {
                return fail("Unable to migrate instance (" + instance.id() + ") to current host (" + target
                        + "). (HTTP 400)");
            }
            if (!target.isEmpty() && !options.has("block-migration")) {
                return fail(target
                        + " is not on shared storage: Shared storage live-migration requires either shared storage or"
                        + " boot-from-volume with no local disks. (HTTP 400)");
            }
            return cloud.migrate(instance, target, !target.isEmpty())
                    ? 0
                    : fail("No valid host was found. No valid host found for" + (target.isEmpty() ? " cold" : " live")
                            + " migrate (HTTP 400)");
        }

        private int confirm(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "confirm", "revert", "flavor:");
            if (!options.has("confirm") || options.operands().size() != 1) {
                return notSimulated("server resize but --confirm");
            }
            Optional<Instance> found = find(options.operands().getFirst());
            if (found.isEmpty()) {
                return 1;
            }
            if (!found.get().status().equals("VERIFY_RESIZE")) {
                return fail("Cannot 'confirmResize' instance " + found.get().id() + " while it is in vm_state "
                        + found.get().status().toLowerCase(Locale.ROOT) + " (HTTP 409)");
            }
            cloud.confirm(found.get());
            return 0;
        }
    }
}
