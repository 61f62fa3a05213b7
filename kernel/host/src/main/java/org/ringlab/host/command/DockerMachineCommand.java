package org.ringlab.host.command;

import static org.ringlab.host.command.DockerMachines.PORT;
import static org.ringlab.host.command.DockerMachines.STORE;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.DockerMachines.Known;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.TextTable;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * {@code docker-machine} 0.16: hosts with a Docker daemon that is reached by TCP. Driver {@code generic} takes a host that
 * is there, driver {@code kvm} (a plugin) has libvirt of this host make one. What is known of a host is a file.
 */
final class DockerMachineCommand extends NamedCommand {
    private static final String VERSION = "v18.09.9";
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
        return before.isEmpty() ? VERBS : new DockerMachines(session).names();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        String verb = args.isEmpty() ? "help" : args.getFirst();
        List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
        Call call = new Call(new DockerMachines(session), io);
        return switch (verb) {
            case "create" -> new DockerMachineCreation(call.machines(), io).create(rest);
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

    private record Call(DockerMachines machines, Streams io) {
        private int fail(String text) {
            io.err().line(text);
            return 1;
        }

        private Optional<Known> wanted(String name) {
            Optional<Known> found = machines.find(name);
            if (found.isEmpty()) {
                io.err()
                        .line("Docker machine \"" + name
                                + "\" does not exist. Use \"docker-machine ls\" to list machines. Use \"docker-machine"
                                + " create\" to add a new one.");
            }
            return found;
        }

        int list(List<String> words) {
            DockerOptions options = DockerOptions.parse(words, true, "q,quiet");
            if (options.complaint().isPresent()) {
                return fail("docker-machine: not simulated: docker-machine ls but -q");
            }
            List<Known> all = machines.names().stream()
                    .flatMap(n -> machines.find(n).stream())
                    .toList();
            if (options.has("quiet")) {
                all.forEach(k -> io.out().line(k.name()));
                return 0;
            }
            TextTable table =
                    TextTable.kubectl().row("NAME", "ACTIVE", "DRIVER", "STATE", "URL", "SWARM", "DOCKER", "ERRORS");
            for (Known known : all) {
                Optional<Ipv4Address> address = machines.address(known);
                boolean up = machines.machine(known).isPresent()
                        && address.filter(a -> machines.answers(a, PORT)).isPresent();
                String error = up || !machines.state(known).equals("Running")
                        ? ""
                        : "Unable to query docker version: Cannot connect to the docker engine endpoint";
                table.row(
                        known.name(),
                        machines.isActive(known) ? "*" : "-",
                        known.driver(),
                        machines.state(known),
                        machines.url(known),
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
            if (words.isEmpty() && machines.find("default").isEmpty()) {
                return fail("Error: No machine name(s) specified and no \"default\" machine exists");
            }
            if (words.size() > 1 || !words.isEmpty() && words.getFirst().startsWith("-")) {
                return fail("Error: Expected one machine name as an argument");
            }
            Optional<Known> known = wanted(words.isEmpty() ? "default" : words.getFirst());
            if (known.isEmpty()) {
                return 1;
            }
            if (machines.machine(known.get()).isEmpty()) {
                return fail("Error checking TLS connection: Host is not running");
            }
            io.out().line("export DOCKER_TLS_VERIFY=\"1\"");
            io.out().line("export DOCKER_HOST=\"" + machines.url(known.get()) + "\"");
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
            Optional<Known> active = machines.names().stream()
                    .flatMap(n -> machines.find(n).stream())
                    .filter(machines::isActive)
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
            Optional<Machine> there = machines.machine(known.get());
            if (there.isEmpty()
                    || !machines.reachable(machines.address(known.get()).orElse(Ipv4Address.ANY))) {
                return fail(
                        "Error: Cannot run SSH command: Host \"" + known.get().name() + "\" is not running");
            }
            if (words.size() == 1) {
                return fail("docker-machine: not simulated: ssh without a command");
            }
            return machines.script(there.get(), String.join(" ", words.subList(1, words.size())), io);
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
                    machines.script(machines.host(), "virsh destroy " + name + "; virsh undefine " + name, QUIET);
                }
                machines.script(machines.host(), "rm -rf " + STORE + "/" + name, QUIET);
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
            boolean running = machines.machine(known).isPresent();
            switch (verb) {
                case "status" -> io.out().line(machines.state(known));
                case "ip", "url" -> {
                    if (!running) {
                        return fail(verb.equals("ip") ? "Host is not running" : "Host is not running: " + known.name());
                    }
                    io.out()
                            .line(
                                    verb.equals("url")
                                            ? machines.url(known)
                                            : machines.address(known)
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
                    machines.script(
                            machines.host(), "virsh shutdown " + name + "; sleep 1; virsh destroy " + name, QUIET);
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
            machines.script(machines.host(), "virsh start " + name, QUIET);
            Optional<Machine> there = machines.machine(known);
            if (there.isEmpty()) {
                return fail("Error: the guest does not start");
            }
            there.get().files().install(DockerEngine.LISTENS, "[Service]\n");
            machines.script(there.get(), "systemctl start docker", QUIET);
            io.out().line("Machine \"" + name + "\" was started.");
            io.out().line("Waiting for SSH to be available...");
            io.out()
                    .line(
                            "Started machines may have new IP addresses. You may need to re-run the `docker-machine env` command.");
            return 0;
        }
    }
}
