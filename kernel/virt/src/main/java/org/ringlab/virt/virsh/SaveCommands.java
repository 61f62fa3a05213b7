package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;

/** Guests whose memory goes into files: {@code save}, {@code restore}, {@code managedsave}. */
final class SaveCommands {
    private SaveCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "managedsave",
                        "<domain> --bypass-cache --running --paused --verbose",
                        "managed save of a domain state",
                        SaveCommands::managedSave),
                VirshCommand.of(
                        "managedsave-remove", "<domain>", "Remove managed save of a domain", SaveCommands::remove),
                VirshCommand.of(
                        "restore",
                        "<file> --bypass-cache [xml] --running --paused",
                        "restore a domain from a saved state in a file",
                        SaveCommands::restore),
                VirshCommand.of(
                        "save",
                        "<domain> <file> --bypass-cache [xml] --running --paused --verbose",
                        "save a domain state to a file",
                        SaveCommands::save));
    }

    private static boolean save(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String file = call.text("file");
        String name = call.quoted(call.text("domain"));
        call.attempt("Failed to save domain " + name + " to " + file, () -> {
            call.write("virDomainSave");
            call.libvirtd().domains().save(domain.get(), call.environment().resolve(file));
        });
        call.extra("\nDomain " + name + " saved to " + file + "\n");
        return true;
    }

    private static boolean restore(Call call) throws VirError {
        String file = call.text("file");
        call.attempt("Failed to restore domain from " + file, () -> {
            call.write("virDomainRestore");
            call.libvirtd().domains().restore(call.environment().resolve(file), call.has("paused"));
        });
        call.extra("Domain restored from " + file + "\n");
        return true;
    }

    private static boolean managedSave(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String name = call.quoted(call.text("domain"));
        call.attempt("Failed to save domain " + name + " state", () -> {
            call.write("virDomainManagedSave");
            call.libvirtd().domains().managedSave(domain.get());
        });
        call.extra("\nDomain " + name + " state saved by libvirt\n");
        return true;
    }

    private static boolean remove(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.write("virDomainManagedSaveRemove");
        String name = call.quoted(call.text("domain"));
        if (domain.get().hasManagedSave()) {
            call.libvirtd().domains().removeManagedSave(domain.get());
            call.extra("Removed managedsave image for domain " + name);
        } else {
            call.extra("Domain " + name + " has no manage save image; removal skipped");
        }
        return true;
    }
}
