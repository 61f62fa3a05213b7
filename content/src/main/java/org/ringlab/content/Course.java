package org.ringlab.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.TextTree;

/** The lessons of a course, read from folders that the caller names: never from a class path. */
public final class Course {
    private final List<Lesson> lessons;

    private Course(List<Lesson> lessons) {
        this.lessons = List.copyOf(lessons);
    }

    /**
     * Opens a course.
     *
     * @param lessonsDir holds a folder for each lesson
     * @param hiddenDir holds the staff's part of each; null to do without
     * @throws ContentException if a file is missing or can't be understood; exercises are not read here
     */
    public static Course open(Path lessonsDir, @Nullable Path hiddenDir) {
        if (!Files.isDirectory(lessonsDir)) {
            throw new ContentException("There is no folder of lessons at " + lessonsDir + ".");
        }
        List<Lesson> lessons = new ArrayList<>();
        for (Path folder : list(lessonsDir)) {
            if (Files.isRegularFile(folder.resolve("lesson.yaml"))) {
                lessons.add(lesson(folder, hiddenDir));
            }
        }
        return new Course(lessons);
    }

    /** The lessons, by folder name. */
    public List<Lesson> lessons() {
        return lessons;
    }

    private static Lesson lesson(Path folder, @Nullable Path hiddenDir) {
        Path file = folder.resolve("lesson.yaml");
        String id = folder.getFileName().toString();
        TextTree text = TextTree.yaml(read(file));
        List<Diagnostic> problems = new ArrayList<>(text.diagnostics());
        Node root = Node.root(text.value(), text.places(), problems);
        root.onlyKeys(List.of("title", "summary", "minutes", "exercises"));
        Text title = Text.read(root.child("title"));
        Text summary = Text.read(root.child("summary"));
        if (root.child("minutes").isMissing()) {
            root.child("minutes").error("lesson-minutes", "missing: how long the lesson takes", "minutes: 90");
        }
        int minutes = root.child("minutes").number(1, 1000, 1);
        List<ExerciseText> exercises = new ArrayList<>();
        for (Node item : root.child("exercises").elements()) {
            String name = item.text("");
            if (!name.matches("[a-z0-9-]+") || !Files.isRegularFile(exercise(folder, name))) {
                item.error("lesson-exercise", "there is no exercises/" + name + "/exercise.yaml", "");
            } else {
                exercises.add(exercise(id, folder, name, hiddenDir));
            }
        }
        if (!problems.isEmpty()) {
            throw ContentException.of(file.toString(), problems);
        }
        Text notebooks = new Text(read(folder.resolve("lesson.zh.ipynb")), read(folder.resolve("lesson.en.ipynb")));
        return new Lesson(id, title, summary, minutes, notebooks, labs(folder.resolve("labs")), exercises);
    }

    private static Path exercise(Path lesson, String name) {
        return lesson.resolve("exercises").resolve(name).resolve("exercise.yaml");
    }

    private static ExerciseText exercise(String lesson, Path folder, String name, @Nullable Path hiddenDir) {
        Path hidden = hiddenDir == null
                ? null
                : hiddenDir.resolve(lesson).resolve(name).resolve("hidden.yaml");
        return new ExerciseText(
                lesson + "/" + name,
                read(exercise(folder, name)),
                hidden != null && Files.isRegularFile(hidden) ? read(hidden) : null);
    }

    private static Map<String, String> labs(Path folder) {
        Map<String, String> labs = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            for (Path file : list(folder)) {
                if (file.toString().endsWith(".yaml")) {
                    labs.put(file.getFileName().toString(), read(file));
                }
            }
        }
        return labs;
    }

    /** A folder's entries by name. */
    static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new ContentException("The folder " + folder + " can't be read: " + e.getMessage());
        }
    }

    /** A text file, which must be UTF-8. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ContentException(file + " can't be read: "
                    + (Files.exists(file) ? "not UTF-8 or not readable" : "there is no such file"));
        }
    }
}
