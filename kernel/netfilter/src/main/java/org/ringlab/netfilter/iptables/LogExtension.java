package org.ringlab.netfilter.iptables;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.ringlab.netfilter.rules.Target;

/** {@code -j LOG} (extensions/libxt_LOG.c). */
final class LogExtension implements Extension<Target> {
    private static final int LONGEST_PREFIX = 29;
    private static final Map<String, Integer> LEVELS = Map.ofEntries(
            Map.entry("alert", 1),
            Map.entry("crit", 2),
            Map.entry("debug", 7),
            Map.entry("emerg", 0),
            Map.entry("error", 3),
            Map.entry("info", 6),
            Map.entry("notice", 5),
            Map.entry("panic", 0),
            Map.entry("warning", 4));

    private int level = Target.Log.DEFAULT_LEVEL;
    private String prefix = "";
    private final Set<String> flags = new HashSet<>();

    @Override
    public String name() {
        return "LOG";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("log-level").plain(),
                ExtensionOption.of("log-prefix").plain(),
                ExtensionOption.flag("log-tcp-sequence"),
                ExtensionOption.flag("log-tcp-options"),
                ExtensionOption.flag("log-ip-options"),
                ExtensionOption.flag("log-uid"),
                ExtensionOption.flag("log-macdecode"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "log-level" -> level = level(argument);
            case "log-prefix" -> {
                if (argument.isEmpty()) {
                    throw IptablesError.parameter("Argument must have a minimum length of 1 characters\n");
                }
                if (argument.indexOf('\n') >= 0) {
                    throw IptablesError.parameter("Newlines not allowed in --log-prefix");
                }
                prefix = argument.substring(0, Math.min(LONGEST_PREFIX, argument.length()));
            }
            default -> flags.add(option);
        }
    }

    private static int level(String text) throws IptablesError {
        OptionalLong number = Numbers.parse(text, 7);
        if (number.isPresent()) {
            return (int) number.getAsLong();
        }
        Integer named = LEVELS.get(text);
        if (named == null) {
            throw IptablesError.parameter("log level \"" + text + "\" unknown\n");
        }
        return named;
    }

    @Override
    public Target finish() {
        return new Target.Log(
                level,
                prefix,
                flags.contains("log-tcp-sequence"),
                flags.contains("log-tcp-options"),
                flags.contains("log-ip-options"),
                flags.contains("log-uid"),
                flags.contains("log-macdecode"));
    }
}
