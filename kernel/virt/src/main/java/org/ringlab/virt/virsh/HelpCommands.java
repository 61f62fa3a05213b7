package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** virsh itself: {@code help}, {@code quit}, {@code echo}. */
final class HelpCommands {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("domain", "domain name, id or uuid"),
            Map.entry("network", "network name or uuid"),
            Map.entry("pool", "pool name or uuid"),
            Map.entry("vol", "vol name, key or path"),
            Map.entry("file", "file containing an XML description"),
            Map.entry("config", "affect next boot"),
            Map.entry("live", "affect running domain"),
            Map.entry("current", "affect current domain"),
            Map.entry("persistent", "make live change persistent"),
            Map.entry("all", "list inactive & active ones"),
            Map.entry("inactive", "list inactive ones"),
            Map.entry("name", "name"),
            Map.entry("disable", "disable autostarting"),
            Map.entry("validate", "validate the XML against the schema"),
            Map.entry("paused", "leave the guest paused after creation"),
            Map.entry("console", "attach to console after creation"));

    private HelpCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.alone("echo", "--shell --xml --err [string...]", "echo arguments", call -> {
                    call.line(String.join(" ", call.values("string")));
                    return true;
                }),
                VirshCommand.alone("exit", "", "quit this interactive terminal", call -> true),
                VirshCommand.alone("help", "[command]", "print help", HelpCommands::help),
                VirshCommand.alone("pwd", "", "print the current directory", call -> {
                    call.line(call.environment().resolve("."));
                    return true;
                }),
                VirshCommand.alone("quit", "", "quit this interactive terminal", call -> true));
    }

    static String usage() {
        return "\nvirsh [options]... [<command_string>]\nvirsh [options]... <command> [args...]\n\n"
                + "  options:\n"
                + "    -c | --connect=URI      hypervisor connection URI\n"
                + "    -h | --help             this help\n"
                + "    -q | --quiet            quiet mode\n"
                + "    -r | --readonly         connect readonly\n"
                + "    -t | --timing           print timing information\n"
                + "    -v                      short version\n"
                + "  commands (non interactive mode):\n\n"
                + groups();
    }

    private static String groups() {
        StringBuilder text = new StringBuilder();
        for (VirshCommands.Group group : VirshCommands.groups()) {
            group(text, group);
            text.append('\n');
        }
        return text.toString();
    }

    private static void group(StringBuilder text, VirshCommands.Group group) {
        text.append(" ")
                .append(group.title())
                .append(" (help keyword '")
                .append(group.keyword())
                .append("'):\n");
        for (VirshCommand command : group.commands()) {
            text.append(String.format(Locale.ROOT, "    %-30s %s\n", command.name(), command.help()));
        }
    }

    private static boolean help(Call call) {
        if (!call.has("command")) {
            call.out("Grouped commands:\n\n" + groups());
            return true;
        }
        String name = call.text("command");
        Optional<VirshCommand> command = VirshCommands.find(name);
        if (command.isPresent()) {
            call.out(about(command.get()));
            return true;
        }
        Optional<VirshCommands.Group> group = VirshCommands.groups().stream()
                .filter(g -> g.keyword().equals(name) || g.title().equals(name))
                .findFirst();
        if (group.isEmpty()) {
            return call.fails("command or command group '" + name + "' doesn't exist");
        }
        StringBuilder text = new StringBuilder();
        group(text, group.get());
        call.out(text.toString());
        return true;
    }

    private static String about(VirshCommand command) {
        StringBuilder text = new StringBuilder();
        text.append("  NAME\n    ").append(command.name()).append(" - ").append(command.help());
        text.append("\n\n  SYNOPSIS\n    ").append(command.name());
        command.options().forEach(o -> text.append(' ').append(o.synopsis()));
        text.append("\n");
        if (!command.options().isEmpty()) {
            text.append("\n  OPTIONS\n");
        }
        for (VirshOption option : command.options()) {
            boolean bool = option.kind() == VirshOption.Kind.BOOL;
            String what = option.kind() == VirshOption.Kind.INT ? " <number>" : " <string>";
            String shown = option.required() && !bool
                    ? "[--" + option.name() + "]" + what
                    : "--" + option.name() + (bool ? "" : what);
            String meaning = MEANINGS.getOrDefault(option.name(), option.name().replace('-', ' '));
            text.append(String.format(Locale.ROOT, "    %-15s  %s\n", shown, meaning));
        }
        return text.toString();
    }
}
