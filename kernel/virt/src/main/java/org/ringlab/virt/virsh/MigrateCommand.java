package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.Migration;

/** {@code virsh migrate}. */
final class MigrateCommand {
    private MigrateCommand() {}

    static List<VirshCommand> all() {
        return List.of(VirshCommand.of(
                "migrate",
                "<domain> <desturi> --live --offline --p2p --direct --tunnelled --persistent --undefinesource"
                        + " --suspend --copy-storage-all --copy-storage-inc --change-protection --unsafe --verbose"
                        + " --compressed --auto-converge --abort-on-error --postcopy [migrateuri] {dname} {timeout}",
                "migrate domain to another host",
                MigrateCommand::migrate));
    }

    private static boolean migrate(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.write("virDomainMigrate3");
        Libvirtd target = Virsh.connect(call.libvirtd(), call.text("desturi"));
        boolean copies = call.has("copy-storage-all") || call.has("copy-storage-inc");
        new Migration(call.libvirtd(), target)
                .run(
                        domain.get(),
                        new Migration.Options(
                                call.has("offline"),
                                call.has("persistent"),
                                call.has("undefinesource"),
                                call.has("unsafe"),
                                copies,
                                call.has("suspend")));
        if (call.has("verbose")) {
            call.environment().err("\rMigration: [100 %]");
        }
        return true;
    }
}
