package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code shopt}, bash's builtin: of its options those about file names work here. */
final class ShoptCommand extends NamedCommand {
    private static final List<String> SIMULATED = List.of("dotglob", "failglob", "nullglob");

    private static final Set<String> REAL = Set.of(
            ("assoc_expand_once autocd cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32"
                            + " compat40 compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell"
                            + " execfail expand_aliases extdebug extglob extquote force_fignore globasciiranges"
                            + " globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit"
                            + " inherit_errexit interactive_comments lastpipe lithist localvar_inherit localvar_unset"
                            + " login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation"
                            + " patsub_replacement progcomp progcomp_alias promptvars restricted_shell shift_verbose"
                            + " sourcepath varredir_close xpg_echo")
                    .split(" "));

    ShoptCommand() {
        super("shopt", "shopt [-pqsu] [OPTION]...: options of the shell: " + String.join(", ", SIMULATED), "-s", "-u");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "pqsuo");
        if (options.unknown().isPresent()) {
            io.err().line(session.where() + "shopt: -" + options.unknown().get() + ": invalid option");
            io.err().line("shopt: usage: shopt [-pqsu] [-o] [optname ...]");
            return 2;
        }
        if (options.has("-o")) {
            io.err().line("shopt: not simulated: -o");
            return 1;
        }
        boolean changes = options.has("-s") || options.has("-u");
        List<String> names = options.operands().isEmpty() && !changes ? SIMULATED : options.operands();
        int status = 0;
        for (String name : names) {
            boolean on = session.options().contains(name);
            if (!SIMULATED.contains(name)) {
                io.err()
                        .line(
                                REAL.contains(name)
                                        ? "shopt: not simulated: " + name
                                        : session.where() + "shopt: " + name + ": invalid shell option name");
                status = 1;
            } else if (options.has("-s")) {
                session.options().add(name);
            } else if (options.has("-u")) {
                session.options().remove(name);
            } else {
                status |= on ? 0 : 1;
                if (!options.has("-q")) {
                    io.out()
                            .line(
                                    options.has("-p")
                                            ? "shopt -" + (on ? "s " : "u ") + name
                                            : String.format(Locale.ROOT, "%-15s\t%s", name, on ? "on" : "off"));
                }
            }
        }
        return options.operands().isEmpty() ? 0 : status;
    }
}
