package org.ringlab.host.hardware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ringlab.host.Profile;
import org.ringlab.host.files.GeneratedFile;

/** The loaded modules of a kernel. A module that others need, or that is at work, can't be removed. */
public final class KernelModules {
    private final Hardware hardware;
    private final Profile profile;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>();
    private final Consumer<String> log;

    /**
     * Of a computer that has just booted.
     *
     * @param log takes what the kernel says about a module that it refuses
     */
    public KernelModules(Hardware hardware, Profile profile, Consumer<String> log) {
        this.log = log;
        this.hardware = hardware;
        this.profile = profile;
    }

    /** A module with its parameters' values, and how many things use it beside other modules. */
    private static final class Loaded {
        private final KernelModule module;
        private final Map<String, String> parameters;
        private int users;

        Loaded(KernelModule module) {
            this.module = module;
            parameters = new TreeMap<>(module.parameters());
        }
    }

    /** What came of a change. */
    public enum Outcome {
        /** Done. */
        DONE,
        /** It was so already. */
        ALREADY,
        /** The kernel has no such module. */
        UNKNOWN,
        /** The computer can't do what the module is for ({@code EOPNOTSUPP}). */
        UNSUPPORTED,
        /** It is needed. */
        IN_USE,
        /** A parameter that it doesn't have or can't take. */
        BAD_PARAMETER
    }

    /** The module of that name; empty where this kernel has none. */
    public Optional<KernelModule> find(String name) {
        return hardware.kernel().isPresent() ? Optional.empty() : KernelModule.named(name, profile);
    }

    /** Whether it is loaded. */
    public boolean isLoaded(String name) {
        return loaded.containsKey(name.replace('-', '_'));
    }

    /** Loads a module and those it needs; parameters as {@code name=value}. */
    public Outcome load(String name, List<String> parameters) {
        Optional<KernelModule> module = find(name);
        if (module.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        if (loaded.containsKey(module.get().name())) {
            return Outcome.ALREADY;
        }
        for (String needed : module.get().needs()) {
            load(needed, List.of());
        }
        if (!isSupported(module.get())) {
            return Outcome.UNSUPPORTED;
        }
        Loaded made = new Loaded(module.get());
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            String key = parameter.substring(0, Math.max(0, equals));
            if (made.parameters.containsKey(key)) {
                String value = parameter.substring(equals + 1);
                boolean flag = made.module.parameters().getOrDefault(key, "").matches("[YN]");
                made.parameters.put(key, !flag ? value : value.matches("1|y|Y") ? "Y" : "N");
            }
        }
        loaded.put(module.get().name(), made);
        return Outcome.DONE;
    }

    /** KVM's module for a processor wants that processor, and its ability switched on. */
    private boolean isSupported(KernelModule module) {
        boolean vendor = module.name().equals("kvm_intel") || module.name().equals("kvm_amd");
        if (!vendor || hardware.runsGuests() && hardware.cpu().module().equals(module.name())) {
            return true;
        }
        boolean able = hardware.virtualisation() && hardware.cpu().module().equals(module.name());
        log.accept(able ? "kvm: disabled by bios" : "kvm: no hardware support");
        return false;
    }

    /** Takes a module out. */
    public Outcome remove(String word) {
        String name = word.replace('-', '_');
        Loaded there = loaded.get(name);
        if (there == null) {
            return Outcome.ALREADY;
        }
        if (there.users > 0 || !users(name).isEmpty()) {
            return Outcome.IN_USE;
        }
        loaded.remove(name);
        return Outcome.DONE;
    }

    /** Takes out what the module needed and nobody needs any more ({@code modprobe -r}). */
    public void removeUnneeded(KernelModule module) {
        for (String needed : module.needs()) {
            if (remove(needed) == Outcome.DONE) {
                find(needed).ifPresent(this::removeUnneeded);
            }
        }
    }

    /** The loaded modules that need one, the latest first. */
    public List<String> users(String name) {
        return loaded.values().stream()
                .map(l -> l.module)
                .filter(m -> m.needs().contains(name))
                .map(KernelModule::name)
                .toList()
                .reversed();
    }

    /** Something begins to use a module (1) or ends (-1): a running guest uses its processor's. */
    public void use(String name, int by) {
        Loaded there = loaded.get(name);
        if (there != null) {
            there.users = Math.max(0, there.users + by);
        }
    }

    /** How many use a module, other modules and all else. */
    public int useCount(String name) {
        Loaded there = loaded.get(name);
        return there == null ? 0 : there.users + users(name).size();
    }

    /** The loaded ones, the latest first. */
    public List<KernelModule> all() {
        return loaded.values().stream().map(l -> l.module).toList().reversed();
    }

    /** Whether guests can run at the processor's speed: {@code /dev/kvm} is there. */
    public boolean isKvmReady() {
        return isLoaded(hardware.cpu().module());
    }

    /** Whether a guest may be shown that its processor runs guests: the module's {@code nested}. */
    public boolean isNested() {
        Loaded there = loaded.get(hardware.cpu().module());
        return there != null && there.parameters.getOrDefault("nested", "").matches("[Y1]");
    }

    /** {@code /sys/module}: a directory for each, with its parameters. */
    public Map<String, GeneratedFile> files() {
        Map<String, GeneratedFile> files = new TreeMap<>();
        loaded.forEach((name, there) -> {
            files.put(name + "/refcnt", GeneratedFile.readOnly(() -> useCount(name) + "\n"));
            there.parameters.forEach((parameter, value) ->
                    files.put(name + "/parameters/" + parameter, GeneratedFile.readOnly(() -> value + "\n")));
        });
        return files;
    }

    /** {@code /proc/modules}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (KernelModule module : all()) {
            List<String> users = users(module.name());
            text.append(module.name() + " " + module.size() + " " + useCount(module.name()) + " "
                    + (users.isEmpty() ? "-" : String.join(",", users) + ",") + " Live 0x0000000000000000\n");
        }
        return text.toString();
    }
}
