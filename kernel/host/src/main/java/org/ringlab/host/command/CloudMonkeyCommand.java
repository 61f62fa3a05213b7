package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.cloud.Cloud;
import org.ringlab.host.cloud.CloudNetwork;
import org.ringlab.host.cloud.Compute;
import org.ringlab.host.cloud.Flavor;
import org.ringlab.host.cloud.Instance;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.Json;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** {@code cmk}, CloudMonkey: CloudStack's words for what {@code openstack} does, on the same model of a cloud. */
final class CloudMonkeyCommand extends NamedCommand {
    private static final List<Flavor> OFFERINGS =
            List.of(new Flavor("1", "Small Instance", 512, 5, 1), new Flavor("2", "Medium Instance", 1024, 10, 1));

    CloudMonkeyCommand(String name) {
        super(
                name,
                name.equals("cloudstack-setup-management")
                        ? "cloudstack-setup-management: this host manages a cloud of CloudStack's"
                        : name + " add host|deploy|list|migrate|stop|start|destroy … KEY=VALUE: CloudStack");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine host = session.machine().host();
        Map<String, Cloud> stacks = host.fleet().cloudStacks();
        if (name().equals("cloudstack-setup-management")) {
            if (!stacks.containsKey(host.hostName())) {
                Cloud cloud = new Cloud(host.fleet(), host.hostName());
                stacks.put(host.hostName(), cloud);
                cloud.network("guests", Ipv4Prefix.of("10.1.1.0/24"));
            }
            io.out()
                    .line(
                            "Starting to configure CloudStack Management Server:\nConfigure Firewall ...        [OK]\n"
                                    + "Configure CloudStack Management Server ...[OK]\nCloudStack Management Server setup is Done!");
            return 0;
        }
        Cloud cloud = stacks.get(host.hostName());
        if (cloud == null) {
            io.err()
                    .line(
                            "🙈 Error: Get \"http://localhost:8080/client/api\": dial tcp 127.0.0.1:8080: connect: connection"
                                    + " refused");
            return 1;
        }
        if (args.size() < 2) {
            io.err().line("cmk: not simulated: cmk but VERB NOUN [KEY=VALUE …]");
            return 1;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : args.subList(2, args.size())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Call(host, cloud, values, io).run(args.getFirst() + " " + args.get(1));
    }

    private record Call(Machine host, Cloud cloud, Map<String, String> values, Streams io) {
        private String value(String key) {
            return values.getOrDefault(key, "");
        }

        private int fail(int number, String text) {
            io.err().line("🙈 Error: (HTTP " + number + ", error code " + (number == 431 ? 4350 : 4250) + ") " + text);
            return 1;
        }

        private int missing(String... keys) {
            List<String> absent =
                    List.of(keys).stream().filter(k -> value(k).isEmpty()).toList();
            io.err().line("🙈 Error: Missing required API parameters: " + String.join(", ", absent));
            return 1;
        }

        private static String id(String kind, String name) {
            String hex = Digest.hex("cloudstack " + kind + name);
            return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                    + hex.substring(17, 20) + "-" + hex.substring(20, 32);
        }

        private int print(String kind, List<Map<String, Object>> rows) {
            Map<String, Object> tree = new LinkedHashMap<>();
            if (!rows.isEmpty()) {
                tree.put("count", rows.size());
                tree.put(kind, rows);
                io.out().line(Json.text(tree, 2));
            }
            return 0;
        }

        int run(String what) {
            return switch (what) {
                case "add host" -> addHost();
                case "list hosts" ->
                    print("host", cloud.computes().stream().map(this::host).toList());
                case "list zones" -> print("zone", List.of(Map.of("id", id("zone", "zone1"), "name", "zone1")));
                case "list templates" ->
                    print("template", List.of(Map.of("id", id("template", "CentOS 7"), "name", "CentOS 7")));
                case "list serviceofferings" ->
                    print(
                            "serviceoffering",
                            OFFERINGS.stream().map(Call::offering).toList());
                case "list virtualmachines" ->
                    print(
                            "virtualmachine",
                            cloud.instances().reversed().stream()
                                    .map(this::shown)
                                    .toList());
                case "deploy virtualmachine" -> deploy();
                case "migrate virtualmachine" -> migrate();
                case "stop virtualmachine", "start virtualmachine", "destroy virtualmachine" -> power(what);
                default -> {
                    io.err().line("cmk: not simulated: cmk " + what);
                    yield 1;
                }
            };
        }

        private int addHost() {
            Optional<Ipv4Address> address = Ipv4Address.parse(value("url").replaceFirst("^https?://", ""));
            if (value("url").isEmpty() || value("hypervisor").isEmpty()) {
                return missing("url", "hypervisor");
            }
            Optional<Machine> machine = address.flatMap(host.fleet()::owner);
            if (address.isEmpty() || machine.isEmpty() || !value("hypervisor").equals("KVM")) {
                return fail(
                        530,
                        "Failed to add host: Could not add host at [" + value("url")
                                + "] with zone [1], pod [1] and cluster [1] due to: [ can't setup agent ]");
            }
            if (cloud.compute(machine.get().hostName()).isPresent()) {
                return fail(530, "Failed to add host: Host already exists");
            }
            cloud.add(machine.get(), address.get());
            return print(
                    "host", List.of(host(cloud.compute(machine.get().hostName()).orElseThrow())));
        }

        private Map<String, Object> host(Compute compute) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("hypervisor", "KVM");
            row.put("id", id("host", compute.name()));
            row.put("ipaddress", compute.address().toString());
            row.put("memoryallocated", (long) compute.usedRam(cloud.instances()) << 20);
            row.put("name", compute.name());
            row.put("state", "Up");
            return row;
        }

        private static Map<String, Object> offering(Flavor flavor) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("cpunumber", flavor.vcpus());
            row.put("id", id("offering", flavor.name()));
            row.put("memory", flavor.ram());
            row.put("name", flavor.name());
            return row;
        }

        private Map<String, Object> shown(Instance instance) {
            Map<String, Object> row = new LinkedHashMap<>();
            Compute on = instance.host();
            boolean runs = instance.status().equals("ACTIVE");
            if (on != null && runs) {
                row.put("hostid", id("host", on.name()));
                row.put("hostname", on.name());
            }
            row.put("id", instance.id());
            row.put("memory", instance.flavor().ram());
            row.put("name", instance.name());
            row.put("nic", List.of(Map.of("ipaddress", instance.address().toString())));
            row.put("serviceofferingname", instance.flavor().name());
            row.put(
                    "state",
                    switch (instance.status()) {
                        case "ACTIVE" -> "Running";
                        case "SHUTOFF" -> "Stopped";
                        case "ERROR" -> "Error";
                        default -> "Starting";
                    });
            row.put("templatename", instance.image());
            return row;
        }

        private int deploy() {
            for (String key : List.of("zoneid", "templateid", "serviceofferingid")) {
                if (value(key).isEmpty()) {
                    return missing("zoneid", "templateid", "serviceofferingid");
                }
            }
            Optional<Flavor> offering = OFFERINGS.stream()
                    .filter(f -> id("offering", f.name()).equals(value("serviceofferingid")))
                    .findFirst();
            if (offering.isEmpty()) {
                return unable("serviceofferingid");
            } else if (!value("templateid").equals(id("template", "CentOS 7"))) {
                return unable("templateid");
            } else if (!value("zoneid").equals(id("zone", "zone1"))) {
                return unable("zoneid");
            }
            String wanted = "";
            if (!value("hostid").isEmpty()) {
                Optional<Compute> named = compute(value("hostid"));
                if (named.isEmpty()) {
                    return unable("hostid");
                }
                wanted = named.get().name();
            }
            CloudNetwork network = cloud.networks().values().iterator().next();
            String name = values.getOrDefault(
                    "name", "VM-" + id("vm", String.valueOf(cloud.instances().size())));
            Instance made = cloud.create(name, offering.get(), "CentOS 7", network, wanted);
            if (made.host() == null) {
                cloud.delete(made);
                return fail(
                        533,
                        "Unable to create a deployment for VM[User|" + name.toLowerCase(Locale.ROOT)
                                + "], InsufficientServerCapacityException");
            }
            settle(made);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("virtualmachine", shown(made));
            io.out().line(Json.text(tree, 2));
            return 0;
        }

        private int unable(String key) {
            return fail(
                    431,
                    "Unable to execute API command due to invalid value. Invalid parameter " + key + " value="
                            + value(key) + " due to incorrect long value format, or entity does not exist");
        }

        private Optional<Compute> compute(String id) {
            return cloud.computes().stream()
                    .filter(c -> id("host", c.name()).equals(id))
                    .findFirst();
        }

        private void settle(Instance instance) {
            host.stack().network().queue().runUntil(() -> !instance.status().equals("BUILD"), 60 * SimClock.SECOND);
        }

        private int migrate() {
            if (value("virtualmachineid").isEmpty()) {
                return missing("virtualmachineid");
            }
            Optional<Instance> instance = cloud.instance(value("virtualmachineid"));
            Optional<Compute> target = compute(value("hostid"));
            if (instance.isEmpty()) {
                return unable("virtualmachineid");
            }
            if (target.isEmpty()) {
                return unable("hostid");
            }
            if (instance.get().host() == target.get()) {
                return fail(
                        431,
                        "Cannot migrate VM, VM is already present on this host, please specify valid destination"
                                + " host to migrate the VM");
            }
            if (!instance.get().status().equals("ACTIVE")) {
                return fail(
                        431,
                        "VM is not Running, unable to migrate the vm "
                                + instance.get().name());
            }
            if (!cloud.migrate(instance.get(), target.get().name(), true)) {
                return fail(
                        530,
                        "Unable to migrate VM: insufficient capacity on host "
                                + target.get().name());
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("virtualmachine", shown(instance.get()));
            io.out().line(Json.text(tree, 2));
            return 0;
        }

        private int power(String what) {
            if (value("id").isEmpty()) {
                return missing("id");
            }
            Optional<Instance> found = cloud.instance(value("id"));
            if (found.isEmpty()) {
                return unable("id");
            }
            List<Map<String, Object>> after = new ArrayList<>();
            if (what.startsWith("destroy")) {
                cloud.delete(found.get());
                return 0;
            }
            cloud.power(found.get(), what.startsWith("start"));
            if (what.startsWith("start")) {
                host.stack()
                        .network()
                        .queue()
                        .runUntil(() -> found.get().status().equals("ACTIVE"), 60 * SimClock.SECOND);
            }
            after.add(shown(found.get()));
            return print("virtualmachine", after);
        }
    }
}
