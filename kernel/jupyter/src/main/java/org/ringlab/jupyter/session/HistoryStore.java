package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.kernel.history.HistoryManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cells run since the kernel's start, for {@code history_request}. Earlier sessions are not kept. */
public final class HistoryStore implements HistoryManager {
    /** How many cells are remembered. */
    static final int CAPACITY = 1000;

    private static final int SESSION = 1;

    private final Deque<HistoryEntry> entries = new ArrayDeque<>();

    /** Remembers a cell; {@code output} is the text of its value, empty where it has none. */
    public synchronized void add(int count, String input, String output) {
        entries.add(new HistoryEntry(SESSION, count, input, output));
        if (entries.size() > CAPACITY) {
            entries.removeFirst();
        }
    }

    @Override
    public synchronized List<HistoryEntry> lookupRange(int sessionOffset, int start, int stop, Set<ResultFlag> flags) {
        boolean ours = sessionOffset == 0 || sessionOffset == SESSION;
        return select(
                entry -> ours && entry.getCellNumber() >= start && entry.getCellNumber() < stop,
                Integer.MAX_VALUE,
                flags);
    }

    @Override
    public synchronized List<HistoryEntry> lookupTail(int length, Set<ResultFlag> flags) {
        return select(entry -> true, length, flags);
    }

    /** Cells whose whole input matches {@code pattern}, where {@code *} and {@code ?} stand for anything and one character. */
    @Override
    public synchronized List<HistoryEntry> search(String pattern, int length, Set<ResultFlag> flags) {
        Pattern glob = glob(pattern);
        return select(entry -> glob.matcher(entry.getInput()).matches(), length, flags);
    }

    private List<HistoryEntry> select(Predicate<HistoryEntry> wanted, int length, Set<ResultFlag> flags) {
        List<HistoryEntry> found =
                new ArrayList<>(entries.stream().filter(wanted).toList());
        if (flags.contains(ResultFlag.UNIQUE)) {
            Map<String, HistoryEntry> latest = new LinkedHashMap<>();
            for (HistoryEntry entry : found) {
                latest.remove(entry.getInput());
                latest.put(entry.getInput(), entry);
            }
            found = new ArrayList<>(latest.values());
        }
        List<HistoryEntry> tail = found.subList(Math.max(0, found.size() - Math.max(0, length)), found.size());
        boolean output = flags.contains(ResultFlag.INCLUDE_OUTPUT);
        return tail.stream()
                .map(entry ->
                        output ? entry : new HistoryEntry(entry.getSession(), entry.getCellNumber(), entry.getInput()))
                .toList();
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
