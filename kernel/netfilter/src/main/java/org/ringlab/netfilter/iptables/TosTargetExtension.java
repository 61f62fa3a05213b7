package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TosTarget;

/** {@code -j TOS} (extensions/libxt_TOS.c). */
final class TosTargetExtension extends OneTargetExtension {
    TosTargetExtension() {
        super(
                "TOS",
                "TOS: An action is required",
                ExtensionOption.onlyOne(
                        ExtensionOption.of("set-tos").plain(),
                        ExtensionOption.of("and-tos").plain(),
                        ExtensionOption.of("or-tos").plain(),
                        ExtensionOption.of("xor-tos").plain()));
    }

    @Override
    Target read(String option, String argument) throws IptablesError {
        if (option.equals("set-tos")) {
            int[] tos = TosExtension.tos(argument);
            return new TosTarget(tos[0], tos[1]);
        }
        int bits = Numbers.bounded(name(), option, argument, 0, 255);
        return switch (option) {
            case "and-tos" -> new TosTarget(0, ~bits & 0xFF);
            case "or-tos" -> new TosTarget(bits, bits);
            default -> new TosTarget(bits, 0);
        };
    }
}
