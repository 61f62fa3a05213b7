package org.ringlab.cli.teacher;

import picocli.CommandLine.Command;

/** {@code ringlab teacher}: submissions, marks, appeals, regrades and the gradebook of a running service. */
@Command(
        name = "teacher",
        mixinStandardHelpOptions = true,
        description = {
            "A teacher's work with what students handed in to a running service.",
            "Sign in with --user (or RINGLAB_USER) and a password from --password-file, RINGLAB_PASSWORD or the prompt,",
            "or with a personal token in RINGLAB_TOKEN."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SubmissionsCommand.class,
            ShowCommand.class,
            MarkCommand.class,
            AgainCommand.class,
            AppealsCommand.class,
            AnswerCommand.class,
            RegradeCommand.class,
            GradebookCommand.class
        })
public final class TeacherCommand {}
