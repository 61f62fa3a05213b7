package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.mesos.Agent;
import org.ringlab.host.mesos.Mesos;
import org.ringlab.host.mesos.MesosApi;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code mesos-execute}: a framework of one task, which takes an offer, runs a command on the agent, and ends. */
final class MesosExecuteCommand extends NamedCommand {
    MesosExecuteCommand() {
        super(
                "mesos-execute",
                "mesos-execute --master=IP:5050 --name=NAME --command=COMMAND [--resources=cpus:1;mem:128]: one task of Mesos");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        DockerOptions options = DockerOptions.parse(args, true, "master:", "name:", "command:", "resources:");
        if (options.complaint().isPresent() || !options.operands().isEmpty()) {
            io.err().line("mesos-execute: not simulated: options but --master, --name, --command, --resources");
            return 1;
        }
        for (String needed : List.of("master", "name", "command")) {
            if (options.value(needed, "").isEmpty()) {
                io.err().line("Flag '" + needed + "' is required, but it was not provided");
                return 1;
            }
        }
        Machine host = session.machine().host();
        Optional<Ipv4Address> address =
                Ipv4Address.parse(options.value("master", "").replaceFirst(":\\d+$", ""));
        Optional<Mesos> mesos = address.filter(a -> answers(host, a))
                .flatMap(a -> host.fleet().owner(a))
                .map(m -> host.fleet().mesos(m))
                .filter(Mesos::isUp);
        if (mesos.isEmpty()) {
            io.err().line("Failed to connect to the master at " + options.value("master", ""));
            return 1;
        }
        double cpus = amount(options.value("resources", ""), "cpus", 1);
        double mem = amount(options.value("resources", ""), "mem", 128);
        Optional<Agent> agent = mesos.get().placeFor(cpus, mem);
        String name = options.value("name", "");
        if (agent.isEmpty()) {
            io.err()
                    .line("mesos-execute: no agent offers cpus:" + cpus + ";mem:" + mem
                            + "; the real one waits for ever");
            return 1;
        }
        io.out().line("Submitted task '" + name + "' to agent '" + agent.get().id() + "'");
        io.out().line("Received status update TASK_RUNNING for task '" + name + "'\n  source: SOURCE_EXECUTOR");
        Session there = new Session(agent.get().machine());
        there.login();
        Output sandbox = new Output(text -> {});
        int status = Shell.run(there, options.value("command", ""), new Streams(Input.empty(), sandbox, sandbox));
        io.out()
                .line("Received status update " + (status == 0 ? "TASK_FINISHED" : "TASK_FAILED") + " for task '" + name
                        + "'\n  message: 'Command exited with status " + status + "'\n  source: SOURCE_EXECUTOR");
        return status == 0 ? 0 : 1;
    }

    private static double amount(String resources, String kind, double otherwise) {
        for (String each : resources.split(";")) {
            if (each.matches(kind + ":\\d{1,6}(\\.\\d{1,4})?")) {
                return Double.parseDouble(each.substring(each.indexOf(':') + 1));
            }
        }
        return otherwise;
    }

    private static boolean answers(Machine host, Ipv4Address address) {
        TcpConnection c = host.stack().sockets().connect(Ipv4Address.ANY, 0, address, MesosApi.MASTER);
        host.stack()
                .network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), 2_000_000_000L);
        boolean connected = c.connected();
        c.abort();
        return connected;
    }
}
