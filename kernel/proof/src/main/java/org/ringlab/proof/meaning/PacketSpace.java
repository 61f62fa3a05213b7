package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.proof.bdd.Bdd;
import org.ringlab.proof.bdd.Words;

/**
 * All packets of one proof: the diagrams' variables, the interfaces' names, and the questions that a packet's header
 * and connection don't answer.
 */
public final class PacketSpace {
    /** The states in the order of their numbers: the likeliest first. */
    public static final List<ConnectionState> STATES = List.of(
            ConnectionState.NEW,
            ConnectionState.ESTABLISHED,
            ConnectionState.RELATED,
            ConnectionState.INVALID,
            ConnectionState.UNTRACKED);

    /** The protocols whose ports are looked at. */
    static final List<Integer> WITH_PORTS = List.of(6, 17, 33, 132, 136);

    private static final int MAX_NODES = 3_000_000;
    private static final int FIELD_VARIABLES = fieldVariables();
    private static final int MOST_INTERFACES = 1 << Field.IN.width();

    private final Bdd bdd;
    private final Words words;
    private final List<String> interfaces;
    private final Map<String, Integer> unknowns = new LinkedHashMap<>();
    private int assumed = Bdd.TRUE;

    /** All packets where there are interfaces of these names, at most 62; more are not told apart. */
    public PacketSpace(Iterable<String> names) {
        this(new Bdd(MAX_NODES), numbered(names));
    }

    private PacketSpace(Bdd bdd, List<String> interfaces) {
        this.bdd = bdd;
        this.interfaces = interfaces;
        words = new Words(bdd);
    }

    private static List<String> numbered(Iterable<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        sorted.remove("");
        List<String> numbered = new ArrayList<>(List.of(""));
        for (String name : sorted) {
            if (numbered.size() < MOST_INTERFACES) {
                numbered.add(name);
            }
        }
        return List.copyOf(numbered);
    }

    /** The packets of another proof, whose diagrams know what was worked out in this one; nothing was asked in it yet. */
    public PacketSpace another() {
        return new PacketSpace(bdd.copy(), interfaces);
    }

    /** Whether these are the packets where there are interfaces of these names. */
    public boolean isFor(Iterable<String> names) {
        return interfaces.equals(numbered(names));
    }

    private static int fieldVariables() {
        Field last = Field.values()[Field.values().length - 1];
        return last.firstVariable() + last.width();
    }

    /** The diagrams. */
    public Bdd bdd() {
        return bdd;
    }

    /** Arithmetic with diagrams. */
    public Words words() {
        return words;
    }

    /** Names of interfaces by number; 0 is none. */
    public List<String> interfaces() {
        return interfaces;
    }

    /** Any packet whatever. */
    public SymbolicPacket anyPacket() {
        int[][] fields = new int[Field.values().length][];
        for (Field field : Field.values()) {
            fields[field.ordinal()] = words.variables(field.width(), field.firstVariable());
        }
        return new SymbolicPacket(this, fields);
    }

    /** Where the interface numbered {@code word} has a name that passes. */
    public int interfaceIs(int[] word, Predicate<String> test) {
        int any = Bdd.FALSE;
        for (int i = 0; i < interfaces.size(); i++) {
            if (test.test(interfaces.get(i))) {
                any = bdd.or(any, words.equal(word, i));
            }
        }
        return any;
    }

    /** The number of an interface's name; 0 where it isn't known. */
    public int interfaceNumber(String name) {
        return Math.max(0, interfaces.indexOf(name));
    }

    /** The number of a state. */
    public static int stateNumber(ConnectionState state) {
        return STATES.indexOf(state);
    }

    /**
     * A question that can't be decided from a packet's header and connection. It may be answered either way; asked in
     * the same words it is answered alike.
     */
    public int unknown(String question) {
        return bdd.variable(unknowns.computeIfAbsent(question, q -> FIELD_VARIABLES + unknowns.size()));
    }

    /** A number that can't be decided, from {@code first} to {@code last}; the same for the same question. */
    public int[] unknownNumber(String question, int width, long first, long last) {
        int[] word = new int[width];
        for (int i = 0; i < width; i++) {
            word[i] = unknown(question + " #" + i);
        }
        assumed = bdd.and(assumed, words.between(word, first, last));
        return word;
    }

    /** What is taken for granted about answers to {@link #unknownNumber}. */
    public int assumed() {
        return assumed;
    }

    /** The questions that couldn't be decided so far, each with its variable's number. */
    public Map<String, Integer> unknowns() {
        return Collections.unmodifiableMap(unknowns);
    }
}
