package org.ringlab.host.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.host.Profile;
import org.ringlab.host.hardware.KernelModules;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.stack.NetStack;

/** The kernel modules of connection tracking's helpers, by their names of today and of old. */
enum HelperModule {
    FTP(Helper.Kind.FTP, false, "nf_conntrack_ftp", "ip_conntrack_ftp"),
    FTP_NAT(Helper.Kind.FTP, true, "nf_nat_ftp", "ip_nat_ftp"),
    TFTP(Helper.Kind.TFTP, false, "nf_conntrack_tftp", "ip_conntrack_tftp"),
    TFTP_NAT(Helper.Kind.TFTP, true, "nf_nat_tftp", "ip_nat_tftp");

    private final Helper.Kind kind;
    private final boolean translates;
    private final List<String> names;

    HelperModule(Helper.Kind kind, boolean translates, String... names) {
        this.kind = kind;
        this.translates = translates;
        this.names = List.of(names);
    }

    /** The module of that name. */
    static Optional<HelperModule> named(String name) {
        return Arrays.stream(values()).filter(m -> m.names.contains(name)).findFirst();
    }

    /**
     * Loads it. Kernels of today give no helpers by themselves, whatever is loaded: nor does the recorded one, but there
     * loading the ftp helper stands for rules that do (port 21 in PREROUTING and OUTPUT of raw), and NAT of
     * announcements is always at work.
     *
     * @param parameters {@code ports=21,2121}
     */
    void load(Machine machine, List<String> parameters) {
        boolean recorded = machine.profile() == Profile.RECORDED;
        if (machine.profile() == Profile.DEBIAN12 || recorded && this != FTP) {
            return;
        }
        List<Helper> helpers = recorded ? List.of() : ports(parameters);
        if (helpers.isEmpty()) {
            helpers = List.of(Helper.of(kind));
        }
        // NAT's module needs the one that reads, and brings it along.
        String reader = names.getFirst().replace("_nat_", "_conntrack_");
        if (translates && machine.modules().load(reader, List.of()) != KernelModules.Outcome.DONE) {
            helpers = List.of();
        }
        for (NetStack stack : recorded ? List.of(machine.stack()) : all(machine)) {
            for (Helper helper : helpers) {
                stack.conntrack().helpers().assignByPort(helper);
            }
            if (translates) {
                stack.translateAnnouncements(kind);
            }
        }
    }

    /** A module of the kernel works in all its namespaces. */
    private static List<NetStack> all(Machine machine) {
        Machine host = machine.host();
        return Stream.concat(Stream.of(host), host.namespaces().values().stream())
                .map(Machine::stack)
                .toList();
    }

    /** Takes it away again. */
    void unload(Machine machine) {
        if (machine.profile() == Profile.DEBIAN12) {
            return;
        }
        boolean recorded = machine.profile() == Profile.RECORDED;
        for (NetStack stack : recorded ? List.of(machine.stack()) : all(machine)) {
            if (!translates) {
                stack.conntrack().helpers().stopAssigning(kind);
            } else if (!recorded) {
                stack.conntrack().helpers().stopTranslating(kind);
            }
        }
    }

    private List<Helper> ports(List<String> parameters) {
        return parameters.stream()
                .filter(p -> p.startsWith("ports="))
                .flatMap(p -> Stream.of(p.substring("ports=".length()).split(",")))
                .filter(port -> port.matches("[1-9]\\d{0,4}"))
                .map(port -> new Helper(kind, Integer.parseInt(port)))
                .filter(helper -> helper.port() < 65536)
                .toList();
    }
}
