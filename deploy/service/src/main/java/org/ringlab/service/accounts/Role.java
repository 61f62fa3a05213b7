package org.ringlab.service.accounts;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an account may do. Roles don't include each other: a teacher is no student. */
public enum Role {
    /** Works on lessons and sees their own submissions only. */
    STUDENT,
    /** Sees all submissions and changes exercises. */
    TEACHER,
    /** Manages accounts. */
    ADMIN;

    /** Role name for {@code @RolesAllowed} and the database. */
    public static final String STUDENT_NAME = "student";
    /** Role name for {@code @RolesAllowed} and the database. */
    public static final String TEACHER_NAME = "teacher";
    /** Role name for {@code @RolesAllowed} and the database. */
    public static final String ADMIN_NAME = "admin";

    /** The role of that name; STUDENT, which may least, for any other text. */
    public static Role named(@Nullable String name) {
        return Arrays.stream(values())
                .filter(role -> role.roleName().equals(name))
                .findFirst()
                .orElse(STUDENT);
    }

    /** The name kept in the database. */
    public String roleName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
