package org.ringlab.host.software;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;

/**
 * SELinux of a host: its mode, and the types of files as far as guests' images are concerned. The mode at boot comes from
 * {@code /etc/selinux/config}; a kernel that booted with it disabled can't be told otherwise until the next boot.
 */
public final class Selinux {
    /** The file that says how it boots. */
    public static final String CONFIG = "/etc/selinux/config";

    private static final List<Rule> POLICY = List.of(
            new Rule("/var/lib/libvirt/images", "virt_image_t"),
            new Rule("/var/lib/libvirt/isos", "virt_content_t"),
            new Rule("/var/lib/libvirt", "virt_var_lib_t"),
            new Rule("/var/lib", "var_lib_t"),
            new Rule("/var/www", "httpd_sys_content_t"),
            new Rule("/var", "var_t"),
            new Rule("/usr", "usr_t"),
            new Rule("/etc/libvirt", "virt_etc_t"),
            new Rule("/etc", "etc_t"),
            new Rule("/root", "admin_home_t"),
            new Rule("/home", "user_home_t"),
            new Rule("/tmp", "tmp_t"),
            new Rule("/mnt", "mnt_t"),
            new Rule("/media", "mnt_t"),
            new Rule("/srv", "var_t"),
            new Rule("/dev", "device_t"),
            new Rule("/", "default_t"));
    /** The directories that guests' processes may look through ({@code svirt_t}). */
    private static final List<String> SEARCHABLE = List.of(
            "root_t",
            "var_t",
            "var_lib_t",
            "virt_var_lib_t",
            "virt_image_t",
            "virt_content_t",
            "svirt_image_t",
            "usr_t",
            "mnt_t",
            "public_content_t");

    private Mode mode = Mode.DISABLED;
    private boolean denying;
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> local = new LinkedHashMap<>();

    /** How it runs. */
    public enum Mode {
        /** It denies. */
        ENFORCING,
        /** It only writes down what it would deny. */
        PERMISSIVE,
        /** It isn't there. */
        DISABLED;

        /** As {@code getenforce} prints it. */
        public String text() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    private record Rule(String directory, String type) {}

    /** Not yet booted. */
    public Selinux() {}

    /** How it runs now. */
    public Mode mode() {
        return mode == Mode.DISABLED ? mode : denying ? Mode.ENFORCING : Mode.PERMISSIVE;
    }

    /** Boots with what the configuration says; without a word there, disabled. */
    public void boot(FileSystem files) {
        boot(configured(files));
    }

    /** Boots in a mode that the configuration is known to say. */
    public void boot(Mode configured) {
        mode = configured;
        denying = mode == Mode.ENFORCING;
    }

    /** Labels are kept by the disk, and rules of the host's own by its policy store, whatever it runs as. */
    public void keep(Selinux before) {
        labels.putAll(before.labels);
        local.putAll(before.local);
    }

    /** What the configuration says. */
    public static Mode configured(FileSystem files) {
        return setting(files, "SELINUX").map(Selinux::mode).orElse(Mode.DISABLED);
    }

    /** The mode of that name; disabled where there is none. */
    public static Mode mode(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "enforcing" -> Mode.ENFORCING;
            case "permissive" -> Mode.PERMISSIVE;
            default -> Mode.DISABLED;
        };
    }

    private static Optional<String> setting(FileSystem files, String key) {
        try {
            for (String line : files.read(CONFIG).split("\n")) {
                if (line.startsWith(key + "=")) {
                    return Optional.of(line.substring(key.length() + 1).strip());
                }
            }
            return Optional.empty();
        } catch (FileException none) {
            return Optional.empty();
        }
    }

    /** {@code setenforce}; false where it is disabled. */
    public boolean enforce(boolean denies) {
        if (mode == Mode.DISABLED) {
            return false;
        }
        denying = denies;
        return true;
    }

    /** The type of the file at an absolute path. */
    public String type(String path) {
        String given = labels.get(path);
        return given == null ? expected(path) : given;
    }

    /** The type that the policy, or a rule of the host's own, gives a path. */
    public String expected(String path) {
        List<String> patterns = new ArrayList<>(local.keySet());
        for (String pattern : patterns.reversed()) {
            if (matches(pattern, path)) {
                return local.getOrDefault(pattern, "default_t");
            }
        }
        if (path.equals("/")) {
            return "root_t";
        }
        return POLICY.stream()
                .filter(rule -> rule.directory.equals("/")
                        || path.equals(rule.directory)
                        || path.startsWith(rule.directory + "/"))
                .findFirst()
                .map(Rule::type)
                .orElse("default_t");
    }

    /** {@code PATH(/.*)?} and paths as they are; other expressions match nothing. */
    private static boolean matches(String pattern, String path) {
        String end = "(/.*)?";
        if (!pattern.endsWith(end)) {
            return pattern.equals(path);
        }
        String directory = pattern.substring(0, pattern.length() - end.length());
        return path.equals(directory) || path.startsWith(directory + "/");
    }

    /** {@code chcon -t}: until it is restored. */
    public void label(String path, String type) {
        labels.put(path, type);
    }

    /** {@code restorecon}: the type it had, where it changes. */
    public Optional<String> restore(String path) {
        String before = type(path);
        labels.remove(path);
        return before.equals(type(path)) ? Optional.empty() : Optional.of(before);
    }

    /** {@code semanage fcontext -a -t TYPE PATTERN}. */
    public void addRule(String pattern, String type) {
        labelled(pattern);
        local.put(pattern, type);
    }

    /** What is there keeps its label until it is restored. */
    private void labelled(String pattern) {
        String directory = pattern.replace("(/.*)?", "");
        labels.putIfAbsent(directory, type(directory));
    }

    /** {@code semanage fcontext -d}; false where there was none. */
    public boolean removeRule(String pattern) {
        return local.remove(pattern) != null;
    }

    /**
     * Whether a guest may open an image: libvirt labels the file itself, so the directories on the way decide.
     *
     * @param path absolute
     */
    public boolean allowsGuest(String path) {
        if (mode() != Mode.ENFORCING) {
            return true;
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (!SEARCHABLE.contains(type(path.substring(0, slash)))) {
                return false;
            }
        }
        return true;
    }
}
