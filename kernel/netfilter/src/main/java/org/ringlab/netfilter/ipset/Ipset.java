package org.ringlab.netfilter.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The command {@code ipset} on one network namespace, with the texts of ipset 7.17. */
public final class Ipset {
    private static final String HEAD = "ipset v7.17: ";
    private static final String ADVICE = "Try `ipset help' for more information.\n";

    /** Other ways to type a command. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("n", "create"),
            Map.entry("-N", "create"),
            Map.entry("-A", "add"),
            Map.entry("-D", "del"),
            Map.entry("-T", "test"),
            Map.entry("x", "destroy"),
            Map.entry("-X", "destroy"),
            Map.entry("-L", "list"),
            Map.entry("-S", "save"),
            Map.entry("-F", "flush"),
            Map.entry("e", "rename"),
            Map.entry("-E", "rename"),
            Map.entry("w", "swap"),
            Map.entry("-W", "swap"),
            Map.entry("-R", "restore"),
            Map.entry("-v", "version"),
            Map.entry("--version", "version"));

    private final IpSets sets;
    private final long nanos;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private boolean exist;
    private boolean quiet;
    private boolean namesOnly;
    private boolean headersOnly;
    private boolean saveForm;

    /**
     * What a command printed.
     *
     * @param status exit status
     * @param stdout to standard output
     * @param stderr to standard error
     */
    public record Result(int status, String stdout, String stderr) {}

    private Ipset(IpSets sets, long nanos) {
        this.sets = sets;
        this.nanos = nanos;
    }

    /**
     * Runs {@code ipset WORDS}.
     *
     * @param words the words after the program's name
     * @param input standard input, which {@code restore} reads
     * @param nanos the time, since boot
     */
    public static Result run(IpSets sets, List<String> words, String input, long nanos) {
        Ipset command = new Ipset(sets, nanos);
        int status;
        try {
            status = command.execute(words, input);
        } catch (SetError e) {
            status = e.status();
            command.err.append(HEAD).append(e.text()).append('\n').append(status == 2 ? ADVICE : "");
        }
        return new Result(status, command.out.toString(), command.quiet ? "" : command.err.toString());
    }

    private int execute(List<String> all, String input) throws SetError {
        List<String> words = withoutFlags(all);
        if (words.isEmpty()) {
            throw SetError.words("No command specified.");
        }
        String name = ALIASES.getOrDefault(words.getFirst(), words.getFirst());
        List<String> rest = words.subList(1, words.size());
        switch (name) {
            case "create" -> create(needed(rest, 2, name));
            case "add" -> add(needed(rest, 2, name));
            case "del" -> delete(needed(rest, 2, name));
            case "test" -> {
                return test(needed(rest, 2, name)) ? 0 : 1;
            }
            case "destroy" -> destroy(rest);
            case "flush" -> {
                for (IpSet set : rest.isEmpty() ? allSets() : List.of(known(rest.getFirst()))) {
                    set.clear();
                }
            }
            case "rename" -> rename(needed(rest, 2, name));
            case "swap" -> swap(needed(rest, 2, name));
            case "list" -> list(rest, saveForm);
            case "save" -> list(rest, true);
            case "restore" -> restore(input);
            case "version" -> out.append("ipset v7.17, protocol version: 7\n");
            default -> throw SetError.words("No command specified: unknown argument " + words.getFirst());
        }
        return 0;
    }

    private List<String> withoutFlags(List<String> all) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            switch (all.get(i)) {
                case "-exist", "-!", "--exist" -> exist = true;
                case "-q", "-quiet", "--quiet" -> quiet = true;
                case "-n", "-name", "--name" -> namesOnly = true;
                case "-t", "-terse", "--terse" -> headersOnly = true;
                case "-s", "-sorted", "--sorted" -> {}
                case "-o", "-output", "--output" -> {
                    saveForm = i + 1 < all.size() && all.get(i + 1).equals("save");
                    i++;
                }
                default -> words.add(all.get(i));
            }
        }
        return words;
    }

    private static List<String> needed(List<String> rest, int count, String command) throws SetError {
        if (rest.size() < count) {
            String which = rest.isEmpty() ? "first" : "second";
            throw SetError.words("Missing " + which + " mandatory argument to command " + command);
        }
        return rest;
    }

    private List<IpSet> allSets() {
        return sets.names().stream().flatMap(n -> sets.set(n).stream()).toList();
    }

    private IpSet known(String name) throws SetError {
        return sets.set(name).orElseThrow(() -> SetError.refused("The set with the given name does not exist"));
    }

    private void create(List<String> words) throws SetError {
        SetType type = SetType.parse(words.get(1))
                .orElseThrow(() -> SetError.refused("Syntax error: typename '" + words.get(1) + "' is unknown"));
        SetOptions options = new SetOptionReader(type).read(words.subList(2, words.size()));
        Optional<IpSet> there = sets.set(words.getFirst());
        if (there.isPresent()) {
            if (exist && there.get().type() == type && there.get().options().equals(options)) {
                return;
            }
            throw SetError.refused("Set cannot be created: set with the same name already exists");
        }
        sets.put(words.getFirst(), new IpSet(type, options));
    }

    private void add(List<String> words) throws SetError {
        IpSet set = known(words.getFirst());
        IpSet.Entry entry = entry(set, words.subList(2, words.size()));
        for (Element element : elements(set, words.get(1))) {
            if (set.holds(element, nanos)) {
                if (!exist) {
                    throw SetError.refused("Element cannot be added to the set: it's already added");
                }
            } else if (set.isFull(nanos)) {
                throw SetError.refused("Hash is full, cannot add more elements");
            }
            set.put(element, entry);
        }
    }

    private IpSet.Entry entry(IpSet set, List<String> words) throws SetError {
        OptionalLong timeout = set.options().timeout();
        boolean excluded = false;
        String comment = "";
        for (int i = 0; i < words.size(); i++) {
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (words.get(i)) {
                case "nomatch" -> excluded = true;
                case "timeout" -> {
                    if (timeout.isEmpty()) {
                        throw SetError.refused("Timeout cannot be used: set was created without timeout support");
                    }
                    timeout = OptionalLong.of(SetOptionReader.number(value));
                    i++;
                }
                case "comment" -> {
                    if (!set.options().comment()) {
                        throw SetError.refused("Comment cannot be used: set was created without comment support");
                    }
                    comment = value;
                    i++;
                }
                default -> throw SetError.words("Unknown argument: `" + words.get(i) + "'");
            }
        }
        return new IpSet.Entry(excluded, IpSets.expires(timeout, nanos), comment);
    }

    private List<Element> elements(IpSet set, String text) throws SetError {
        List<Element> elements = ElementReader.read(set, text);
        if (set.type() == SetType.LIST_SET && !sets.exists(text)) {
            throw SetError.refused("Set to be added/deleted/tested as element does not exist.");
        }
        return elements;
    }

    private void delete(List<String> words) throws SetError {
        IpSet set = known(words.getFirst());
        for (Element element : elements(set, words.get(1))) {
            if (!set.holds(element, nanos) && !exist) {
                throw SetError.refused("Element cannot be deleted from the set: it's not added");
            }
            set.remove(element);
        }
    }

    private boolean test(List<String> words) throws SetError {
        IpSet set = known(words.getFirst());
        Element asked = elements(set, words.get(1)).getFirst();
        boolean isIn = set.type() == SetType.LIST_SET ? set.holds(asked, nanos) : set.contains(asked, nanos, 0);
        err.append(isIn ? "Warning: " : "").append(words.get(1)).append(isIn ? " is in set " : " is NOT in set ");
        err.append(words.getFirst()).append(".\n");
        return isIn;
    }

    private void destroy(List<String> words) throws SetError {
        List<String> doomed = words.isEmpty() ? sets.names() : List.of(words.getFirst());
        for (String name : doomed) {
            known(name);
            if (words.isEmpty() ? sets.isInRules(name) : sets.references(name) > 0) {
                throw SetError.refused("Set cannot be destroyed: it is in use by a kernel component");
            }
        }
        doomed.forEach(sets::remove);
    }

    private void rename(List<String> words) throws SetError {
        known(words.getFirst());
        if (sets.references(words.getFirst()) > 0) {
            throw SetError.refused("Set cannot be renamed: it is in use by another system");
        }
        if (sets.exists(words.get(1))) {
            throw SetError.refused("Set cannot be renamed: a set with the new name already exists");
        }
        sets.rename(words.getFirst(), words.get(1));
    }

    private void swap(List<String> words) throws SetError {
        IpSet first = known(words.getFirst());
        IpSet second = sets.set(words.get(1))
                .orElseThrow(() -> SetError.refused("Sets cannot be swapped: the second set does not exist"));
        if (first.type() != second.type()) {
            throw SetError.refused("The sets cannot be swapped: their type does not match");
        }
        sets.put(words.getFirst(), second);
        sets.put(words.get(1), first);
    }

    private void list(List<String> words, boolean asCommands) throws SetError {
        List<String> names = words.isEmpty() ? sets.names() : List.of(words.getFirst());
        for (int i = 0; i < names.size(); i++) {
            IpSet set = known(names.get(i));
            if (namesOnly) {
                out.append(names.get(i)).append('\n');
            } else if (asCommands) {
                commands(names.get(i), set);
            } else {
                out.append(i > 0 ? "\n" : "");
                describe(names.get(i), set);
            }
        }
    }

    private void commands(String name, IpSet set) {
        out.append("create ").append(name).append(' ').append(set.type().text());
        out.append(' ').append(set.options().text(set.type(), name)).append('\n');
        set.members(nanos)
                .forEach(member -> out.append("add ")
                        .append(name)
                        .append(' ')
                        .append(member)
                        .append('\n'));
    }

    /** The size is an estimate: real ones depend on chance. */
    private void describe(String name, IpSet set) {
        List<String> members = set.members(nanos);
        out.append("Name: ").append(name).append('\n');
        out.append("Type: ").append(set.type().text()).append('\n');
        out.append("Revision: ").append(set.type().revision()).append('\n');
        out.append("Header: ").append(set.options().text(set.type(), name)).append('\n');
        out.append("Size in memory: ").append(216 + 40L * members.size()).append('\n');
        out.append("References: ").append(sets.references(name)).append('\n');
        out.append("Number of entries: ").append(members.size()).append('\n');
        if (!headersOnly) {
            out.append("Members:\n");
            members.forEach(member -> out.append(member).append('\n'));
        }
    }

    private void restore(String input) throws SetError {
        int number = 0;
        for (String line : input.split("\n")) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.equals("COMMIT")) {
                continue;
            }
            try {
                execute(List.of(text.split("\\s+")), "");
            } catch (SetError e) {
                String message = "Error in line " + number + ": " + e.text();
                throw e.status() == 2 ? SetError.words(message) : SetError.refused(message);
            }
        }
    }
}
