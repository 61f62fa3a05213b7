package org.ringlab.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab completion}: a script that lets the shell complete Ringlab's commands. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that lets your shell complete Ringlab's commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(ringlab completion bash)          this shell only",
            "  echo 'source <(ringlab completion bash)' >> ~/.bashrc",
            "  echo 'source <(ringlab completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Runnable {
    /** Shells that a script can be made for; one script serves both. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "Your shell.")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        // picocli's script begins with what zsh needs to understand bash's completion.
        String script = AutoComplete.bash("ringlab", spec.root().commandLine());
        spec.commandLine().getOut().println(script);
        spec.commandLine().getOut().flush();
    }

    /** The shell asked for. */
    Shell shell() {
        return shell;
    }
}
