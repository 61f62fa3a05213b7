package org.ringlab.host.mesos;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Unit;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;

/**
 * {@code mesos-master}, {@code mesos-slave} and {@code marathon}, as Mesosphere's packages bring them. An agent finds its
 * master by {@code /etc/mesos/zk}, and asks again until somebody answers there.
 *
 * @param name one of these
 */
public record MesosUnit(String name) implements Unit {
    private static final Pattern ZK = Pattern.compile("zk://(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?.*");
    private static final long AGAIN = 5 * SimClock.SECOND;
    private static final long PATIENCE = 2 * SimClock.SECOND;

    @Override
    public String description() {
        return switch (name) {
            case "mesos-master" -> "Mesos Master";
            case "mesos-slave" -> "Mesos Slave";
            default -> "Scheduler for Apache Mesos";
        };
    }

    @Override
    public boolean start(Session session, Streams journal) {
        Machine host = session.machine().host();
        if (name.equals("mesos-slave")) {
            find(host);
            return true;
        }
        Mesos mesos = host.fleet().mesos(host);
        boolean marathon = name.equals("marathon");
        mesos.set(host, !marathon || mesos.isUp(), marathon || mesos.hasMarathon());
        return !marathon || mesos.isUp();
    }

    @Override
    public void stop(Session session, Streams journal) {
        Machine host = session.machine().host();
        switch (name) {
            case "mesos-slave" -> host.fleet().mesosMasters().forEach(m -> m.silent(host));
            case "marathon" ->
                host.fleet().mesos(host).set(host, host.fleet().mesos(host).isUp(), false);
            default -> host.fleet().mesos(host).set(host, false, false);
        }
    }

    /** Looks for the master, over the network. */
    private void find(Machine host) {
        EventQueue queue = host.stack().network().queue();
        Optional<Ipv4Address> address = master(host);
        if (address.isPresent()) {
            TcpConnection c = host.stack().sockets().connect(Ipv4Address.ANY, 0, address.get(), MesosApi.MASTER);
            queue.later(PATIENCE, () -> {
                boolean answered = c.connected();
                c.abort();
                Optional<Mesos> found =
                        host.fleet().owner(address.get()).map(m -> host.fleet().mesos(m));
                if (answered && found.filter(Mesos::isUp).isPresent() && isActive(host)) {
                    found.get().register(host);
                } else {
                    again(host, queue);
                }
            });
        } else {
            again(host, queue);
        }
    }

    private void again(Machine host, EventQueue queue) {
        queue.later(AGAIN, () -> {
            if (isActive(host)) {
                find(host);
            }
        });
    }

    private static Optional<Ipv4Address> master(Machine host) {
        try {
            Matcher zk = ZK.matcher(host.files().read("/etc/mesos/zk").strip());
            return zk.matches() ? Ipv4Address.parse(zk.group(1)) : Optional.empty();
        } catch (FileException none) {
            return Optional.empty();
        }
    }
}
