package org.ringlab.content.cli;

import picocli.CommandLine.Command;

/** {@code ringlab exercise}: tools for those who write exercises. */
@Command(
        name = "exercise",
        mixinStandardHelpOptions = true,
        description = "Tools for writing exercises.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ExerciseCheckCommand.class, ReleaseCommand.class})
public final class ExerciseCommand {}
