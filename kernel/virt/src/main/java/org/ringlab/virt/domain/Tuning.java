package org.ringlab.virt.domain;

import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;

/** Memory and processors of a guest, now and for its next start (qemuDomainSetMemoryFlags, qemuDomainSetVcpusFlags). */
public final class Tuning {
    private final Libvirtd libvirtd;

    /** The guests of a daemon. */
    public Tuning(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
    }

    /** Which documents a change is for. */
    public record Scope(boolean live, boolean config) {
        /** What is meant where a person doesn't say: what holds now. */
        public static Scope of(Domain domain, boolean live, boolean config) throws VirError {
            Scope scope = live || config ? new Scope(live, config) : new Scope(domain.isActive(), !domain.isActive());
            if (scope.live && !domain.isActive()) {
                throw new VirError(Code.INVALID, "domain is not running");
            }
            if (scope.config && !domain.isPersistent()) {
                throw new VirError(Code.INVALID, "transient domains do not have any persistent config");
            }
            return scope;
        }
    }

    /** Sets the balloon, in KiB. */
    public void memory(Domain domain, Scope scope, long kib) throws VirError {
        if (kib == 0) {
            throw new VirError(Code.ARGUMENT, "memory in virDomainSetMemoryFlags must not be zero");
        }
        for (DomainDef def : documents(domain, scope)) {
            if (kib > def.memory()) {
                throw new VirError(Code.ARGUMENT, "cannot set memory higher than max memory");
            }
        }
        if (scope.live()) {
            // The balloon moves once a driver in the guest lets it.
            if (domain.guest().filter(g -> g.hasSystem()).isPresent()) {
                domain.live().ifPresent(d -> d.setCurrentMemory(kib));
            }
        }
        if (scope.config()) {
            domain.config().ifPresent(d -> d.setCurrentMemory(kib));
            libvirtd.domains().save(domain);
        }
    }

    /** Sets how much the balloon may leave, in KiB. */
    public void maxMemory(Domain domain, Scope scope, long kib) throws VirError {
        if (scope.live()) {
            throw new VirError(Code.INVALID, "cannot resize the maximum memory on an active domain");
        }
        domain.config().ifPresent(d -> d.setMemory(kib));
        libvirtd.domains().save(domain);
    }

    /** Sets how many processors are plugged in, or may be. */
    public void vcpus(Domain domain, Scope scope, int count, boolean maximum) throws VirError {
        if (maximum && scope.live()) {
            throw new VirError(Code.ARGUMENT, "maximum vcpu count can't be modified for a live domain");
        }
        if (scope.live()) {
            enough(domain.live().orElseThrow(), count, "live");
        }
        if (scope.config() && !maximum) {
            enough(domain.config().orElseThrow(), count, "persistent");
        }
        if (scope.live()) {
            DomainDef def = domain.live().orElseThrow();
            def.setVcpus(def.maxVcpus(), count);
        }
        if (scope.config()) {
            DomainDef def = domain.config().orElseThrow();
            def.setVcpus(maximum ? count : def.maxVcpus(), maximum ? Math.min(def.vcpus(), count) : count);
            libvirtd.domains().save(domain);
        }
    }

    private static void enough(DomainDef def, int count, String which) throws VirError {
        if (count > def.maxVcpus()) {
            throw new VirError(
                    Code.ARGUMENT,
                    "requested vcpus is greater than max allowable vcpus for the " + which + " domain: " + count + " > "
                            + def.maxVcpus());
        }
    }

    private static java.util.List<DomainDef> documents(Domain domain, Scope scope) {
        java.util.List<DomainDef> found = new java.util.ArrayList<>();
        if (scope.live()) {
            domain.live().ifPresent(found::add);
        }
        if (scope.config()) {
            domain.config().ifPresent(found::add);
        }
        return found;
    }

    /** Changes a text of the document, such as its description. */
    public void text(Domain domain, Scope scope, String element, String text) {
        for (DomainDef def : documents(domain, scope)) {
            org.ringlab.virt.xml.Element root = def.root();
            java.util.Optional<org.ringlab.virt.xml.Element> there = root.child(element);
            if (text.isEmpty()) {
                there.ifPresent(t -> root.replaceOrRemove(t, java.util.Optional.empty()));
            } else if (there.isPresent()) {
                there.get().setText(text);
            } else {
                int place = root.children().indexOf(root.child("uuid").orElseThrow()) + 1;
                boolean behindTitle =
                        element.equals("description") && root.child("title").isPresent();
                root.add(place + (behindTitle ? 1 : 0), org.ringlab.virt.xml.Element.text(element, text));
            }
        }
        libvirtd.domains().save(domain);
    }
}
