package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;

/**
 * {@code docker-machine} 0.16: hosts with a Docker daemon that is reached by TCP. Driver {@code generic} takes a host that
 * is there, driver {@code kvm} (a plugin) has libvirt of this host make one. What is known of a host is a file.
 */
final class DockerMachineCommand extends NamedCommand {
    /** Where Docker daemons of such hosts listen. */
    static final int PORT = 2376;

    private static final String STORE = "/root/.docker/machine/machines";
    private static final String VERSION = "v18.09.9";
    private static final long PATIENCE = 5 * SimClock.SECOND;
    private static final Streams QUIET = new Streams(Input.empty(), new Output(text -> {}), new Output(text -> {}));
    private static final List<String> VERBS = List.of(
            "active", "create", "env", "help", "ip", "ls", "restart", "rm", "ssh", "start", "status", "stop", "url",
            "version");

    DockerMachineCommand() {
        super(
                "docker-machine",
                "docker-machine create -d generic --generic-ip-address IP NAME | create -d kvm NAME | ls | env | ip | ssh |"
                        + " stop | start | rm: hosts with Docker on them");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return before.isEmpty() ? VERBS : new Call(session, QUIET).names();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        String verb = args.isEmpty() ? "help" : args.getFirst();
        List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
        Call call = new Call(session, io);
        return switch (verb) {
            case "create" -> call.create(rest);
            case "ls" -> call.list(rest);
            case "env" -> call.environment(rest);
            case "rm" -> call.remove(rest);
            case "ssh" -> call.ssh(rest);
            case "active" -> call.active();
            case "ip", "url", "status", "start", "stop", "restart" -> call.each(verb, rest);
            case "version", "--version", "-v" -> {
                io.out().line("docker-machine version 0.16.2, build bd45ab13");
                yield 0;
            }
            case "help", "--help" -> {
                io.out()
                        .line("Usage: docker-machine [OPTIONS] COMMAND [arg...]\n\nCommands simulated here: "
                                + String.join(" ", VERBS));
                yield 0;
            }
            default -> {
                io.err().line("docker-machine: not simulated: docker-machine " + verb);
                yield 1;
            }
        };
    }

    /**
     * A host as its file describes it.
     *
     * @param name what it is called
     * @param driver who made it
     * @param address where it was found; empty for one whose address is asked for each time
     */
    private record Known(String name, String driver, String address) {}

    private record Call(Session session, Streams io) {
        private static final Pattern FIELD = Pattern.compile("\"(DriverName|IPAddress)\": \"([^\"]*)\"");

        private Machine host() {
            return session.machine().host();
        }

        private int fail(String text) {
            io.err().line(text);
            return 1;
        }

        List<String> names() {
            try {
                return session.files().list(STORE);
            } catch (FileException none) {
                return List.of();
            }
        }

        private Optional<Known> find(String name) {
            try {
                TreeMap<String, String> fields = new TreeMap<>();
                Matcher m = FIELD.matcher(session.files().read(STORE + "/" + name + "/config.json"));
                while (m.find()) {
                    fields.put(m.group(1), m.group(2));
                }
                return Optional.of(
                        new Known(name, fields.getOrDefault("DriverName", ""), fields.getOrDefault("IPAddress", "")));
            } catch (FileException none) {
                return Optional.empty();
            }
        }

        private Optional<Known> wanted(String name) {
            Optional<Known> found = find(name);
            if (found.isEmpty()) {
                io.err()
                        .line("Docker machine \"" + name
                                + "\" does not exist. Use \"docker-machine ls\" to list machines. Use \"docker-machine"
                                + " create\" to add a new one.");
            }
            return found;
        }

        /** The computer behind it, while it runs. */
        private Optional<Machine> machine(Known known) {
            return known.driver().equals("kvm")
                    ? host().neighbours()
                            .flatMap(l -> l.find(known.name()))
                            .filter(m -> m.hostName().equals(known.name()))
                    : host().neighbours().flatMap(l -> l.find(known.address()));
        }

        private Optional<Ipv4Address> address(Known known) {
            return known.driver().equals("kvm")
                    ? machine(known)
                            .flatMap(m -> m.stack().findInterface("eth0"))
                            .flatMap(i -> i.addresses().stream().findFirst())
                            .map(a -> a.address())
                    : Ipv4Address.parse(known.address());
        }

        private boolean answers(Ipv4Address address, int port) {
            TcpConnection c = host().stack().sockets().connect(Ipv4Address.ANY, 0, address, port);
            host().stack()
                    .network()
                    .queue()
                    .runUntil(() -> c.connected() || !c.error().isEmpty(), PATIENCE);
            boolean connected = c.connected();
            c.abort();
            return connected;
        }

        private String state(Known known) {
            return machine(known).isPresent() ? "Running" : known.driver().equals("kvm") ? "Stopped" : "Timeout";
        }

        private String url(Known known) {
            return address(known).map(a -> "tcp://" + a + ":" + PORT).orElse("");
        }

        private boolean isActive(Known known) {
            String docker = session.variables().getOrDefault("DOCKER_HOST", "");
            return !docker.isEmpty() && docker.equals(url(known));
        }

        private int script(Machine on, String text, Streams streams) {
            Session there = new Session(on);
            there.login();
            return Shell.run(there, text, streams);
        }

        int create(List<String> words) {
            DockerOptions options = DockerOptions.parse(
                    words,
                    true,
                    "d,driver:",
                    "generic-ip-address:",
                    "generic-ssh-key:",
                    "generic-ssh-user:",
                    "kvm-memory:",
                    "kvm-cpu-count:");
            if (options.complaint().isPresent()) {
                return fail("docker-machine: not simulated: docker-machine create "
                        + options.complaint().get());
            }
            if (options.operands().size() != 1) {
                return fail("Error: No machine name specified");
            }
            String name = options.operands().getFirst();
            String driver = options.value("driver", "virtualbox");
            if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9\\-.]*")) {
                return fail(
                        "Error creating machine: Invalid hostname specified. Allowed hostname chars are: 0-9a-zA-Z . -");
            }
            if (find(name).isPresent()) {
                return fail("Docker machine \"" + name + "\" already exists");
            }
            if (driver.equals("virtualbox")) {
                io.out().line("Running pre-create checks...");
                return fail("Error with pre-create check: \"VBoxManage not found. Make sure VirtualBox is installed and"
                        + " VBoxManage is in the path\"");
            }
            if (!driver.equals("generic") && !driver.equals("kvm")) {
                return fail(
                        "Driver \"" + driver + "\" not found. Do you have the plugin binary \"docker-machine-driver-"
                                + driver + "\" accessible in your PATH?");
            }
            Optional<Ipv4Address> address = Ipv4Address.parse(options.value("generic-ip-address", ""));
            if (driver.equals("generic") && address.isEmpty()) {
                return fail("Error setting machine configuration from flags provided: generic driver requires the"
                        + " --generic-ip-address option");
            }
            io.out().line("Running pre-create checks...");
            if (driver.equals("kvm") && !host().virtualisation().libvirtd().isRunning()) {
                return fail("Error with pre-create check: \"Failed to connect to libvirt: Failed to connect socket to"
                        + " '/var/run/libvirt/libvirt-sock': No such file or directory\"");
            }
            io.out().line("Creating machine...");
            Known known =
                    new Known(name, driver, address.map(Ipv4Address::toString).orElse(""));
            if (driver.equals("kvm") && !make(known, options)) {
                return 1;
            }
            write(known);
            return provision(known);
        }

        private void write(Known known) {
            session.files()
                    .install(
                            STORE + "/" + known.name() + "/config.json",
                            "{\n    \"ConfigVersion\": 3,\n    \"Driver\": {\n        \"IPAddress\": \""
                                    + known.address()
                                    + "\",\n        \"MachineName\": \"" + known.name()
                                    + "\",\n        \"SSHUser\": \"root\",\n"
                                    + "        \"SSHPort\": 22\n    },\n    \"DriverName\": \"" + known.driver()
                                    + "\",\n    \"Name\": \"" + known.name() + "\"\n}\n");
        }

        /** A guest of this host's libvirt, in network default. */
        private boolean make(Known known, DockerOptions options) {
            String image = STORE + "/" + known.name() + "/" + known.name() + ".img";
            String memory = options.value("kvm-memory", "1024");
            String processors = options.value("kvm-cpu-count", "1");
            String type = host().modules().isKvmReady() ? "kvm" : "qemu";
            io.out()
                    .line("(" + known.name() + ") Image cache directory does not exist, creating it at"
                            + " /root/.docker/machine/cache...");
            session.files().install(STORE + "/" + known.name());
            StringBuilder said = new StringBuilder();
            Output out = new Output(said::append);
            int status = script(
                    host(),
                    "qemu-img create -q -f qcow2 " + image + " 20G && qemu-io -c 'write -P 0x55 0 512' " + image
                            + " > /dev/null && restorecon " + image + "; cat > /tmp/" + known.name()
                            + ".xml <<END\n<domain type='" + type + "'><name>" + known.name()
                            + "</name><memory unit='MiB'>"
                            + memory + "</memory><vcpu>" + processors
                            + "</vcpu><os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>"
                            + "<features><acpi/></features><devices><disk type='file' device='disk'><driver name='qemu'"
                            + " type='qcow2'/><source file='" + image + "'/><target dev='vda' bus='virtio'/></disk>"
                            + "<interface type='network'><source network='default'/><model type='virtio'/></interface>"
                            + "</devices></domain>\nEND\nvirsh -q define /tmp/" + known.name()
                            + ".xml && virsh -q start "
                            + known.name(),
                    new Streams(Input.empty(), new Output(text -> {}), out));
            if (status != 0) {
                io.err()
                        .line("Error creating machine: Error in driver during machine creation: "
                                + said.toString().strip());
                script(host(), "virsh undefine " + known.name() + "; rm -rf " + STORE + "/" + known.name(), QUIET);
            }
            return status == 0;
        }

        /** Docker is installed there and told to listen. */
        private int provision(Known known) {
            io.out().line("Waiting for machine to be running, this may take a few minutes...");
            io.out().line("Detecting operating system of created instance...");
            io.out().line("Waiting for SSH to be available...");
            Optional<Machine> there = machine(known);
            Optional<Ipv4Address> address = address(known);
            if (there.isEmpty() || address.isEmpty() || !reachable(address.get())) {
                return fail(
                        "Error creating machine: Error detecting OS: Too many retries waiting for SSH to be available. "
                                + " Last error: Maximum number of retries (60) exceeded");
            }
            io.out().line("Detecting the provisioner...");
            io.out().line("Provisioning with centos...");
            there.get()
                    .files()
                    .install(
                            DockerEngine.LISTENS,
                            "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H tcp://0.0.0.0:" + PORT
                                    + " -H unix:///var/run/docker.sock --tlsverify\n");
            script(there.get(), "yum install -y docker; systemctl enable docker; systemctl restart docker", QUIET);
            io.out().line("Copying certs to the local machine directory...");
            io.out().line("Copying certs to the remote machine...");
            io.out().line("Setting Docker configuration on the remote daemon...");
            io.out().line("Checking connection to Docker...");
            if (!answers(address.get(), PORT)) {
                return fail(
                        "Error creating machine: Error checking the host: Error checking and/or regenerating the certs:"
                                + " There was an error validating certificates for host \"" + address.get() + ":" + PORT
                                + "\": dial tcp " + address.get() + ":" + PORT + ": i/o timeout");
            }
            io.out().line("Docker is up and running!");
            io.out()
                    .line(
                            "To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run:"
                                    + " docker-machine env " + known.name());
            return 0;
        }

        /** Whether packets come back from there: SSH itself has no server here. */
        private boolean reachable(Ipv4Address address) {
            TcpConnection c = host().stack().sockets().connect(Ipv4Address.ANY, 0, address, 22);
            host().stack()
                    .network()
                    .queue()
                    .runUntil(() -> c.connected() || !c.error().isEmpty(), PATIENCE);
            boolean heard = c.connected() || c.error().toLowerCase(Locale.ROOT).contains("refused");
            c.abort();
            return heard;
        }

        int list(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "q,quiet");
            if (options.complaint().isPresent()) {
                return fail("docker-machine: not simulated: docker-machine ls but -q");
            }
            List<Known> all = names().stream().flatMap(n -> find(n).stream()).toList();
            if (options.has("quiet")) {
                all.forEach(k -> io.out().line(k.name()));
                return 0;
            }
            TextTable table =
                    TextTable.kubectl().row("NAME", "ACTIVE", "DRIVER", "STATE", "URL", "SWARM", "DOCKER", "ERRORS");
            for (Known known : all) {
                Optional<Ipv4Address> address = address(known);
                boolean up = machine(known).isPresent()
                        && address.filter(a -> answers(a, PORT)).isPresent();
                String error = up || !state(known).equals("Running")
                        ? ""
                        : "Unable to query docker version: Cannot connect to the docker engine endpoint";
                table.row(
                        known.name(),
                        isActive(known) ? "*" : "-",
                        known.driver(),
                        state(known),
                        url(known),
                        "",
                        up ? VERSION : "Unknown",
                        error);
            }
            table.lines().forEach(io.out()::line);
            return 0;
        }

        int environment(List<String> words) {
            if (words.equals(List.of("-u")) || words.equals(List.of("--unset"))) {
                for (String name :
                        List.of("DOCKER_TLS_VERIFY", "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_MACHINE_NAME")) {
                    io.out().line("unset " + name);
                }
                io.out().line("# Run this command to configure your shell: \n# eval $(docker-machine env -u)");
                return 0;
            }
            if (words.contains("-u") || words.contains("--unset")) {
                return fail("Error: Expected no machine name when the -u flag is present");
            }
            if (words.isEmpty() && find("default").isEmpty()) {
                return fail("Error: No machine name(s) specified and no \"default\" machine exists");
            }
            if (words.size() > 1 || !words.isEmpty() && words.getFirst().startsWith("-")) {
                return fail("Error: Expected one machine name as an argument");
            }
            Optional<Known> known = wanted(words.isEmpty() ? "default" : words.getFirst());
            if (known.isEmpty()) {
                return 1;
            }
            if (machine(known.get()).isEmpty()) {
                return fail("Error checking TLS connection: Host is not running");
            }
            io.out().line("export DOCKER_TLS_VERIFY=\"1\"");
            io.out().line("export DOCKER_HOST=\"" + url(known.get()) + "\"");
            io.out()
                    .line("export DOCKER_CERT_PATH=\"" + STORE + "/"
                            + known.get().name() + "\"");
            io.out().line("export DOCKER_MACHINE_NAME=\"" + known.get().name() + "\"");
            io.out()
                    .line("# Run this command to configure your shell: \n# eval $(docker-machine env "
                            + known.get().name() + ")");
            return 0;
        }

        int active() {
            Optional<Known> active = names().stream()
                    .flatMap(n -> find(n).stream())
                    .filter(this::isActive)
                    .findFirst();
            active.ifPresent(k -> io.out().line(k.name()));
            return active.isPresent() ? 0 : fail("No active host found");
        }

        int ssh(List<String> words) {
            if (words.isEmpty()) {
                return fail("Error: Expected to get one or more machine names as arguments");
            }
            Optional<Known> known = wanted(words.getFirst());
            if (known.isEmpty()) {
                return 1;
            }
            Optional<Machine> there = machine(known.get());
            if (there.isEmpty() || !reachable(address(known.get()).orElse(Ipv4Address.ANY))) {
                return fail(
                        "Error: Cannot run SSH command: Host \"" + known.get().name() + "\" is not running");
            }
            if (words.size() == 1) {
                return fail("docker-machine: not simulated: ssh without a command");
            }
            return script(there.get(), String.join(" ", words.subList(1, words.size())), io);
        }

        int remove(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "y,y", "f,force");
            if (options.complaint().isPresent() || options.operands().isEmpty()) {
                return fail("Error: Expected to get one or more machine names as arguments");
            }
            if (!options.has("y") && !options.has("force")) {
                return fail("docker-machine: not simulated: docker-machine rm without -y, as nobody can be asked");
            }
            int status = 0;
            for (String name : options.operands()) {
                Optional<Known> known = wanted(name);
                if (known.isEmpty()) {
                    status = 1;
                    continue;
                }
                io.out().line("About to remove " + name);
                io.out().line("WARNING: This action will delete both local reference and remote instance.");
                if (known.get().driver().equals("kvm")) {
                    script(host(), "virsh destroy " + name + "; virsh undefine " + name, QUIET);
                }
                script(host(), "rm -rf " + STORE + "/" + name, QUIET);
                io.out().line("Successfully removed " + name);
            }
            return status;
        }

        int each(String verb, List<String> words) {
            if (words.isEmpty()) {
                return fail("Error: No machine name(s) specified and no \"default\" machine exists");
            }
            int status = 0;
            for (String name : words) {
                Optional<Known> known = wanted(name);
                status = known.isEmpty() ? 1 : Math.max(status, one(verb, known.get()));
            }
            return status;
        }

        private int one(String verb, Known known) {
            boolean running = machine(known).isPresent();
            switch (verb) {
                case "status" -> io.out().line(state(known));
                case "ip", "url" -> {
                    if (!running) {
                        return fail(verb.equals("ip") ? "Host is not running" : "Host is not running: " + known.name());
                    }
                    io.out()
                            .line(
                                    verb.equals("url")
                                            ? url(known)
                                            : address(known)
                                                    .map(Ipv4Address::toString)
                                                    .orElse(""));
                }
                default -> {
                    return power(verb, known, running);
                }
            }
            return 0;
        }

        private int power(String verb, Known known, boolean running) {
            String name = known.name();
            if (known.driver().equals("generic")) {
                if (verb.equals("restart")) {
                    return fail("docker-machine: not simulated: restarting a generic host from here");
                }
                return verb.equals("start")
                        ? fail("generic driver does not support start")
                        : fail("docker-machine: not simulated: switching a host off");
            }
            if (!verb.equals("start")) {
                io.out().line((verb.equals("stop") ? "Stopping" : "Restarting") + " \"" + name + "\"...");
                if (running) {
                    script(host(), "virsh shutdown " + name + "; sleep 1; virsh destroy " + name, QUIET);
                }
                if (verb.equals("stop")) {
                    io.out()
                            .line(
                                    running
                                            ? "Machine \"" + name + "\" was stopped."
                                            : "Machine \"" + name + "\" is already stopped.");
                    return 0;
                }
            } else {
                io.out().line("Starting \"" + name + "\"...");
                if (running) {
                    io.out().line("Machine \"" + name + "\" is already running.");
                    return 0;
                }
            }
            script(host(), "virsh start " + name, QUIET);
            Optional<Machine> there = machine(known);
            if (there.isEmpty()) {
                return fail("Error: the guest does not start");
            }
            there.get().files().install(DockerEngine.LISTENS, "[Service]\n");
            script(there.get(), "systemctl start docker", QUIET);
            io.out().line("Machine \"" + name + "\" was started.");
            io.out().line("Waiting for SSH to be available...");
            io.out()
                    .line(
                            "Started machines may have new IP addresses. You may need to re-run the `docker-machine env` command.");
            return 0;
        }
    }
}
