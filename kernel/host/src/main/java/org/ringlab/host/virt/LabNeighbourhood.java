package org.ringlab.host.virt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.Services;
import org.ringlab.netfilter.stack.NetStack;

/** The hosts of a lab and their guests, who join them by name while they run. */
public final class LabNeighbourhood {
    private final Map<String, Session> terminals;
    private final Function<NetStack, Services> services;
    private final Map<Session, GuestSystem> guests = new HashMap<>();
    private final Map<String, GuestSystem> parked = new HashMap<>();
    private int saved;

    /**
     * A lab's.
     *
     * @param terminals its hosts' terminals by name; guests are added and removed
     * @param services what listens on a new computer
     */
    public LabNeighbourhood(Map<String, Session> terminals, Function<NetStack, Services> services) {
        this.terminals = terminals;
        this.services = services;
    }

    /** The computer of that name, or with that address; empty where there is none. */
    public Optional<Machine> find(String name) {
        Session named = terminals.get(name);
        return named != null
                ? Optional.of(named.home())
                : all().stream()
                        .filter(m -> m.stack().interfaces().stream()
                                .flatMap(i -> i.addresses().stream())
                                .anyMatch(a -> a.address().toString().equals(name)))
                        .findFirst();
    }

    /** All computers. */
    public List<Machine> all() {
        return terminals.values().stream().map(Session::home).toList();
    }

    /** What listens on a new computer. */
    Services services(NetStack stack) {
        return services.apply(stack);
    }

    /** A guest has booted: people can type on it by its name, unless that is somebody else's. */
    void joined(String name, Session terminal, GuestSystem system) {
        terminals.putIfAbsent(name, terminal);
        guests.put(terminal, system);
    }

    /** A guest is off. */
    void left(String name, Session terminal) {
        terminals.remove(name, terminal);
        guests.remove(terminal);
    }

    /** Somebody in a guest asked for a restart: its QEMU presses reset, or ends, as its document says. */
    public void reboots(Session terminal) {
        GuestSystem guest = guests.get(terminal);
        if (guest != null) {
            guest.reboots();
        }
    }

    /** Keeps a system whose memory is saved; what finds it again. */
    String park(GuestSystem system) {
        String memory = "memory of guest " + ++saved;
        parked.put(memory, system);
        return memory;
    }

    /** The system that was saved so, once. */
    Optional<GuestSystem> unpark(String memory) {
        return Optional.ofNullable(parked.remove(memory));
    }
}
