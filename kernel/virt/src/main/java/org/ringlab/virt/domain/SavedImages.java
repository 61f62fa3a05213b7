package org.ringlab.virt.domain;

import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;

/** The files that {@code virsh save} writes: a document, and the guest's memory behind it. */
final class SavedImages {
    private static final String MAGIC = "LibvirtQemudSave\n";
    private static final String END = "</domain>\n";

    /**
     * What such a file holds.
     *
     * @param def the guest's document
     * @param memory what restores it
     * @param paused whether it stood still
     */
    record Saved(DomainDef def, String memory, boolean paused) {}

    String image(DomainDef def, String memory, boolean paused) {
        return MAGIC + (paused ? "paused\n" : "running\n") + def + memory;
    }

    Saved read(VirtHost host, String image) throws VirError {
        int end = image.indexOf(END);
        int start = image.indexOf("<domain");
        if (!image.startsWith(MAGIC) || end < 0 || start < 0) {
            throw new VirError(Code.FAILED, "image magic is incorrect");
        }
        DomainDef def = DomainReader.read(host, image.substring(start, end + END.length()));
        boolean paused = image.startsWith(MAGIC + "paused");
        return new Saved(def, image.substring(end + END.length()), paused);
    }
}
