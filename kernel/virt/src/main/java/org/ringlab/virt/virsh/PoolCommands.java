package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.xml.Element;

/** Storage pools: {@code pool-define-as}, {@code pool-start} … */
final class PoolCommands {
    private static final String POOL = "<pool>";
    private static final String AS = "<name> <type> --print-xml [source-host] [source-path] [source-dev] [source-name]"
            + " [target] [source-format] {auth-type} {auth-username} {secret-usage} {secret-uuid} {adapter-name}";

    private PoolCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of("pool-autostart", "<pool> --disable", "autostart a pool", PoolCommands::autostart),
                VirshCommand.of("pool-build", "<pool> --no-overwrite --overwrite", "build a pool", PoolCommands::build),
                VirshCommand.of(
                        "pool-create",
                        "<file> --build --no-overwrite --overwrite --validate",
                        "create a pool from an XML file",
                        PoolCommands::create),
                VirshCommand.of(
                        "pool-create-as",
                        AS + " --build --no-overwrite --overwrite",
                        "create a pool from a set of args",
                        PoolCommands::createAs),
                VirshCommand.of(
                        "pool-define",
                        "<file> --validate",
                        "define an inactive persistent storage pool or modify"
                                + " an existing persistent one from an XML file",
                        PoolCommands::define),
                VirshCommand.of("pool-define-as", AS, "define a pool from a set of args", PoolCommands::defineAs),
                VirshCommand.of("pool-delete", POOL, "delete a pool", PoolCommands::delete),
                VirshCommand.of("pool-destroy", POOL, "destroy (stop) a pool", PoolCommands::destroy),
                VirshCommand.of("pool-dumpxml", "<pool> --inactive", "pool information in XML", PoolCommands::document),
                VirshCommand.of("pool-info", "<pool> --bytes", "storage pool information", PoolCommands::info),
                VirshCommand.of(
                        "pool-list",
                        "--inactive --all --transient --persistent --autostart --no-autostart {type} --details --uuid"
                                + " --name",
                        "list pools",
                        PoolCommands::list),
                VirshCommand.of("pool-name", POOL, "convert a pool UUID to pool name", PoolCommands::name),
                VirshCommand.of("pool-refresh", POOL, "refresh a pool", PoolCommands::refresh),
                VirshCommand.of(
                        "pool-start",
                        "<pool> --build --no-overwrite --overwrite",
                        "start a (previously defined) inactive pool",
                        PoolCommands::start),
                VirshCommand.of("pool-undefine", POOL, "undefine an inactive pool", PoolCommands::undefine),
                VirshCommand.of("pool-uuid", POOL, "convert a pool name to pool UUID", PoolCommands::uuid));
    }

    /** A step of a pool's life. */
    private interface Step {
        void take(Pool pool) throws VirError;
    }

    private static boolean step(Call call, String verb, String done, String function, Step step) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        if (pool.isEmpty()) {
            return false;
        }
        String name = pool.get().name();
        call.attempt("Failed to " + verb + " pool " + name, () -> {
            call.write(function);
            step.take(pool.get());
        });
        call.extra("Pool " + name + " " + done + "\n");
        return true;
    }

    private static boolean build(Call call) throws VirError {
        return step(call, "build", "built", "virStoragePoolBuild", Pool::build);
    }

    private static boolean start(Call call) throws VirError {
        return step(call, "start", "started", "virStoragePoolCreate", pool -> {
            if (call.has("build")) {
                pool.build();
            }
            pool.start();
        });
    }

    private static boolean refresh(Call call) throws VirError {
        return step(call, "refresh", "refreshed", "virStoragePoolRefresh", Pool::refresh);
    }

    private static boolean destroy(Call call) throws VirError {
        return step(
                call,
                "destroy",
                "destroyed",
                "virStoragePoolDestroy",
                call.libvirtd().pools()::destroy);
    }

    private static boolean delete(Call call) throws VirError {
        return step(call, "delete", "deleted", "virStoragePoolDelete", Pool::delete);
    }

    private static boolean undefine(Call call) throws VirError {
        return step(
                call,
                "undefine",
                "has been undefined",
                "virStoragePoolUndefine",
                call.libvirtd().pools()::undefine);
    }

    private static boolean autostart(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        if (pool.isEmpty()) {
            return false;
        }
        boolean on = !call.has("disable");
        String which = on ? "mark" : "unmark";
        call.attempt("failed to " + which + " pool " + pool.get().name() + " as autostarted", () -> {
            call.write("virStoragePoolSetAutostart");
            call.libvirtd().pools().autostart(pool.get(), on);
        });
        call.extra("Pool " + pool.get().name() + " " + which + "ed as autostarted\n");
        return true;
    }

    private static boolean define(Call call) throws VirError {
        Optional<String> text = call.file("file");
        if (text.isEmpty()) {
            return false;
        }
        List<Pool> made = new ArrayList<>();
        call.attempt("Failed to define pool from " + call.text("file"), () -> {
            call.write("virStoragePoolDefineXML");
            made.add(call.libvirtd().pools().define(text.get()));
        });
        call.extra("Pool " + made.getFirst().name() + " defined from " + call.text("file") + "\n");
        return true;
    }

    private static boolean create(Call call) throws VirError {
        Optional<String> text = call.file("file");
        if (text.isEmpty()) {
            return false;
        }
        List<Pool> made = new ArrayList<>();
        call.attempt("Failed to create pool from " + call.text("file"), () -> {
            call.write("virStoragePoolCreateXML");
            made.add(call.libvirtd().pools().create(text.get(), call.has("build")));
        });
        call.extra("Pool " + made.getFirst().name() + " created from " + call.text("file") + "\n");
        return true;
    }

    /** The document that the options of {@code pool-define-as} describe. */
    private static String document(Call call, String name) {
        Element pool = Element.of("pool", "type", call.text("type")).add(Element.text("name", name));
        Element source = new Element("source");
        call.value("source-host").ifPresent(h -> source.add(Element.of("host", "name", h)));
        call.value("source-path").ifPresent(p -> source.add(Element.of("dir", "path", p)));
        call.value("source-dev").ifPresent(d -> source.add(Element.of("device", "path", d)));
        call.value("source-name").ifPresent(n -> source.add(Element.text("name", n)));
        call.value("source-format").ifPresent(f -> source.add(Element.of("format", "type", f)));
        if (!source.children().isEmpty()) {
            pool.add(source);
        }
        call.value("target").ifPresent(t -> pool.add(new Element("target").add(Element.text("path", t))));
        return pool.toString();
    }

    private static boolean defineAs(Call call) throws VirError {
        String name = call.text("name");
        String text = document(call, name);
        if (call.has("print-xml")) {
            call.out(text);
            return true;
        }
        call.attempt("Failed to define pool " + name, () -> {
            call.write("virStoragePoolDefineXML");
            call.libvirtd().pools().define(text);
        });
        call.extra("Pool " + name + " defined\n");
        return true;
    }

    private static boolean createAs(Call call) throws VirError {
        String name = call.text("name");
        String text = document(call, name);
        if (call.has("print-xml")) {
            call.out(text);
            return true;
        }
        call.attempt("Failed to create pool " + name, () -> {
            call.write("virStoragePoolCreateXML");
            call.libvirtd().pools().create(text, call.has("build"));
        });
        call.extra("Pool " + name + " created\n");
        return true;
    }

    private static boolean document(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        pool.ifPresent(p -> call.out(p.document().toString()));
        return pool.isPresent();
    }

    private static boolean name(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        pool.ifPresent(p -> call.line(p.name()));
        return pool.isPresent();
    }

    private static boolean uuid(Call call) throws VirError {
        Optional<Pool> pool = call.pool("pool");
        pool.ifPresent(p -> call.line(p.def().uuid()));
        return pool.isPresent();
    }

    private static boolean info(Call call) throws VirError {
        Optional<Pool> found = call.pool("pool");
        if (found.isEmpty()) {
            return false;
        }
        Pool pool = found.get();
        call.field("Name:", pool.name());
        call.field("UUID:", pool.def().uuid());
        call.field("State:", pool.isActive() ? "running" : "inactive");
        call.field("Persistent:", pool.isPersistent() ? "yes" : "no");
        call.field("Autostart:", pool.isAutostart() ? "yes" : "no");
        if (pool.isActive()) {
            boolean bytes = call.has("bytes");
            call.field("Capacity:", size(pool.capacity(), bytes));
            call.field("Allocation:", size(pool.allocation(), bytes));
            call.field("Available:", size(pool.capacity() - pool.allocation(), bytes));
        }
        return true;
    }

    private static String size(long bytes, boolean plain) {
        return plain ? String.valueOf(bytes) : Sizes.pretty(bytes);
    }

    private static boolean list(Call call) throws VirError {
        boolean details = call.has("details");
        Table table = details
                ? call.table("Name", "State", "Autostart", "Persistent", "Capacity", "Allocation", "Available")
                : call.table("Name", "State", "Autostart");
        for (Pool pool : call.libvirtd().pools().all().stream()
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                .toList()) {
            boolean kind = call.has("all") || call.has("inactive") != pool.isActive();
            boolean wanted = kind
                    && (!call.has("persistent") || pool.isPersistent())
                    && (!call.has("transient") || !pool.isPersistent())
                    && (!call.has("autostart") || pool.isAutostart())
                    && (!call.has("no-autostart") || !pool.isAutostart())
                    && (!call.has("type")
                            || call.parts("type").contains(pool.def().type()));
            if (!wanted) {
                continue;
            }
            String autostart = pool.isAutostart() ? "yes" : "no";
            boolean active = pool.isActive();
            if (call.has("name") || call.has("uuid")) {
                call.line(call.has("name") ? pool.name() : pool.def().uuid());
            } else if (details) {
                table.row(
                        pool.name(),
                        active ? "running" : "inactive",
                        autostart,
                        pool.isPersistent() ? "yes" : "no",
                        active ? Sizes.pretty(pool.capacity()) : "-",
                        active ? Sizes.pretty(pool.allocation()) : "-",
                        active ? Sizes.pretty(pool.capacity() - pool.allocation()) : "-");
            } else {
                table.row(pool.name(), active ? "active" : "inactive", autostart);
            }
        }
        if (call.has("name") || call.has("uuid")) {
            return true;
        }
        if (call.isNew()) {
            table.print(call);
        } else if (details) {
            table.printWide(call, 4);
        } else {
            table.print(call, " %-20s %-10s %-10s", 43);
        }
        return true;
    }
}
