package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.shell.Glob;

/** What {@code find} asks of a file or does with it. */
sealed interface FindTest {
    /** A file: its path, the path as it is shown, and how deep below the starting point it is. */
    record Found(String path, String shown, int depth) {}

    /** Whether it holds; actions are done. */
    boolean holds(Found found, FindCommand.Walk walk);

    /** After the last file. */
    default void finish(FindCommand.Walk walk) {}

    /** All of them, up to the first that doesn't hold. */
    record And(FindTest left, FindTest right) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            return left.holds(found, walk) && right.holds(found, walk);
        }

        @Override
        public void finish(FindCommand.Walk walk) {
            left.finish(walk);
            right.finish(walk);
        }
    }

    /** One of them; {@code always} is the comma, which asks both and takes the second's answer. */
    record Or(FindTest left, FindTest right, boolean always) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            boolean first = left.holds(found, walk);
            return first && !always || right.holds(found, walk);
        }

        @Override
        public void finish(FindCommand.Walk walk) {
            left.finish(walk);
            right.finish(walk);
        }
    }

    record Not(FindTest of) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            return !of.holds(found, walk);
        }

        @Override
        public void finish(FindCommand.Walk walk) {
            of.finish(walk);
        }
    }

    /** {@code -true} and {@code -false}. */
    record Always(boolean value) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            return value;
        }
    }

    /** {@code -name} and {@code -path}, in either case. */
    record Name(String pattern, boolean path, boolean anyCase) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            String text = path ? found.shown() : FindCommand.lastName(found.shown(), false);
            return anyCase
                    ? Glob.matches(pattern.toLowerCase(java.util.Locale.ROOT), text.toLowerCase(java.util.Locale.ROOT))
                    : Glob.matches(pattern, text);
        }
    }

    record Type(List<String> kinds) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            return kinds.contains(kind(walk.session().files(), found.path()));
        }
    }

    record Empty() implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            FileSystem files = walk.session().files();
            try {
                return files.isDirectory(found.path())
                        ? files.list(found.path()).isEmpty()
                        : files.size(found.path()) == 0;
            } catch (FileException gone) {
                return false;
            }
        }
    }

    /** {@code -size +2k}: in units, rounded up. */
    record Size(char sign, long number, long unit) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            long size;
            try {
                boolean directory = walk.session().files().isDirectory(found.path());
                size = directory ? 4096 : walk.session().files().size(found.path());
            } catch (FileException gone) {
                return false;
            }
            long units = (size + unit - 1) / unit;
            return sign == '+' ? units > number : sign == '-' ? units < number : units == number;
        }
    }

    record Print(char end) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            walk.io().out().print(found.shown() + end);
            return true;
        }
    }

    record Prune() implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            walk.prune();
            return true;
        }
    }

    record Quit() implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            walk.quit();
            return true;
        }
    }

    record Delete() implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            if (found.shown().equals(".")) {
                return true;
            }
            try {
                walk.session().files().remove(found.path());
                return true;
            } catch (FileException e) {
                walk.io().err().line("find: cannot delete '" + found.shown() + "': " + e.getMessage());
                walk.failed();
                return false;
            }
        }
    }

    /** {@code -exec … ;} for each file. */
    record Exec(List<String> command) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            return walk.execute(command.stream()
                            .map(word -> word.replace("{}", found.shown()))
                            .toList())
                    == 0;
        }
    }

    /** {@code -exec … {} +} for all of them. */
    record ExecAll(List<String> command, List<String> gathered) implements FindTest {
        @Override
        public boolean holds(Found found, FindCommand.Walk walk) {
            gathered.add(found.shown());
            return true;
        }

        @Override
        public void finish(FindCommand.Walk walk) {
            if (!gathered.isEmpty()) {
                List<String> words = new ArrayList<>(command);
                words.addAll(gathered);
                gathered.clear();
                if (walk.execute(words) != 0) {
                    walk.failed();
                }
            }
        }
    }

    /** {@code l}, {@code d} or {@code f}. */
    static String kind(FileSystem files, String path) {
        return files.linkTarget(path).isPresent() ? "l" : files.isDirectory(path) ? "d" : "f";
    }
}
