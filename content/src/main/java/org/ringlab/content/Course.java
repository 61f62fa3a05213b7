package org.ringlab.content;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @throws ContentException if a file is missing or can't be understood
     */
    public static Course open(Path lessonsDir, @Nullable Path hiddenDir) {
        if (!Files.isDirectory(lessonsDir)) {
            throw new ContentException("There is no folder of lessons at " + lessonsDir
                    + (hiddenDir == null ? "" : " (hidden parts: " + hiddenDir + ")"));
        }
        return new Course(List.of());
    }

    /** The lessons, by folder name. */
    public List<Lesson> lessons() {
        return lessons;
    }
}
