package org.ringlab.host.machine;

import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.netfilter.rules.RecentList;
import org.ringlab.netfilter.stack.NetStack;

/** The lists of {@code -m recent} as files: {@code /proc/net/xt_recent/NAME}, there as long as a rule names the list. */
public final class RecentFiles {
    private static final String DIRECTORY = "/proc/net/xt_recent";

    private RecentFiles() {}

    /** Makes the files of a machine's lists, and takes away those of lists that are gone. */
    public static void refresh(Machine machine) {
        NetStack stack = machine.stack();
        machine.files().ungenerate(DIRECTORY);
        for (String name : stack.ruleSet().memories().recent().keySet()) {
            machine.files().generate(DIRECTORY + "/" + name, new RecentFile(stack, name));
        }
    }

    private record RecentFile(NetStack stack, String name) implements GeneratedFile {
        private Optional<RecentList> list() {
            return Optional.ofNullable(stack.ruleSet().memories().recent().get(name));
        }

        @Override
        public String read() {
            return list().map(RecentList::text).orElse("");
        }

        @Override
        public void write(String text) throws FileException {
            long now = stack.network().clock().nanos();
            if (list().filter(list -> list.write(text, now)).isEmpty()) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
        }
    }
}
