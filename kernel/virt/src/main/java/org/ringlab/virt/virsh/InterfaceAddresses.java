package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.network.VirtualNetwork;

/** {@code virsh domifaddr}: a guest's addresses as its networks lent them. */
final class InterfaceAddresses {
    private static final String FORMAT = " %-10s %-20s %-12s %s\n";

    private InterfaceAddresses() {}

    static boolean show(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String source = call.value("source").orElse("lease");
        if (!List.of("lease", "agent", "arp").contains(source)) {
            return call.fails("Unknown data source '" + source + "'");
        }
        call.attempt("Failed to query for interfaces addresses", () -> check(domain.get(), source));
        call.extra(String.format(Locale.ROOT, FORMAT, "Name", "MAC address", "Protocol", "Address"));
        call.extra("-".repeat(79) + "\n");
        for (DomainDef.Nic nic : domain.get().def().nics()) {
            if (nic.type().equals("network")) {
                addresses(call, nic);
            }
        }
        return true;
    }

    private static void check(Domain domain, String source) throws VirError {
        if (!domain.isActive()) {
            throw new VirError(Code.INVALID, "domain is not running");
        }
        if (source.equals("agent") && !domain.def().hasAgent()) {
            throw new VirError(Code.ARGUMENT_UNSUPPORTED, "QEMU guest agent is not configured");
        }
        if (source.equals("arp")) {
            // Neither generation gets along with a kernel of today.
            throw new VirError(Code.INTERNAL, "wrong nlmsg len");
        }
    }

    private static void addresses(Call call, DomainDef.Nic nic) {
        Optional<VirtualNetwork> network = nic.source().flatMap(call.libvirtd().networks()::named);
        if (network.isEmpty() || !network.get().isActive()) {
            return;
        }
        for (VirtHost.Lease lease :
                call.libvirtd().host().links().leases(network.get().def())) {
            if (lease.mac().equals(nic.mac())) {
                call.out(String.format(
                        Locale.ROOT,
                        FORMAT,
                        nic.tap().orElse("-"),
                        lease.mac(),
                        "ipv4",
                        lease.address() + "/" + lease.prefix()));
            }
        }
    }
}
