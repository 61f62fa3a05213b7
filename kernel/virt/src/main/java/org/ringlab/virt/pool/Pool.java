package org.ringlab.virt.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.VirtHost.Files.Kind;
import org.ringlab.virt.xml.Element;

/** A storage pool: inactive or active, and what is in it while it is active. */
public final class Pool {
    private final VirtHost host;
    private final List<Volume> volumes = new ArrayList<>();
    private PoolDef def;
    private boolean active;
    private boolean persistent;
    private boolean autostart;

    Pool(VirtHost host, PoolDef def, boolean persistent) {
        this.host = host;
        this.def = def;
        this.persistent = persistent;
    }

    /** Its document. */
    public PoolDef def() {
        return def;
    }

    void redefine(PoolDef next) {
        def = next;
        persistent = true;
    }

    /** Its name. */
    public String name() {
        return def.name();
    }

    /** Whether its volumes can be used. */
    public boolean isActive() {
        return active;
    }

    /** Whether it stays when it is stopped. */
    public boolean isPersistent() {
        return persistent;
    }

    /** Whether it starts with libvirtd. */
    public boolean isAutostart() {
        return autostart;
    }

    void setAutostart(boolean on) {
        autostart = on;
    }

    /** Its directory; where it has none, an empty name. */
    public String path() {
        return def.path().orElse("");
    }

    /** What is in it, in the order of names. */
    public List<Volume> volumes() {
        return Collections.unmodifiableList(volumes);
    }

    VirError notActive() {
        return new VirError(Code.INVALID, "storage pool '" + name() + "' is not active");
    }

    /** Makes its directory. */
    public void build() throws VirError {
        if (active) {
            throw new VirError(Code.INVALID, "storage pool '" + name() + "' is already active");
        }
        if (def.path().isPresent()) {
            host.files().makeDirectories(path());
        }
    }

    /** Starts it: its directory has to be there. */
    public void start() throws VirError {
        if (active) {
            throw new VirError(Code.INVALID, "storage pool '" + name() + "' is already active");
        }
        if (def.type().equals("netfs")) {
            throw mountFails();
        }
        active = true;
        try {
            refresh();
        } catch (VirError failed) {
            active = false;
            throw failed;
        }
    }

    private VirError mountFails() {
        boolean el7 = host.generation() == org.ringlab.virt.Generation.EL7;
        Element source = def.source();
        String from = source.attributeOf("host", "name").orElse("") + ":"
                + source.attributeOf("dir", "path").orElse("");
        String type = source.attributeOf("format", "type").orElse("auto");
        String kind = type.equals("auto") ? "nfs" : type;
        String mount = el7 ? "/usr/bin/mount" : "/bin/mount -o nodev,nosuid,noexec";
        String why = host.files().kind(path()) == Kind.DIRECTORY
                ? "mount.nfs: Connection refused"
                : "mount: " + path() + ": mount point does not exist."
                        + "\n       dmesg(1) may have more information after failed mount system call.";
        return new VirError(
                Code.INTERNAL,
                "Child process (" + mount + " -t " + kind + " " + from + " " + path() + ") unexpected exit status 32: "
                        + why + "\n");
    }

    /** Looks at its directory again. */
    public void refresh() throws VirError {
        if (!active) {
            throw notActive();
        }
        if (def.path().isPresent() && host.files().kind(path()) != Kind.DIRECTORY) {
            throw new VirError(
                    Code.SYSTEM,
                    "cannot open directory '" + path() + "': "
                            + (host.files().kind(path()) == Kind.NONE
                                    ? "No such file or directory"
                                    : "Not a directory"));
        }
        volumes.clear();
        for (String name : host.files().list(path())) {
            look(path() + "/" + name, name).ifPresent(volumes::add);
        }
    }

    private Optional<Volume> look(String file, String name) {
        if (host.files().kind(file) == Kind.DIRECTORY) {
            return Optional.of(new Volume(name, file, "dir", 4096, 4096));
        }
        return host.images().info(file).map(i -> new Volume(name, file, i.format(), i.size(), i.allocated()));
    }

    /** Looks at one of its volumes again. */
    Volume refreshed(Volume volume) {
        Volume now = look(volume.path(), volume.name()).orElse(volume);
        Collections.replaceAll(volumes, volume, now);
        return now;
    }

    /** Takes a file in that was made in it. */
    Volume add(String name) throws VirError {
        Volume made = look(path() + "/" + name, name)
                .orElseThrow(() -> new VirError(
                        Code.SYSTEM, "cannot open volume '" + path() + "/" + name + "': No such file or directory"));
        volumes.add(made);
        volumes.sort((a, b) -> a.name().compareTo(b.name()));
        return made;
    }

    void forget(Volume volume) {
        volumes.remove(volume);
    }

    /** Stops it. */
    void stop() throws VirError {
        if (!active) {
            throw notActive();
        }
        active = false;
        volumes.clear();
    }

    /** Deletes its directory, which has to be empty. */
    public void delete() throws VirError {
        if (active) {
            throw new VirError(Code.INVALID, "storage pool '" + name() + "' is still active");
        }
        Optional<String> failure = host.files().remove(path());
        if (failure.isPresent()) {
            throw new VirError(Code.SYSTEM, "failed to remove pool '" + path() + "': " + failure.get());
        }
    }

    /** Bytes of the file system it is on, if it is active. */
    public long capacity() {
        return active ? host.files().capacity() : 0;
    }

    /** Bytes used of that file system, if it is active. */
    public long allocation() {
        return active ? host.files().used() : 0;
    }

    /** As {@code pool-dumpxml} prints it. */
    public Element document() {
        Element root = Element.of("pool", "type", def.type());
        root.add(Element.text("name", def.name()));
        root.add(Element.text("uuid", def.uuid()));
        root.add(bytes("capacity", capacity()));
        root.add(bytes("allocation", allocation()));
        root.add(bytes("available", capacity() - allocation()));
        root.add(def.source());
        if (def.path().isPresent()) {
            Element target = new Element("target").add(Element.text("path", path()));
            if (active) {
                target.add(permissions(host.files().mode(path()), 0));
            } else {
                def.permissions().ifPresent(target::add);
            }
            root.add(target);
        }
        return root;
    }

    private static Element bytes(String name, long value) {
        return Element.text(name, String.valueOf(value)).set("unit", "bytes");
    }

    static Element permissions(int mode, int owner) {
        return new Element("permissions")
                .add(Element.text("mode", String.format(Locale.ROOT, "0%o", mode)))
                .add(Element.text("owner", String.valueOf(owner)))
                .add(Element.text("group", String.valueOf(owner)));
    }
}
