package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.MarkTarget;
import org.ringlab.netfilter.rules.Target;

/** {@code -j MARK} (extensions/libxt_MARK.c). */
final class MarkTargetExtension extends OneTargetExtension {
    MarkTargetExtension() {
        super(
                "MARK",
                "MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required",
                ExtensionOption.onlyOne(
                        ExtensionOption.of("set-xmark").plain(),
                        ExtensionOption.of("set-mark").plain(),
                        ExtensionOption.of("and-mark").plain(),
                        ExtensionOption.of("or-mark").plain(),
                        ExtensionOption.of("xor-mark").plain()));
    }

    @Override
    Target read(String option, String argument) throws IptablesError {
        int[] mark = operation("MARK", option, argument);
        return new MarkTarget(mark[0], mark[1]);
    }

    /** The value and the mask an option such as {@code --or-mark} stands for. */
    static int[] operation(String extension, String option, String argument) throws IptablesError {
        switch (option) {
            case "set-xmark", "set-mark" -> {
                int[] mark = Numbers.marked(extension, option, argument);
                return new int[] {mark[0], option.equals("set-mark") ? mark[0] | mark[1] : mark[1]};
            }
            case "and-mark" -> {
                return new int[] {0, ~Numbers.unsigned(extension, option, argument)};
            }
            default -> {
                int bits = Numbers.unsigned(extension, option, argument);
                return new int[] {bits, option.equals("or-mark") ? bits : 0};
            }
        }
    }
}
