package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.ipset.Ipset;
import org.ringlab.netfilter.stack.NetStack;

/** {@code ipset}: the netfilter engine's own front end, on this host's sets. */
final class IpsetCommand extends NamedCommand {
    IpsetCommand() {
        super(
                "ipset",
                "ipset create|add|del|test|list|save|restore|flush|swap|rename|destroy [SET] ...: sets of addresses",
                "create",
                "add",
                "del",
                "test",
                "list",
                "save",
                "restore",
                "flush",
                "swap",
                "rename",
                "destroy",
                "-exist");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        NetStack stack = session.machine().stack();
        String input = args.contains("restore") || args.contains("-R") ? io.in().rest() : "";
        Ipset.Result result = Ipset.run(
                stack.ruleSet().memories().sets(),
                args,
                input,
                stack.network().clock().nanos());
        io.out().print(result.stdout());
        io.err().print(result.stderr());
        return result.status();
    }
}
