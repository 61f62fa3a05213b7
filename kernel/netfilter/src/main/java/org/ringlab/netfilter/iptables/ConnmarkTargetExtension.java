package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.ConnmarkTarget;
import org.ringlab.netfilter.rules.ConnmarkTarget.Operation;
import org.ringlab.netfilter.rules.Target;

/** {@code -j CONNMARK} (extensions/libxt_CONNMARK.c). */
final class ConnmarkTargetExtension implements Extension<Target> {
    private @Nullable Operation operation;
    private int value;
    private int connectionMask = -1;
    private int packetMask = -1;

    @Override
    public String name() {
        return "CONNMARK";
    }

    @Override
    public List<ExtensionOption> options() {
        List<ExtensionOption> operations = ExtensionOption.onlyOne(
                ExtensionOption.of("set-xmark").plain(),
                ExtensionOption.of("set-mark").plain(),
                ExtensionOption.of("and-mark").plain(),
                ExtensionOption.of("or-mark").plain(),
                ExtensionOption.of("xor-mark").plain(),
                ExtensionOption.flag("save-mark"),
                ExtensionOption.flag("restore-mark"));
        List<ExtensionOption> masks = List.of(
                ExtensionOption.of("ctmask").plain().without("mask"),
                ExtensionOption.of("nfmask").plain().without("mask"),
                ExtensionOption.of("mask").plain().without("ctmask", "nfmask"));
        return Stream.concat(operations.stream(), masks.stream()).toList();
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "save-mark" -> operation = Operation.SAVE;
            case "restore-mark" -> operation = Operation.RESTORE;
            case "ctmask" -> connectionMask = Numbers.unsigned(name(), option, argument);
            case "nfmask" -> packetMask = Numbers.unsigned(name(), option, argument);
            case "mask" -> {
                connectionMask = Numbers.unsigned(name(), option, argument);
                packetMask = connectionMask;
            }
            default -> {
                int[] mark = MarkTargetExtension.operation(name(), option, argument);
                operation = Operation.SET;
                value = mark[0];
                connectionMask = mark[1];
            }
        }
    }

    @Override
    public Target finish() throws IptablesError {
        if (operation == null) {
            throw IptablesError.parameter("CONNMARK target: No operation specified");
        }
        return new ConnmarkTarget(operation, value, connectionMask, operation == Operation.SET ? -1 : packetMask);
    }
}
