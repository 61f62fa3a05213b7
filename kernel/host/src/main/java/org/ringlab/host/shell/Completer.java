package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ringlab.host.Completion;
import org.ringlab.host.command.Command;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;

/** Offers endings for what is being typed, and says what words mean. */
public final class Completer {
    private Completer() {}

    /** Endings of the word before {@code cursor}: commands where one begins, else options, words and files. */
    public static Completion complete(Session session, String text, int cursor) {
        int end = Math.clamp(cursor, 0, text.length());
        int line = commandBefore(text, end);
        int start = end;
        while (start > line + 1 && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        String word = text.substring(start, end);
        List<String> before = words(text.substring(line + 1, start));
        TreeSet<String> found = new TreeSet<>();
        if (before.isEmpty()) {
            Commands.names().stream().filter(n -> n.startsWith(word)).forEach(found::add);
        } else {
            Optional<Command> command = Commands.find(before.get(0));
            command.ifPresent(c -> {
                c.options().stream().filter(o -> o.startsWith(word)).forEach(found::add);
                c.words(session, before).stream()
                        .filter(w -> w.startsWith(word))
                        .forEach(found::add);
            });
        }
        if (found.isEmpty() || word.contains("/")) {
            files(session, word, found);
        }
        return new Completion(List.copyOf(found), start, end);
    }

    /** The last place before {@code end} where a command may begin just behind; −1 for the text's own beginning. */
    private static int commandBefore(String text, int end) {
        return Math.max(
                Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf(';', end - 1)),
                Math.max(text.lastIndexOf('|', end - 1), text.lastIndexOf('&', end - 1)));
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList();
    }

    private static void files(Session session, String word, TreeSet<String> found) {
        int slash = word.lastIndexOf('/');
        String typed = word.substring(0, slash + 1);
        String directory = session.resolve(typed.isEmpty() ? "." : typed);
        try {
            for (String name : session.files().list(directory)) {
                if (name.startsWith(word.substring(slash + 1))) {
                    String path = session.resolve(typed + name);
                    found.add(typed + name + (session.files().isDirectory(path) ? "/" : ""));
                }
            }
        } catch (FileException e) {
            // no such directory, so nothing to offer
        }
    }

    /** What the last word of {@code text} means on this machine; empty where nothing is known. */
    public static String describe(Session session, String text) {
        List<String> words = words(text.substring(commandBefore(text, text.length()) + 1));
        if (words.isEmpty()) {
            return "";
        }
        String word = words.getLast();
        Optional<String> option = Commands.find(words.getFirst()).flatMap(c -> c.explain(word));
        return option.orElseGet(() -> describeWord(session, word));
    }

    private static String describeWord(Session session, String word) {
        Optional<Command> command = Commands.find(word);
        if (command.isPresent()) {
            String options = String.join(" ", command.get().options());
            return command.get().name() + ": " + command.get().synopsis() + (options.isEmpty() ? "" : "\n" + options);
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(word);
        if (iface.isPresent()) {
            NetInterface i = iface.get();
            List<String> addresses = i.addresses().stream()
                    .map(InterfaceAddress::prefix)
                    .map(Object::toString)
                    .toList();
            return i.name() + ": " + (i.isUp() ? "up" : "down") + ", mtu " + i.mtu() + ", " + i.mac()
                    + (addresses.isEmpty() ? ", no address" : ", " + String.join(", ", addresses))
                    + i.segment().map(s -> ", on segment " + s.name()).orElse("");
        }
        String path = session.resolve(word);
        try {
            return session.files().exists(path) && !session.files().isDirectory(path)
                    ? path + ":\n" + session.files().read(path)
                    : "";
        } catch (FileException e) {
            return "";
        }
    }
}
