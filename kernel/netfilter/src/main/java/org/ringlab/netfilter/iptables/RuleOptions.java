package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.AddressMatch;
import org.ringlab.netfilter.rules.FragmentMatch;
import org.ringlab.netfilter.rules.InterfaceMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.ProtocolMatch;
import org.ringlab.netfilter.rules.ProtocolNames;
import org.ringlab.netfilter.rules.Target;

/** The options that describe a rule: {@code -s -d -p -i -o -f -m -j -g}, and those of matches and targets. */
final class RuleOptions implements Words {
    private static final int LONGEST_TARGET_NAME = 28;
    private static final int LONGEST_INTERFACE_NAME = 15;

    /** Addresses as typed, several joined by commas. */
    private record Addresses(String text, boolean inverted) {}

    private static final Addresses ANYWHERE = new Addresses("0.0.0.0/0", false);

    private final TypedOptions typed;
    private final IpSets sets;
    private final Profile profile;
    private final List<LoadedExtension<Match>> matches = new ArrayList<>();
    private @Nullable LoadedExtension<Target> target;
    private String jumpWord = "";
    private boolean isGoto;
    private Addresses source = ANYWHERE;
    private Addresses destination = ANYWHERE;
    private Optional<Match> in = Optional.empty();
    private Optional<Match> out = Optional.empty();
    private Optional<Match> fragment = Optional.empty();
    private int protocol;
    private boolean protocolInverted;
    private boolean protocolTyped;
    private boolean protocolMatchLoaded;
    private String warnings = "";

    RuleOptions(TypedOptions typed, Profile profile, IpSets sets) {
        this.sets = sets;
        this.typed = typed;
        this.profile = profile;
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
    public void needsSet(String name) throws IptablesError {
        if (!sets.exists(name)) {
            throw IptablesError.parameter("Set " + name + " doesn't exist.\n");
        }
    }

    @Override
    public void warn(String text) {
        warnings += text;
    }

    @Override
    public int typedProtocol() {
        return protocol;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public String second(String complaint) throws IptablesError {
        typed.needsWord(complaint);
        return typed.words().take();
    }

    /** Reads an option; whether it is one of these. */
    boolean read(char letter, @Nullable String maybe) throws IptablesError {
        String argument = maybe == null ? "" : maybe;
        switch (letter) {
            case 'p' -> {
                typed.once('p', true);
                protocol(typed.words().previous().toLowerCase(Locale.ROOT));
            }
            case 's' -> {
                typed.once('s', true);
                source = new Addresses(typed.words().previous(), typed.inverted());
            }
            case 'd' -> {
                typed.once('d', true);
                destination = new Addresses(typed.words().previous(), typed.inverted());
            }
            case 'i' -> {
                typed.once('i', true);
                in = interfaceMatch(true, typed.words().previous());
            }
            case 'o' -> {
                typed.once('o', true);
                out = interfaceMatch(false, typed.words().previous());
            }
            case 'f' -> {
                typed.once('f', true);
                fragment = Optional.of(new FragmentMatch(typed.inverted()));
            }
            case 'j' -> jump(false, profile == Profile.RECORDED ? typed.words().previous() : argument);
            case 'g' -> jump(true, argument);
            case 'm' -> {
                if (typed.inverted()) {
                    throw IptablesError.parameter("unexpected ! flag before --match");
                }
                load(Extensions.matchOrComplain(argument));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads an option of the target or of a match, the latest first. */
    void extensionOption(String name, String argument) throws IptablesError {
        if (target != null && target.take(name, argument, typed.inverted(), this)) {
            return;
        }
        for (LoadedExtension<Match> match : matches.reversed()) {
            if (match.take(name, argument, typed.inverted(), this)) {
                return;
            }
        }
        throw new IllegalStateException("nobody has option " + name);
    }

    /** Loads the match module named like the protocol, as is done at the first option that nobody knows. */
    boolean loadProtocolMatch() {
        if (!protocolTyped) {
            return false;
        }
        String name = ProtocolNames.name(protocol);
        boolean loaded = matches.stream().anyMatch(m -> m.name().equals(name));
        if (loaded && protocolMatchLoaded) {
            return false;
        }
        protocolMatchLoaded = true;
        Optional<Extension<Match>> extension = Extensions.match(name);
        extension.ifPresent(this::load);
        return extension.isPresent();
    }

    private void load(Extension<Match> extension) {
        matches.add(new LoadedExtension<>(extension));
        typed.words().learn(extension.options());
    }

    private void protocol(String word) throws IptablesError {
        protocolTyped = !word.isEmpty();
        protocol = Numbers.protocol(word);
        protocolInverted = typed.inverted();
        if (protocol == 0 && protocolInverted) {
            throw IptablesError.parameter("rule would never match protocol");
        }
    }

    private Optional<Match> interfaceMatch(boolean incoming, String name) throws IptablesError {
        if (name.isEmpty()) {
            throw IptablesError.parameter("Empty interface is likely to be undesired");
        }
        checkInterfaceLength(name);
        warnings += weirdness(name);
        boolean wildcard = name.endsWith("+");
        String stem = wildcard ? name.substring(0, name.length() - 1) : name;
        return stem.isEmpty() && !typed.inverted()
                ? Optional.empty()
                : Optional.of(new InterfaceMatch(incoming, stem, wildcard, typed.inverted()));
    }

    /** The warning about characters the kernel allows in no interface's name; empty where there are none. */
    static String weirdness(String name) {
        return name.indexOf('/') < 0 && name.indexOf(' ') < 0
                ? ""
                : "Warning: weird character in interface `" + name + "' ('/' and ' ' are not allowed by the kernel).\n";
    }

    /** Complains of a name that is too long for an interface. */
    static void checkInterfaceLength(String name) throws IptablesError {
        if (name.length() > LONGEST_INTERFACE_NAME) {
            throw IptablesError.parameter(
                    "interface name `" + name + "' must be shorter than IFNAMSIZ (" + LONGEST_INTERFACE_NAME + ")");
        }
    }

    /** Whether a name holds white space as C's {@code isspace} knows it. */
    static boolean hasBlank(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ' ' || c >= '\t' && c <= '\r') {
                return true;
            }
        }
        return false;
    }

    private void jump(boolean goes, String name) throws IptablesError {
        // Real iptables calls both -j in this complaint.
        typed.once('j', false);
        if (name.isEmpty()) {
            throw IptablesError.parameter("Invalid target name (too short)");
        }
        if (name.length() > LONGEST_TARGET_NAME) {
            throw IptablesError.parameter("Invalid target name `" + name + "' (" + LONGEST_TARGET_NAME + " chars max)");
        }
        if (hasBlank(name)) {
            throw IptablesError.parameter("Invalid target name `" + name + "'");
        }
        jumpWord = name;
        isGoto = goes;
        if (!goes) {
            Optional<Extension<Target>> extension = Extensions.target(name);
            if (extension.isPresent()) {
                target = new LoadedExtension<>(extension.get());
                typed.words().learn(extension.get().options());
            }
        }
    }

    /** The word after {@code -j} or {@code -g}; empty where there is none. */
    String jumpWord() {
        return jumpWord;
    }

    /** What the match modules read. */
    List<Match> modules() throws IptablesError {
        List<Match> modules = new ArrayList<>();
        for (LoadedExtension<Match> match : matches) {
            modules.add(match.finish());
        }
        return modules;
    }

    /** Where packets go that match. */
    Command.Jump jump() throws IptablesError {
        return new Command.Jump(jumpWord, isGoto, target == null ? Optional.empty() : Optional.of(target.finish()));
    }

    /** The rules described: one for each pair of source and destination. */
    List<List<Match>> rules(List<Match> modules) throws IptablesError {
        List<AddressMatch> sources = addresses(true, source);
        List<AddressMatch> destinations = addresses(false, destination);
        if ((sources.size() > 1 || destinations.size() > 1) && (source.inverted() || destination.inverted())) {
            throw IptablesError.parameter("! not allowed with multiple source or destination IP addresses");
        }
        List<List<Match>> all = new ArrayList<>();
        for (AddressMatch from : sources) {
            for (AddressMatch to : destinations) {
                List<Match> rule = new ArrayList<>();
                addUnlessEmpty(rule, from);
                addUnlessEmpty(rule, to);
                in.ifPresent(rule::add);
                out.ifPresent(rule::add);
                if (protocol != 0) {
                    rule.add(new ProtocolMatch(protocol, protocolInverted));
                }
                fragment.ifPresent(rule::add);
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

    private static List<AddressMatch> addresses(boolean source, Addresses typed) throws IptablesError {
        List<AddressMatch> all = new ArrayList<>();
        for (String one : typed.text.split(",", -1)) {
            Ipv4Address[] network = Numbers.network(one);
            all.add(new AddressMatch(source, network[0], network[1], typed.inverted));
        }
        return all;
    }
}
