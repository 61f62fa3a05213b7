package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.Tuning;

/** Memory, processors and descriptions of guests. */
final class TuneCommands {
    private static final String SCOPE = " --config --live --current";

    private TuneCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "desc",
                        "<domain>" + SCOPE + " --title --edit [new-desc...]",
                        "show or set domain's description or title",
                        TuneCommands::description),
                VirshCommand.of(
                        "setmaxmem",
                        "<domain> <#size>" + SCOPE,
                        "change maximum memory limit",
                        TuneCommands::maxMemory),
                VirshCommand.of("setmem", "<domain> <#size>" + SCOPE, "change memory allocation", TuneCommands::memory),
                VirshCommand.of(
                        "setvcpus",
                        "<domain> <#count> --maximum" + SCOPE + " --guest --hotpluggable",
                        "change number of virtual CPUs",
                        TuneCommands::vcpus),
                VirshCommand.of(
                        "vcpucount",
                        "<domain> --maximum --active --live --config --current --guest",
                        "domain vcpu counts",
                        TuneCommands::count));
    }

    /** Which documents are meant where the old calls meant the running guest. */
    private static Tuning.Scope scope(Call call, Domain domain) throws VirError {
        boolean none = !call.has("config") && !call.has("live") && !call.has("current");
        return Tuning.Scope.of(domain, call.has("live") || none, call.has("config"));
    }

    private static boolean memory(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Long> bytes = domain.isEmpty() ? Optional.empty() : call.scaled("size", 1024);
        if (domain.isEmpty() || bytes.isEmpty()) {
            return false;
        }
        call.write("virDomainSetMemoryFlags");
        Tuning tuning = new Tuning(call.libvirtd());
        long kib = (bytes.get() + 1023) / 1024;
        if (kib == 0) {
            tuning.memory(domain.get(), new Tuning.Scope(false, false), 0);
        }
        tuning.memory(domain.get(), scope(call, domain.get()), kib);
        return true;
    }

    private static boolean maxMemory(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Long> bytes = domain.isEmpty() ? Optional.empty() : call.scaled("size", 1024);
        if (domain.isEmpty() || bytes.isEmpty()) {
            return false;
        }
        call.attempt("Unable to change MaxMemorySize", () -> {
            call.write("virDomainSetMaxMemory");
            Tuning.Scope scope = Tuning.Scope.of(domain.get(), call.has("live"), call.has("config"));
            new Tuning(call.libvirtd()).maxMemory(domain.get(), scope, (bytes.get() + 1023) / 1024);
        });
        return true;
    }

    private static boolean vcpus(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String text = call.text("count");
        if (!text.matches("\\d{1,9}")) {
            return call.fails("Numeric value '" + text + "' for <count> option is malformed or out of range");
        }
        int count = Integer.parseInt(text);
        if (count == 0) {
            return call.fails("Can't set 0 processors for a VM");
        }
        call.write("virDomainSetVcpusFlags");
        new Tuning(call.libvirtd()).vcpus(domain.get(), scope(call, domain.get()), count, call.has("maximum"));
        return true;
    }

    private static boolean count(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (call.has("maximum") || call.has("active")) {
            DomainDef def = call.has("config") && domain.get().config().isPresent()
                    ? domain.get().config().get()
                    : domain.get().def();
            call.line(String.valueOf(call.has("maximum") ? def.maxVcpus() : def.vcpus()));
            return true;
        }
        domain.get().config().ifPresent(c -> row(call, "maximum", "config", c.maxVcpus()));
        domain.get().live().ifPresent(l -> row(call, "maximum", "live", l.maxVcpus()));
        domain.get().config().ifPresent(c -> row(call, "current", "config", c.vcpus()));
        domain.get().live().ifPresent(l -> row(call, "current", "live", l.vcpus()));
        return true;
    }

    private static void row(Call call, String what, String where, int count) {
        call.line(String.format(java.util.Locale.ROOT, "%-12s %-12s %3d", what, where, count));
    }

    private static boolean description(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        boolean title = call.has("title");
        String element = title ? "title" : "description";
        if (call.has("new-desc")) {
            call.write("virDomainSetMetadata");
            String text = String.join(" ", call.values("new-desc"));
            Tuning.Scope scope = Tuning.Scope.of(domain.get(), call.has("live"), call.has("config"));
            new Tuning(call.libvirtd()).text(domain.get(), scope, element, text);
            call.extra(title ? "Domain title updated successfully" : "Domain description updated successfully");
            return true;
        }
        DomainDef def = call.has("config") && domain.get().config().isPresent()
                ? domain.get().config().get()
                : domain.get().def();
        Optional<String> text = def.root().textOf(element);
        if (text.isPresent()) {
            call.line(text.get());
        } else {
            call.extra(
                    "No " + element + " for domain: " + call.quoted(domain.get().name()));
        }
        return true;
    }
}
