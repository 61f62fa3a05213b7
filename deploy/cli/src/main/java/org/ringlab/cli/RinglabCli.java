package org.ringlab.cli;

import org.ringlab.cli.teacher.TeacherCommand;
import org.ringlab.content.cli.ExerciseCommand;
import org.ringlab.content.cli.GradeCommand;
import org.ringlab.student.StudentCli;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line with everything: the students' commands, the staff's, and how to start the service. */
@Command(
        name = "ringlab",
        mixinStandardHelpOptions = true,
        versionProvider = RinglabCli.Version.class,
        description = "Course notebooks and graded exercises about packet forwarding, memory and virtualisation.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  ringlab serve                    the course in your browser",
            "  ringlab lab run CASE.yaml        one lab, on the command line",
            "  ringlab COMMAND --help           what a command does, with examples"
        })
public final class RinglabCli {
    private RinglabCli() {}

    /** Runs a command and exits with its status. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands; a list in code, so that nothing is looked up by reflection on a class path. */
    static CommandLine commandLine() {
        CommandLine cli = new CommandLine(new RinglabCli()).addSubcommand(new ServeCommand());
        StudentCli.commands().forEach(cli::addSubcommand);
        return cli.addSubcommand(new GradeCommand())
                .addSubcommand(new ExerciseCommand())
                .addSubcommand(new TeacherCommand())
                .addSubcommand(new CompletionCommand());
    }

    /** The version, as the build wrote it down. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ringlab " + org.ringlab.grader.EngineVersion.CURRENT};
        }
    }
}
