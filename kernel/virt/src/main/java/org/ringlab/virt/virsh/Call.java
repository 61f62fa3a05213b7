package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.pool.Volume;

/** A command of virsh under way: its words, its connection, and where it prints. */
final class Call {
    private final Libvirtd libvirtd;
    private final VirshEnvironment environment;
    private final Map<String, List<String>> words;
    private final boolean quiet;
    private final boolean readOnly;
    private final String uri;

    Call(
            Libvirtd libvirtd,
            VirshEnvironment environment,
            Map<String, List<String>> words,
            boolean quiet,
            boolean readOnly,
            String uri) {
        this.libvirtd = libvirtd;
        this.environment = environment;
        this.words = words;
        this.quiet = quiet;
        this.readOnly = readOnly;
        this.uri = uri;
    }

    Libvirtd libvirtd() {
        return libvirtd;
    }

    VirshEnvironment environment() {
        return environment;
    }

    String uri() {
        return uri;
    }

    Generation generation() {
        return environment.local().host().generation();
    }

    boolean isNew() {
        return generation() == Generation.DEB12;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean has(String option) {
        return words.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(words.get(option)).map(List::getFirst);
    }

    List<String> values(String option) {
        return words.getOrDefault(option, List.of());
    }

    String text(String option) {
        return value(option).orElse("");
    }

    void out(String text) {
        environment.out(text);
    }

    void line(String text) {
        environment.out(text + "\n");
    }

    /** What {@code -q} leaves out: headings and remarks. */
    void extra(String text) {
        if (!quiet) {
            environment.out(text);
        }
    }

    void error(String text) {
        environment.err("error: " + text + "\n");
    }

    /** A remark and the end of the command that failed. */
    boolean fails(String text) {
        error(text);
        return false;
    }

    /** Refuses what changes something where only reading is allowed ({@code virsh -r}). */
    void write(String function) throws VirError {
        if (readOnly) {
            throw new VirError(Code.DENIED, "read only access prevents " + function);
        }
    }

    /** Something that may fail. */
    interface Attempt {
        void run() throws VirError;
    }

    /** Does something; where that fails {@code remark} comes before the reason. */
    void attempt(String remark, Attempt attempt) throws VirError {
        try {
            attempt.run();
        } catch (VirError e) {
            error(remark);
            throw e;
        }
    }

    /** {@code Name:           vm1}. */
    void field(String name, Object value) {
        out(String.format(Locale.ROOT, "%-15s %s\n", name, value));
    }

    /** A guest's name as this generation writes it. */
    String quoted(String name) {
        return generation().quoted(name);
    }

    private String required(String option) throws Complaint {
        String text = text(option);
        if (text.isEmpty()) {
            throw new Complaint("Failed to get option '" + option + "': Option argument is empty");
        }
        return text;
    }

    /** A command ends with a remark of virsh's own, and what libvirt said where it said something. */
    static final class Complaint extends Exception {
        private static final long serialVersionUID = 1L;

        Complaint(String text) {
            super(text, null, false, false);
        }
    }

    /** The guest that {@code domain} means: by number, UUID or name. */
    Optional<Domain> domain() throws VirError {
        return domain("domain");
    }

    Optional<Domain> domain(String option) throws VirError {
        String text;
        try {
            text = required(option);
        } catch (Complaint e) {
            error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        Optional<Domain> found = Sizes.number(text)
                .filter(n -> n <= Integer.MAX_VALUE)
                .flatMap(n -> libvirtd.domains().numbered(n.intValue()))
                .or(() -> libvirtd.domains().identified(text))
                .or(() -> libvirtd.domains().named(text));
        if (found.isEmpty()) {
            error("failed to get domain '" + text + "'");
            if (!isNew()) {
                throw new VirError(Code.NO_DOMAIN, "no domain with matching name '" + text + "'");
            }
        }
        return found;
    }

    /** The network that {@code network} means: by UUID or name. */
    Optional<VirtualNetwork> network(boolean byNumber) throws VirError {
        String text;
        try {
            text = required("network");
        } catch (Complaint e) {
            error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        Optional<VirtualNetwork> found = byNumber ? libvirtd.networks().numbered(text) : Optional.empty();
        found = found.or(() -> libvirtd.networks().named(text));
        if (found.isEmpty()) {
            error("failed to get network '" + text + "'");
            throw new VirError(Code.NO_NETWORK, "no network with matching name '" + text + "'");
        }
        return found;
    }

    /** The pool that an option means: by UUID or name. */
    Optional<Pool> pool(String option) throws VirError {
        String text;
        try {
            text = required(option);
        } catch (Complaint e) {
            error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        Optional<Pool> found = libvirtd.pools().find(text);
        if (found.isEmpty()) {
            error("failed to get pool '" + text + "'");
            throw new VirError(Code.NO_POOL, "no storage pool with matching name '" + text + "'");
        }
        return found;
    }

    /**
     * A volume and its pool.
     *
     * @param pool where it is
     * @param volume what it is
     */
    record Found(Pool pool, Volume volume) {}

    /** The volume that {@code vol} means: by name in a pool, or by path. */
    Optional<Found> volume() throws VirError {
        Optional<Pool> pool = Optional.empty();
        if (has("pool")) {
            pool = pool("pool");
            if (pool.isEmpty()) {
                return Optional.empty();
            }
            if (!pool.get().isActive()) {
                error("pool '" + pool.get().name() + "' is not active");
                return Optional.empty();
            }
        }
        String text = text("vol");
        Optional<Found> named = pool.flatMap(p -> p.volumes().stream()
                .filter(v -> v.name().equals(text))
                .map(v -> new Found(p, v))
                .findFirst());
        Optional<Found> found = named.or(() -> libvirtd.pools()
                .volume(text)
                .flatMap(v -> libvirtd.pools().holding(v).map(p -> new Found(p, v))));
        if (found.isEmpty()) {
            error("failed to get vol '" + text + "'" + (pool.isEmpty() ? ", specifying --pool might help" : ""));
            throw new VirError(Code.NO_VOLUME, "no storage vol with matching path '" + text + "'");
        }
        return found;
    }

    /** The text of the file that an option names; empty where that failed, and said why. */
    Optional<String> file(String option) {
        String name = text(option);
        Optional<String> text = environment.read(environment.resolve(name));
        if (text.isEmpty()) {
            error("Failed to open file '" + name + "': No such file or directory");
        }
        return text;
    }

    /** A size with a unit; empty where it makes no sense, and said so. */
    Optional<Long> scaled(String option, long scale) throws VirError {
        String text = text(option);
        String complaint =
                "Scaled numeric value '" + text + "' for <" + option + "> option is malformed or out of range";
        return size(text, scale, complaint);
    }

    /** A size out of a text; where it makes none {@code complaint} is said, by 9.0 with libvirt's reason. */
    Optional<Long> size(String text, long scale, String complaint) throws VirError {
        try {
            Optional<Long> size = Sizes.scaled(text, scale);
            if (size.isEmpty()) {
                error(complaint);
            }
            return size;
        } catch (VirError e) {
            error(complaint);
            if (isNew()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Lines of columns as this generation lays them out. */
    Table table(String... headings) {
        return new Table(headings);
    }

    /** The words of an option that lists several, after commas. */
    List<String> parts(String option) {
        List<String> parts = new ArrayList<>();
        value(option).ifPresent(v -> parts.addAll(List.of(v.split(","))));
        return parts;
    }
}
