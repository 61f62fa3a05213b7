package org.ringlab.host.mesos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Container;
import org.ringlab.host.container.ContainerSpec;
import org.ringlab.host.container.Digest;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.container.DockerException;
import org.ringlab.host.container.PortMapping;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.link.EventQueue;

/**
 * A Mesos master with its agents, and Marathon as its framework. The master offers what each agent has left; Marathon takes
 * a part of an offer for a task that is wanted, where one is large enough, and declines the rest. A second passes between a
 * task's end and its replacement, as Marathon's back-off has it.
 */
public final class Mesos {
    private static final long REACTION = SimClock.SECOND / 10;
    private static final long BACK_OFF = SimClock.SECOND;

    /** An agent that isn't heard of for so long is given up, its tasks with it: five pings of 15 seconds. */
    private static final long PATIENCE = 75 * SimClock.SECOND;

    private final String masterHost;
    private Machine machine;
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final Map<String, App> apps = new LinkedHashMap<>();
    private final List<MesosTask> tasks = new ArrayList<>();
    private boolean isUp;
    private boolean hasMarathon;
    private boolean isPending;
    private final MesosApi api = new MesosApi(this);
    private int made;

    /** The master that a host is, off at first. */
    public Mesos(Machine machine) {
        this.machine = machine;
        masterHost = machine.hostName();
    }

    /** What an agent has left. */
    record Offer(Agent agent, double cpus, double mem) {
        boolean fits(App app) {
            return cpus >= app.cpus() && mem >= app.mem();
        }
    }

    /** Where its master is. */
    public Machine machine() {
        return machine;
    }

    /** Whether the master runs. */
    public boolean isUp() {
        return isUp;
    }

    /** Whether Marathon runs. */
    public boolean hasMarathon() {
        return isUp && hasMarathon;
    }

    /** Master, or Marathon, starts or stops; tasks run on meanwhile. */
    public void set(Machine host, boolean master, boolean marathon) {
        machine = host;
        isUp = master;
        hasMarathon = marathon;
        api.open(host);
        changed();
    }

    /** An agent registers. */
    public void register(Machine host) {
        Agent known = agents.get(host.hostName());
        if (known == null) {
            agents.put(host.hostName(), new Agent(host, id("agent") + "-S" + agents.size()));
        } else {
            known.set(host, true);
        }
        changed();
    }

    /** An agent falls silent. Its tasks run on; after a while they are given up and wanted elsewhere. */
    public void silent(Machine host) {
        Agent known = agents.get(host.hostName());
        if (known != null) {
            known.set(host, false);
            queue().later(PATIENCE, () -> {
                if (!known.isUp()) {
                    tasks.removeIf(t -> t.agent() == known);
                    changed();
                }
            });
        }
    }

    /** Agents in the order they registered. */
    public List<Agent> agents() {
        return List.copyOf(agents.values());
    }

    Map<String, App> apps() {
        return Collections.unmodifiableMap(apps);
    }

    /** The tasks of an application that run or start. */
    List<MesosTask> tasks(App app) {
        return tasks.stream()
                .filter(t -> t.app().equals(app.id()) && t.isRunning())
                .toList();
    }

    List<MesosTask> tasks(Agent agent) {
        return tasks.stream().filter(t -> t.agent() == agent).toList();
    }

    void want(App app) {
        apps.put(app.id(), app);
        changed();
    }

    void forget(App app) {
        apps.remove(app.id());
        changed();
    }

    /** A task ends because somebody said so; another one takes its place. */
    void kill(MesosTask task) {
        task.agent().machine().docker().end(task.container(), 137);
        changed();
    }

    String id(String kind) {
        String hex = Digest.hex("mesos " + masterHost + kind);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }

    private EventQueue queue() {
        return machine.stack().network().queue();
    }

    /** What each agent that is heard of has left. */
    List<Offer> offers() {
        return agents.values().stream()
                .filter(Agent::isUp)
                .map(a -> new Offer(
                        a,
                        a.cpus()
                                - tasks(a).stream().mapToDouble(MesosTask::cpus).sum(),
                        a.mem() - tasks(a).stream().mapToDouble(MesosTask::mem).sum()))
                .toList();
    }

    /** The offer that a job of that size is given: the agent with the most left. */
    public Optional<Agent> placeFor(double cpus, double mem) {
        App job = new App("/job", cpus, mem, 1, "", List.of(), 0, 0);
        return offers().stream()
                .filter(o -> o.fits(job))
                .max(Comparator.comparingDouble(Offer::cpus))
                .map(Offer::agent);
    }

    private void changed() {
        if (!isPending) {
            isPending = true;
            queue().later(REACTION, this::reconcile);
        }
    }

    private void reconcile() {
        isPending = false;
        tasks.removeIf(t -> !t.isRunning());
        if (!hasMarathon()) {
            return;
        }
        for (MesosTask task : List.copyOf(tasks)) {
            App app = apps.get(task.app());
            if (app == null || tasks(app).indexOf(task) >= app.instances()) {
                tasks.remove(task);
                DockerEngine engine = task.agent().machine().docker();
                engine.end(task.container(), 0);
                engine.forget(task.container());
            }
        }
        for (App app : apps.values()) {
            while (tasks(app).size() < app.instances() && launch(app)) {}
        }
    }

    /** Takes an offer for one more task; false where none is large enough, or the agent fails to run it. */
    private boolean launch(App app) {
        Optional<Offer> offer = offers().stream()
                .filter(o -> o.fits(app) && o.agent().machine().docker().isRunning())
                .filter(o ->
                        app.hostPort() == 0 || tasks(o.agent()).stream().noneMatch(t -> t.port() == app.hostPort()))
                .max(Comparator.comparingDouble(Offer::cpus)
                        .thenComparing(o -> o.agent().name(), Comparator.reverseOrder()));
        if (offer.isEmpty()) {
            return false;
        }
        Agent agent = offer.get().agent();
        String task = app.name() + "." + id("task " + made++);
        int port = app.containerPort() == 0 ? 0 : app.hostPort() > 0 ? app.hostPort() : freePort(agent);
        List<PortMapping> ports =
                port == 0 ? List.of() : List.of(new PortMapping("0.0.0.0", port, app.containerPort(), "tcp"));
        DockerEngine engine = agent.machine().docker();
        try {
            Container container = engine.begin(
                    ContainerSpec.published(
                            "mesos-" + task.substring(task.indexOf('.') + 1), app.image(), app.command(), ports),
                    () -> queue().later(BACK_OFF, this::changed));
            if (!container.isRunning()) {
                return false;
            }
            tasks.add(new MesosTask(task, app.id(), agent, container, app.cpus(), app.mem(), port));
            return true;
        } catch (DockerException failed) {
            queue().later(60 * BACK_OFF, this::changed);
            return false;
        }
    }

    private int freePort(Agent agent) {
        int port = Agent.FIRST_PORT;
        while (taken(agent, port) && port < Agent.LAST_PORT) {
            port++;
        }
        return port;
    }

    private boolean taken(Agent agent, int port) {
        return tasks(agent).stream().anyMatch(t -> t.port() == port);
    }
}
