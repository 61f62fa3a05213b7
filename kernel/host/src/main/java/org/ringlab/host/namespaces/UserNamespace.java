package org.ringlab.host.namespaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * User numbers and capabilities of its members (kernel/user_namespace.c). Everybody on a simulated host is root outside,
 * so a map matters by what it makes of number 0.
 */
public final class UserNamespace extends Namespace {
    /** What a number without a map looks like ({@code /proc/sys/kernel/overflowuid}). */
    public static final int OVERFLOW = 65_534;

    private static final int MAX_LINES = 340;

    private final @Nullable UserNamespace parent;
    private List<Range> users = List.of();
    private List<Range> groups = List.of();
    private boolean setgroups = true;

    UserNamespace(long inode, @Nullable UserNamespace parent) {
        super(NamespaceKind.USER, inode, parent);
        this.parent = parent;
        if (parent == null) {
            users = List.of(new Range(0, 0, 4_294_967_295L));
            groups = users;
        }
    }

    /**
     * A line of {@code uid_map}.
     *
     * @param inside the first number inside
     * @param outside the first number in the parent
     * @param count how many
     */
    public record Range(long inside, long outside, long count) {}

    /** The namespace around it; empty for the host's. */
    public Optional<UserNamespace> parent() {
        return Optional.ofNullable(parent);
    }

    /** Whether it is {@code other} or lies in it, however deep. */
    public boolean isWithin(UserNamespace other) {
        return this == other || parent != null && parent.isWithin(other);
    }

    /** {@code uid_map}. */
    public List<Range> users() {
        return users;
    }

    /** {@code gid_map}. */
    public List<Range> groups() {
        return groups;
    }

    /** {@code allow} or {@code deny}. */
    public String setgroups() {
        return setgroups ? "allow" : "deny";
    }

    /** Forbids {@code setgroups}, which a user without privileges must do before writing {@code gid_map}. */
    public void denySetgroups() {
        setgroups = false;
    }

    /** Writes {@code uid_map}, once; false where that can't be. */
    public boolean mapUsers(List<Range> map) {
        if (!users.isEmpty() || !isValid(map)) {
            return false;
        }
        users = List.copyOf(map);
        return true;
    }

    /** Writes {@code gid_map}, once; false where that can't be. */
    public boolean mapGroups(List<Range> map) {
        if (!groups.isEmpty() || !isValid(map)) {
            return false;
        }
        groups = List.copyOf(map);
        return true;
    }

    private static boolean isValid(List<Range> map) {
        return !map.isEmpty()
                && map.size() <= MAX_LINES
                && map.stream().allMatch(r -> r.inside >= 0 && r.outside >= 0 && r.count > 0);
    }

    /** The host's root as a user number in here. */
    public int rootUser() {
        return seen(users, parent == null ? 0 : parent.rootUser());
    }

    /** The host's root's group as a number in here. */
    public int rootGroup() {
        return seen(groups, parent == null ? 0 : parent.rootGroup());
    }

    private static int seen(List<Range> map, int outside) {
        for (Range range : map) {
            if (outside >= range.outside && outside < range.outside + range.count) {
                return (int) (outside - range.outside + range.inside);
            }
        }
        return OVERFLOW;
    }

    /** A map as its file shows it. */
    public static String text(List<Range> map) {
        StringBuilder text = new StringBuilder();
        for (Range range : map) {
            text.append(String.format(Locale.ROOT, "%10d %10d %10d\n", range.inside, range.outside, range.count));
        }
        return text.toString();
    }

    /** A map as somebody writes it, one range a line; empty where it is none. */
    public static Optional<List<Range>> parse(String text) {
        List<Range> map = new ArrayList<>();
        for (String line : text.strip().split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length != 3) {
                return Optional.empty();
            }
            try {
                map.add(new Range(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(map);
    }
}
