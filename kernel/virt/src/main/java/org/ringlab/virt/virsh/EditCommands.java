package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.xml.Element;

/** Documents in an editor, and the serial console. */
final class EditCommands {
    private EditCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "console",
                        "<domain> [devname] --force --safe",
                        "connect to the guest console",
                        EditCommands::console),
                VirshCommand.of(
                        "edit",
                        "<domain> --skip-validate",
                        "edit XML configuration for a domain",
                        EditCommands::domain));
    }

    /** What becomes of the edited text. */
    interface Apply {
        void define(String text) throws VirError;
    }

    private static boolean domain(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        DomainDef def = domain.get().config().orElse(domain.get().def());
        return edit(
                call,
                "Domain",
                call.quoted(domain.get().name()),
                call.quoted("(null)"),
                def.toString(),
                text -> call.libvirtd().domains().define(text, false));
    }

    /** {@code net-edit}. */
    static boolean network(Call call) throws VirError {
        Optional<VirtualNetwork> network = call.network(true);
        if (network.isEmpty()) {
            return false;
        }
        String document = network.get().config().orElse(network.get().def()).toString();
        return edit(
                call,
                "Network",
                network.get().name(),
                "(null)",
                document,
                text -> call.libvirtd().networks().define(text));
    }

    /** With nobody at a terminal to ask, a document that is refused ends the edit (virsh-edit.c). */
    private static boolean edit(Call call, String kind, String name, String none, String document, Apply apply)
            throws VirError {
        call.write("virDomainDefineXML");
        VirshEnvironment environment = call.environment();
        String editor = environment
                .variable("VISUAL")
                .or(() -> environment.variable("EDITOR"))
                .orElse("vi");
        String file = "/tmp/virsh" + Integer.toString(document.hashCode() & 0xFFFFFF, 36) + ".xml";
        environment.write(file, document);
        int status = environment.edit(editor, file);
        if (status != 0) {
            return call.fails(editor + ": command exited with non-zero status");
        }
        String edited = environment.read(file).orElse(document);
        call.libvirtd().host().files().remove(file);
        if (edited.equals(document)) {
            call.extra(kind + " " + name + " XML configuration not changed.\n");
            return true;
        }
        try {
            apply.define(edited);
            call.extra(kind + " " + name + " XML configuration edited.\n");
        } catch (VirError refused) {
            call.error("Failed.");
            call.extra(kind + " " + none + " XML configuration edited.\n");
        }
        return true;
    }

    private static boolean console(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (!domain.get().isActive()) {
            return call.fails("The domain is not running");
        }
        Optional<String> wanted = call.value("devname");
        Optional<Element> console = wanted.isPresent()
                ? device(domain.get(), wanted.get())
                : device(domain.get(), "console0").or(() -> device(domain.get(), "serial0"));
        if (console.isEmpty()) {
            // the library prints what it was given for a name, and none was given
            throw new VirError(VirError.Code.INTERNAL, "cannot find character device " + wanted.orElse("<null>"));
        }
        if (console.get().attribute("type", "").equals("file")) {
            throw new VirError(
                    VirError.Code.INTERNAL, "character device " + wanted.orElse("serial0") + " is not using a PTY");
        }
        call.line("Connected to domain " + call.quoted(domain.get().name()));
        call.line(call.isNew() ? "Escape character is ^] (Ctrl + ])" : "Escape character is ^]");
        domain.get().guest().ifPresent(g -> call.out(g.console()));
        return true;
    }

    /** A guest's character device by its alias: {@code serial0}, {@code console0}, {@code parallel1}. */
    private static Optional<Element> device(Domain domain, String alias) {
        String kind = alias.replaceFirst("\\d+$", "");
        String number = alias.substring(kind.length());
        List<Element> all = List.of("serial", "console", "parallel").contains(kind)
                ? domain.def().devices().children(kind)
                : List.of();
        return number.matches("\\d{1,3}") && Integer.parseInt(number) < all.size()
                ? Optional.of(all.get(Integer.parseInt(number)))
                : Optional.empty();
    }
}
