package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.Domains;

/** Guests come, start, stop and go: {@code define}, {@code start}, {@code destroy} … */
final class LifeCommands {
    private LifeCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of("autostart", "<domain> --disable", "autostart a domain", LifeCommands::autostart),
                VirshCommand.of(
                        "create",
                        "<file> --console --paused --autodestroy {pass-fds} --validate",
                        "create a domain from an XML file",
                        LifeCommands::create),
                VirshCommand.of(
                        "define",
                        "<file> --validate",
                        "define (but don't start) a domain from an XML file",
                        LifeCommands::define),
                VirshCommand.of("destroy", "<domain> --graceful", "destroy (stop) a domain", LifeCommands::destroy),
                VirshCommand.of("domrename", "<domain> <new-name>", "rename a domain", LifeCommands::rename),
                VirshCommand.of("reboot", "<domain> [mode]", "reboot a domain", LifeCommands::reboot),
                VirshCommand.of("reset", "<domain>", "reset a domain", LifeCommands::reset),
                VirshCommand.of("resume", "<domain>", "resume a domain", LifeCommands::resume),
                VirshCommand.of("shutdown", "<domain> [mode]", "gracefully shutdown a domain", LifeCommands::shutdown),
                VirshCommand.of(
                        "start",
                        "<domain> --console --paused --autodestroy --bypass-cache --force-boot [pass-fds]",
                        "start a (previously defined) inactive domain",
                        LifeCommands::start),
                VirshCommand.of("suspend", "<domain>", "suspend a domain", LifeCommands::suspend),
                VirshCommand.of(
                        "undefine",
                        "<domain> --managed-save [storage] --remove-all-storage --delete-snapshots"
                                + " --wipe-storage --snapshots-metadata --nvram --keep-nvram",
                        "undefine a domain",
                        LifeCommands::undefine));
    }

    private static Domains domains(Call call) {
        return call.libvirtd().domains();
    }

    private static boolean autostart(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        boolean on = !call.has("disable");
        String name = call.quoted(domain.get().name());
        String which = on ? "mark" : "unmark";
        call.attempt("Failed to " + which + " domain " + name + " as autostarted", () -> {
            call.write("virDomainSetAutostart");
            domains(call).autostart(domain.get(), on);
        });
        call.extra("Domain " + name + " " + which + "ed as autostarted\n");
        return true;
    }

    private static boolean create(Call call) throws VirError {
        Optional<String> text = call.file("file");
        if (text.isEmpty()) {
            return false;
        }
        List<Domain> made = new ArrayList<>();
        call.attempt("Failed to create domain from " + call.text("file"), () -> {
            call.write("virDomainCreateXML");
            made.add(domains(call).create(text.get(), call.has("paused"), call.has("validate")));
        });
        call.extra("Domain " + call.quoted(made.getFirst().name()) + " created from " + call.text("file") + "\n");
        return true;
    }

    private static boolean define(Call call) throws VirError {
        Optional<String> text = call.file("file");
        if (text.isEmpty()) {
            return false;
        }
        List<Domain> made = new ArrayList<>();
        call.attempt("Failed to define domain from " + call.text("file"), () -> {
            call.write("virDomainDefineXML");
            made.add(domains(call).define(text.get(), call.has("validate")));
        });
        call.extra("Domain " + call.quoted(made.getFirst().name()) + " defined from " + call.text("file") + "\n");
        return true;
    }

    /** A step of a guest's life. */
    private interface Step {
        void take(Domain domain) throws VirError;
    }

    /**
     * Takes a step.
     *
     * @param verb as in {@code Failed to VERB domain}
     * @param done as in {@code Domain … DONE}
     */
    private static boolean step(Call call, String verb, String done, String function, Step step) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        // Whoever was called by number is named by number.
        String name = call.quoted(call.text("domain"));
        call.attempt("Failed to " + verb + " domain " + name, () -> {
            call.write(function);
            step.take(domain.get());
        });
        call.extra("Domain " + name + " " + done + "\n");
        return true;
    }

    private static boolean destroy(Call call) throws VirError {
        return step(call, "destroy", "destroyed", "virDomainDestroy", domains(call)::destroy);
    }

    private static boolean reboot(Call call) throws VirError {
        return step(
                call,
                "reboot",
                "is being rebooted",
                "virDomainReboot",
                d -> domains(call).reboot(d, call.value("mode")));
    }

    private static boolean reset(Call call) throws VirError {
        return step(call, "reset", "was reset", "virDomainReset", domains(call)::reset);
    }

    private static boolean resume(Call call) throws VirError {
        return step(call, "resume", "resumed", "virDomainResume", domains(call)::resume);
    }

    private static boolean suspend(Call call) throws VirError {
        return step(call, "suspend", "suspended", "virDomainSuspend", domains(call)::suspend);
    }

    private static boolean shutdown(Call call) throws VirError {
        return step(
                call,
                "shutdown",
                "is being shutdown",
                "virDomainShutdown",
                d -> domains(call).shutdown(d, call.value("mode")));
    }

    private static boolean start(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (domain.get().isActive()) {
            return call.fails("Domain is already active");
        }
        for (String fd : call.parts("pass-fds")) {
            if (!fd.matches("\\d{1,9}")) {
                return call.fails("Unable to parse FD number '" + fd + "'");
            }
        }
        String name = call.quoted(domain.get().name());
        call.attempt("Failed to start domain " + name, () -> {
            call.write("virDomainCreate");
            domains(call).start(domain.get(), call.has("paused"), call.has("force-boot"));
        });
        call.extra("Domain " + name + " started\n");
        return true;
    }

    private static boolean rename(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.write("virDomainRename");
        domains(call).rename(domain.get(), call.text("new-name"));
        call.extra("Domain successfully renamed\n");
        return true;
    }

    private static boolean undefine(Call call) throws VirError {
        Optional<Domain> found = call.domain();
        if (found.isEmpty()) {
            return false;
        }
        Domain domain = found.get();
        boolean everything = call.has("remove-all-storage");
        List<String> wanted = call.parts("storage");
        if ((everything || !wanted.isEmpty()) && domain.isActive()) {
            return call.fails("Storage volume deletion is supported only on stopped domains");
        }
        if (domain.hasManagedSave() && !call.has("managed-save")) {
            return call.fails("Refusing to undefine while domain managed save image exists");
        }
        List<DomainDef.Disk> disks = domain.def().disks().stream()
                .filter(d -> d.source().isPresent())
                .filter(d -> everything
                        || wanted.contains(d.target())
                        || wanted.contains(d.source().orElse("")))
                .toList();
        List<DomainDef.Disk> managed = new ArrayList<>();
        for (DomainDef.Disk disk : disks) {
            if (call.libvirtd().pools().volume(disk.source().orElse("")).isPresent()) {
                managed.add(disk);
            } else {
                call.error("Storage volume '" + disk.target() + "'("
                        + disk.source().orElse("") + ") is not managed by libvirt. Remove it manually.\n");
            }
        }
        String name = call.quoted(call.text("domain"));
        call.attempt("Failed to undefine domain " + name, () -> {
            call.write("virDomainUndefine");
            domains(call).undefine(domain, call.has("snapshots-metadata"));
        });
        call.extra("Domain " + name + " has been undefined\n");
        for (DomainDef.Disk disk : managed) {
            String path = disk.source().orElse("");
            call.libvirtd()
                    .pools()
                    .volume(path)
                    .ifPresent(volume -> call.libvirtd()
                            .pools()
                            .holding(volume)
                            .ifPresent(pool -> call.libvirtd().volumes().delete(pool, volume)));
            call.extra("Volume '" + disk.target() + "'(" + path + ") removed.\n");
        }
        return true;
    }
}
