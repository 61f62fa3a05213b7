package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.ClassifyTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j CLASSIFY} (extensions/libxt_CLASSIFY.c). */
final class ClassifyTargetExtension extends OneTargetExtension {
    ClassifyTargetExtension() {
        super("CLASSIFY", "", List.of(ExtensionOption.of("set-class").plain().required()));
    }

    /** Two hexadecimal numbers, of which 16 bits count each. */
    @Override
    Target read(String option, String argument) throws IptablesError {
        if (!argument.matches("[0-9a-fA-F]{1,15}:[0-9a-fA-F]{1,15}.*")) {
            throw IptablesError.parameter("Bad class value \"" + argument + "\"");
        }
        int colon = argument.indexOf(':');
        String minor = argument.substring(colon + 1).replaceFirst("[^0-9a-fA-F].*", "");
        long priority = Long.parseLong(argument.substring(0, colon), 16) << 16 | Long.parseLong(minor, 16) & 0xFFFF;
        return new ClassifyTarget((int) priority);
    }
}
