package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.hardware.KernelModule;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.shell.Streams;

/** {@code modinfo} of kmod: what is known of a module; the modules here have no descriptions, authors or aliases. */
final class ModinfoCommand extends NamedCommand {
    ModinfoCommand() {
        super("modinfo", "modinfo [-F FIELD] MODULE...: what is known of a kernel module", "-F");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "F:0k:b:adlnp", "field:");
        if (options.complaint("modinfo").isPresent()) {
            return Texts.misuse(io, "modinfo", options.complaint("modinfo").get(), 1);
        }
        if (options.operands().isEmpty()) {
            io.err().line("modinfo: ERROR: missing module or filename.");
            return 1;
        }
        String field = options.value("-F", options.value("--field", options.has("-n") ? "filename" : ""));
        int status = 0;
        for (String name : options.operands()) {
            Optional<KernelModule> module = session.machine().modules().find(name);
            if (module.isEmpty()) {
                io.err().line("modinfo: ERROR: Module " + name + " not found.");
                status = 1;
                continue;
            }
            String release = SystemFiles.kernelRelease(session.machine());
            String file = "/lib/modules/" + release + "/" + module.get().file() + "/" + name.replace('_', '-') + ".ko";
            line(io, field, "filename", file);
            line(io, field, "depends", String.join(",", module.get().needs()));
            module.get().parameters().keySet().forEach(parameter -> line(io, field, "parm", parameter));
        }
        return status;
    }

    private static void line(Streams io, String wanted, String field, String value) {
        if (wanted.isEmpty()) {
            io.out().line(Texts.left(field + ":", 16) + value);
        } else if (wanted.equals(field)) {
            io.out().line(value);
        }
    }
}
