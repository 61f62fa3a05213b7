package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.iptables.Command.Verb;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.FragmentMatch;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.ProtocolNames;
import org.ringlab.netfilter.rules.Target;

/** Reads the words of one iptables command in the order and with the texts of iptables/xshared.c, {@code do_parse}. */
final class CommandParser implements Words {
    private static final int LONGEST_CHAIN_NAME = 28;
    private static final int LONGEST_INTERFACE_NAME = 15;

    /** A match or target with what is known of its options so far. */
    private record Loaded<T>(Extension<T> extension, Set<String> used) {}

    private final GetOpt words;
    private final Profile profile;
    private final boolean restoring;
    private final Command command = new Command();
    private final Set<Character> options = new HashSet<>();
    private final List<Loaded<Match>> matches = new ArrayList<>();
    private @Nullable Loaded<Target> target;
    private boolean inverted;
    private boolean tableGiven;
    private boolean protocolLoaded;
    private int protocol;
    private boolean protocolInverted;
    private String protocolWord = "";
    private String source = "0.0.0.0/0";
    private String destination = "0.0.0.0/0";
    private boolean sourceInverted;
    private boolean destinationInverted;
    private @Nullable Match in;
    private @Nullable Match out;
    private @Nullable Match fragment;
    private String warnings = "";

    CommandParser(List<String> argv, Profile profile, boolean restoring) {
        words = new GetOpt(argv);
        this.profile = profile;
        this.restoring = restoring;
    }

    /** Complaints that stop nothing. */
    String warnings() {
        return warnings;
    }

    @Override
    public int protocol() {
        return protocolInverted ? 0 : protocol;
    }

    @Override
    public String second(String complaint) throws IptablesError {
        if (!words.hasArgument()) {
            throw IptablesError.parameter(complaint);
        }
        return words.take();
    }

    Command parse() throws IptablesError {
        for (GetOpt.Item item = words.next(); item != null; item = words.next()) {
            String argument = item.argument() == null ? "" : item.argument();
            switch (item.kind()) {
                case WORD -> {
                    if (!argument.equals("!")) {
                        throw IptablesError.bare("Bad argument `" + argument + "'");
                    }
                    if (inverted) {
                        throw IptablesError.parameter("multiple consecutive ! not allowed");
                    }
                    inverted = true;
                    continue;
                }
                case MISSING_ARGUMENT ->
                    throw IptablesError.parameter("option \"" + argument + "\" requires an argument");
                case UNKNOWN -> {
                    if (!loadProtocolMatch()) {
                        throw IptablesError.parameter("unknown option \"" + argument + "\"");
                    }
                    words.again();
                    continue;
                }
                case OPTION -> {
                    if (item.letter() == 0) {
                        extensionOption(item.name(), argument);
                    } else {
                        baseOption(item.letter(), item.argument());
                    }
                }
            }
            inverted = false;
            if (command.answer != null) {
                return command;
            }
        }
        return finish();
    }

    /** The match module named like the protocol, loaded at the first option that nobody knows. */
    private boolean loadProtocolMatch() throws IptablesError {
        if (protocolWord.isEmpty()) {
            return false;
        }
        String name = ProtocolNames.name(protocol);
        boolean loaded = matches.stream().anyMatch(m -> m.extension().name().equals(name));
        if (loaded && protocolLoaded) {
            return false;
        }
        protocolLoaded = true;
        var extension = Extensions.match(name);
        if (extension.isEmpty()) {
            return false;
        }
        load(extension.get());
        return true;
    }

    private void load(Extension<Match> extension) {
        matches.add(new Loaded<>(extension, new LinkedHashSet<>()));
        words.learn(extension.options());
    }

    private void extensionOption(String name, String argument) throws IptablesError {
        if (target != null && take(target, name, argument)) {
            return;
        }
        for (Loaded<Match> match : matches.reversed()) {
            if (take(match, name, argument)) {
                return;
            }
        }
        throw new IllegalStateException("nobody has option " + name);
    }

    private boolean take(Loaded<?> loaded, String name, String argument) throws IptablesError {
        Extension<?> extension = loaded.extension();
        for (ExtensionOption option : extension.options()) {
            if (option.name().equals(name)) {
                if (!extension.checksItself()) {
                    check(extension.name(), option, loaded.used());
                }
                loaded.used().add(name);
                extension.option(name, argument, inverted, this);
                return true;
            }
        }
        return false;
    }

    private void check(String extension, ExtensionOption option, Set<String> used) throws IptablesError {
        if (used.contains(option.name())) {
            throw IptablesError.parameter(extension + ": option \"--" + option.name() + "\" can only be used once.\n");
        }
        if (inverted && !option.invertible()) {
            throw IptablesError.parameter(extension + ": option \"--" + option.name() + "\" cannot be inverted.\n");
        }
    }

    private static <T> T finished(Loaded<T> loaded) throws IptablesError {
        Extension<T> extension = loaded.extension();
        for (ExtensionOption option : extension.options()) {
            boolean used = loaded.used().contains(option.name());
            if (option.mandatory() && !used) {
                throw IptablesError.parameter(
                        extension.name() + ": option \"--" + option.name() + "\" must be specified\n");
            }
        }
        T value = extension.finish();
        for (ExtensionOption option : extension.options()) {
            for (ExtensionOption other : extension.options()) {
                if (loaded.used().contains(option.name())
                        && loaded.used().contains(other.name())
                        && option.excludes().contains(other.name())) {
                    throw IptablesError.parameter(extension.name() + ": option \"--" + option.name()
                            + "\" cannot be used together with \"--" + other.name() + "\".\n");
                }
            }
        }
        return value;
    }

    private void baseOption(char letter, @Nullable String maybe) throws IptablesError {
        String argument = maybe == null ? "" : maybe;
        switch (letter) {
            case 'A' -> verb(Verb.APPEND, argument);
            case 'C' -> verb(Verb.CHECK, argument);
            case 'D' -> {
                verb(Verb.DELETE, argument);
                if (words.hasArgument()) {
                    command.ruleNumber = ruleNumber();
                    command.verbs.remove(Verb.DELETE);
                    command.verbs.add(Verb.DELETE_NUM);
                }
            }
            case 'I' -> {
                verb(Verb.INSERT, argument);
                command.ruleNumber = words.hasArgument() ? ruleNumber() : 1;
            }
            case 'R' -> {
                verb(Verb.REPLACE, argument);
                loose("-R requires a rule number");
                command.ruleNumber = ruleNumber();
            }
            case 'L', 'S' -> {
                verb(letter == 'L' ? Verb.LIST : Verb.LIST_RULES, looseChain(maybe));
                if (words.hasArgument()) {
                    command.ruleNumber = ruleNumber();
                }
            }
            case 'F' -> verb(Verb.FLUSH, looseChain(maybe));
            case 'X' -> verb(Verb.DELETE_CHAIN, looseChain(maybe));
            case 'Z' -> {
                verb(Verb.ZERO, looseChain(maybe));
                if (words.hasArgument()) {
                    command.ruleNumber = ruleNumber();
                    command.verbs.remove(Verb.ZERO);
                    command.verbs.add(Verb.ZERO_NUM);
                }
            }
            case 'N' -> {
                chainName(argument);
                verb(Verb.NEW_CHAIN, argument);
            }
            case 'E' -> {
                verb(Verb.RENAME_CHAIN, argument);
                loose("-E requires old-chain-name and new-chain-name");
                command.newName = words.take();
            }
            case 'P' -> {
                verb(Verb.POLICY, argument);
                loose("-P requires a chain and a policy");
                command.policy = words.take();
            }
            case 'p' -> {
                once('p', true);
                protocolWord = words.previous().toLowerCase(Locale.ROOT);
                protocol = Numbers.protocol(protocolWord);
                protocolInverted = inverted;
                if (protocol == 0 && inverted) {
                    throw IptablesError.parameter("rule would never match protocol");
                }
            }
            case 's' -> {
                once('s', true);
                source = words.previous();
                sourceInverted = inverted;
            }
            case 'd' -> {
                once('d', true);
                destination = words.previous();
                destinationInverted = inverted;
            }
            case 'i', 'o' -> {
                once(letter, true);
                interfaceName(letter == 'i', argument);
            }
            case 'f' -> {
                once('f', true);
                fragment = new FragmentMatch(inverted);
            }
            case 'j', 'g' -> jump(letter == 'g', argument);
            case 'm' -> {
                if (inverted) {
                    throw IptablesError.parameter("unexpected ! flag before --match");
                }
                load(Extensions.matchOrComplain(argument));
            }
            case 't' -> table(argument);
            default -> displayOption(letter, maybe);
        }
    }

    private void displayOption(char letter, @Nullable String argument) throws IptablesError {
        switch (letter) {
            case 'v' -> {
                if (command.verbose++ == 0) {
                    once('v', false);
                }
            }
            case 'n' -> {
                once('n', false);
                command.numeric = true;
            }
            case 'x' -> {
                once('x', false);
                command.exact = true;
            }
            case '0' -> {
                once('0', false);
                command.lineNumbers = true;
            }
            case 'c' -> {
                once('c', false);
                counters(argument == null ? "" : argument);
            }
            case 'V' -> command.answer = "iptables " + profile.banner() + "\n";
            case 'h' -> command.answer = Help.text(profile);
            case 'w', 'W' -> {
                String seconds = argument == null && words.hasArgument() ? words.take() : argument;
                if (restoring) {
                    throw IptablesError.parameter("You cannot use `-" + letter + "' from iptables-restore");
                }
                if (seconds != null && Numbers.parse(seconds, Integer.MAX_VALUE).isEmpty()) {
                    throw IptablesError.parameter("wait seconds not numeric");
                }
            }
            case '6' -> throw IptablesError.bare("");
            default -> {
                // -4, -b and -M change nothing here.
            }
        }
    }

    private void verb(Verb verb, @Nullable String chain) throws IptablesError {
        if (inverted) {
            throw IptablesError.parameter("unexpected '!' flag");
        }
        for (Verb other : command.verbs) {
            boolean together = isListing(verb) && other.letter == 'Z' || verb.letter == 'Z' && isListing(other);
            if (!together) {
                throw IptablesError.parameter("Cannot use -" + verb.letter + " with -" + other.letter + "\n");
            }
        }
        command.verbs.add(verb);
        if (chain != null) {
            command.chain = chain;
        }
    }

    private static boolean isListing(Verb verb) {
        return verb == Verb.LIST || verb == Verb.LIST_RULES;
    }

    private @Nullable String looseChain(@Nullable String attached) {
        return attached != null ? attached : words.hasArgument() ? words.take() : null;
    }

    private void loose(String complaint) throws IptablesError {
        if (!words.hasArgument()) {
            throw IptablesError.parameter(complaint);
        }
    }

    private int ruleNumber() throws IptablesError {
        String word = words.take();
        OptionalLong number = Numbers.parse(word, Integer.MAX_VALUE);
        if (number.isEmpty() || number.getAsLong() == 0) {
            throw IptablesError.parameter("Invalid rule number `" + word + "'");
        }
        return (int) number.getAsLong();
    }

    private void once(char letter, boolean invertible) throws IptablesError {
        if (!options.add(letter)) {
            throw IptablesError.parameter("multiple -" + letter + " flags not allowed");
        }
        if (inverted && !invertible) {
            throw IptablesError.parameter("cannot have ! before -" + letter);
        }
    }

    private static void chainName(String name) throws IptablesError {
        if (name.startsWith("-") || name.startsWith("!")) {
            throw IptablesError.parameter("chain name not allowed to start with `" + name.charAt(0) + "'");
        }
        if (Extensions.isTargetName(name)) {
            throw IptablesError.parameter("chain name may not clash with target name");
        }
        if (name.chars().anyMatch(c -> c == ' ' || c >= 9 && c <= 13)) {
            throw IptablesError.parameter("Invalid chain name `" + name + "'");
        }
    }

    private void interfaceName(boolean incoming, String name) throws IptablesError {
        if (name.isEmpty()) {
            throw IptablesError.parameter("Empty interface is likely to be undesired");
        }
        if (name.length() > LONGEST_INTERFACE_NAME) {
            throw IptablesError.parameter(
                    "interface name `" + name + "' must be shorter than IFNAMSIZ (" + LONGEST_INTERFACE_NAME + ")");
        }
        if (name.indexOf('/') >= 0 || name.indexOf(' ') >= 0) {
            warnings += "Warning: weird character in interface `" + name
                    + "' ('/' and ' ' are not allowed by the kernel).\n";
        }
        boolean wildcard = name.endsWith("+");
        String stem = wildcard ? name.substring(0, name.length() - 1) : name;
        Match match = stem.isEmpty() && !inverted ? null : new InterfaceMatch(incoming, stem, wildcard, inverted);
        if (incoming) {
            in = match;
        } else {
            out = match;
        }
    }

    private void jump(boolean isGoto, String name) throws IptablesError {
        // Real iptables calls both -j in this complaint.
        once('j', false);
        if (name.isEmpty()) {
            throw IptablesError.parameter("Invalid target name (too short)");
        }
        if (name.length() > LONGEST_CHAIN_NAME) {
            throw IptablesError.parameter("Invalid target name `" + name + "' (" + LONGEST_CHAIN_NAME + " chars max)");
        }
        if (name.chars().anyMatch(c -> c == ' ' || c >= 9 && c <= 13)) {
            throw IptablesError.parameter("Invalid target name `" + name + "'");
        }
        command.jumpTo = name;
        command.isGoto = isGoto;
        if (!isGoto) {
            var extension = Extensions.target(name);
            if (extension.isPresent()) {
                target = new Loaded<>(extension.get(), new LinkedHashSet<>());
                words.learn(extension.get().options());
            }
        }
    }

    private void table(String name) throws IptablesError {
        if (inverted) {
            throw IptablesError.parameter("unexpected ! flag before --table");
        }
        if (restoring && tableGiven) {
            throw IptablesError.parameter("The -t option cannot be used in iptables-restore.\n");
        }
        tableGiven = true;
        command.table = name;
    }

    private void counters(String first) throws IptablesError {
        int comma = first.indexOf(',');
        if (comma < 0 && !words.hasArgument()) {
            throw IptablesError.parameter("-c requires packet and byte counter");
        }
        OptionalLong packets = decimal(comma < 0 ? first : first.substring(0, comma));
        OptionalLong bytes = decimal(comma < 0 ? words.take() : first.substring(comma + 1));
        if (packets.isEmpty()) {
            throw IptablesError.parameter("-c packet counter not numeric");
        }
        if (bytes.isEmpty()) {
            throw IptablesError.parameter("-c byte counter not numeric");
        }
        command.packets = packets.getAsLong();
        command.bytes = bytes.getAsLong();
        command.countersGiven = true;
    }

    /** The number a text begins with. */
    private static OptionalLong decimal(String text) {
        int end = 0;
        while (end < text.length() && end < 18 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.substring(0, end)));
    }

    private Command finish() throws IptablesError {
        if (command.table.equals("nat") && (command.policy.equals("DROP") || command.jumpTo.equals("DROP"))) {
            throw IptablesError.parameter("\nThe \"nat\" table is not intended for filtering, "
                    + "the use of DROP is therefore inhibited.\n\n");
        }
        List<Match> modules = new ArrayList<>();
        for (Loaded<Match> match : matches) {
            modules.add(finished(match));
        }
        if (target != null) {
            command.target = finished(target);
        }
        if (words.hasMore()) {
            throw IptablesError.parameter("unknown arguments found on commandline");
        }
        if (command.verbs.isEmpty()) {
            throw IptablesError.parameter("no command specified");
        }
        if (inverted) {
            throw IptablesError.parameter("nothing appropriate following !");
        }
        boolean aboutRule = command.verbs.stream()
                .anyMatch(EnumSet.of(Verb.APPEND, Verb.DELETE, Verb.CHECK, Verb.INSERT, Verb.REPLACE)::contains);
        if (aboutRule) {
            command.rules = rules(modules);
        }
        checkOptions();
        String chain = command.chain == null ? "" : command.chain;
        if (chain.length() > LONGEST_CHAIN_NAME) {
            throw IptablesError.parameter(
                    "chain name `" + chain + "' too long (must be under " + (LONGEST_CHAIN_NAME + 1) + " chars)");
        }
        if (aboutRule) {
            if (options.contains('o') && (chain.equals("PREROUTING") || chain.equals("INPUT"))) {
                throw IptablesError.parameter("Can't use -o with " + chain + "\n");
            }
            if (options.contains('i') && (chain.equals("POSTROUTING") || chain.equals("OUTPUT"))) {
                throw IptablesError.parameter("Can't use -i with " + chain + "\n");
            }
        }
        return command;
    }

    private void checkOptions() throws IptablesError {
        for (char letter : "nsdpjvxio0cf".toCharArray()) {
            if (options.contains(letter) && command.verbs.stream().allMatch(v -> v.illegal.indexOf(letter) >= 0)) {
                throw IptablesError.parameter("Illegal option `-" + letter + "' with this command");
            }
        }
    }

    private List<List<Match>> rules(List<Match> modules) throws IptablesError {
        List<AddressMatch> sources = addresses(true, source, sourceInverted);
        List<AddressMatch> destinations = addresses(false, destination, destinationInverted);
        if ((sources.size() > 1 || destinations.size() > 1) && (sourceInverted || destinationInverted)) {
            throw IptablesError.parameter("! not allowed with multiple source or destination IP addresses");
        }
        List<List<Match>> all = new ArrayList<>();
        for (AddressMatch from : sources) {
            for (AddressMatch to : destinations) {
                List<Match> rule = new ArrayList<>();
                addUnlessEmpty(rule, from);
                addUnlessEmpty(rule, to);
                if (in != null) {
                    rule.add(in);
                }
                if (out != null) {
                    rule.add(out);
                }
                if (protocol != 0) {
                    rule.add(new ProtocolMatch(protocol, protocolInverted));
                }
                if (fragment != null) {
                    rule.add(fragment);
                }
                rule.addAll(modules);
                all.add(rule);
            }
        }
        return all;
    }

    private static void addUnlessEmpty(List<Match> rule, AddressMatch match) {
        if (match.mask().bits() != 0 || match.inverted()) {
            rule.add(match);
        }
    }

    private static List<AddressMatch> addresses(boolean source, String text, boolean inverted) throws IptablesError {
        List<AddressMatch> all = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Ipv4Address[] network = Numbers.network(one);
            all.add(new AddressMatch(source, network[0], network[1], inverted));
        }
        return all;
    }
}
