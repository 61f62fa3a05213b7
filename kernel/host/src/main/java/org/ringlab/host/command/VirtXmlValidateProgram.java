package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.schema.Schemas;

/** {@code virt-xml-validate}: whether a document follows libvirt's schema. */
final class VirtXmlValidateProgram extends NamedCommand {
    VirtXmlValidateProgram() {
        super("virt-xml-validate", "virt-xml-validate FILE [SCHEMA]: hold a document to libvirt's schema");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.err().line("syntax: virt-xml-validate XMLFILE [SCHEMANAME]");
            return 1;
        }
        String text;
        try {
            text = session.files().read(session.resolve(args.getFirst()));
        } catch (FileException e) {
            io.err().line("virt-xml-validate: document " + args.getFirst() + " does not exist");
            return 2;
        }
        Schemas.Report report = Schemas.check(
                args.getFirst(),
                text,
                args.size() > 1 ? args.get(1) : "",
                session.machine().virtualisation().host().generation());
        io.out().print(report.out());
        io.err().print(report.err());
        return report.status();
    }
}
