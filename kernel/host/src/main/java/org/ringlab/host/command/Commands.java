package org.ringlab.host.command;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every command there is: an explicit list. */
public final class Commands {
    private static final Map<String, Command> BY_NAME = index(List.of(
            new ColonCommand(),
            new TestCommand(true),
            new TestCommand(false),
            new ArpCommand(),
            new BashCommand("bash"),
            new BashCommand("sh"),
            new BrctlCommand(),
            new BridgeCommand(),
            new ConntrackCommand(),
            new CurlCommand(),
            new DigCommand(),
            new FtpCommand(),
            new IfconfigCommand(),
            new IpsetCommand(),
            new IptablesCommand(),
            new IptablesRestoreCommand(),
            new IptablesSaveCommand(),
            new JobsCommand("fg", "bring the last program in the background to the front, and interrupt it"),
            new JobsCommand("jobs", "list what runs in the background"),
            new JobsCommand("wait", "end what runs in the background"),
            new KillCommand("kill"),
            new KillCommand("killall"),
            new KillCommand("pkill"),
            new LsmodCommand(),
            new MemoryCommand(),
            new ModprobeCommand(),
            new NcCommand(),
            new NetstatCommand(),
            new NsenterCommand(),
            new NslookupCommand("host"),
            new NslookupCommand("nslookup"),
            new PingCommand(),
            new ServiceCommand(),
            new SsCommand(),
            new SystemctlCommand(),
            new TcpdumpCommand(),
            new TelnetCommand(),
            new TracerouteCommand(),
            new WgetCommand(),
            new UnshareCommand(),
            new BreakCommand(),
            new CatCommand(),
            new CdCommand(),
            new ContinueCommand(),
            new CpCommand(),
            new DateCommand(),
            new EchoCommand(),
            new ExitCommand(),
            new ExportCommand(),
            new FalseCommand(),
            new GrepCommand(),
            new HeadCommand(),
            new HelpCommand(),
            new HistoryCommand(),
            new HostnameCommand(),
            new IdCommand(),
            new IpcmkCommand(),
            new IpcrmCommand(),
            new IpcsCommand(),
            new LsnsCommand(),
            new MountCommand(),
            new PsCommand(),
            new ReadlinkCommand(),
            new UmountCommand(),
            new WhoamiCommand(),
            new DhclientCommand(),
            new DnsmasqCommand(),
            new IpCommand(),
            new LsCommand(),
            new ManCommand(),
            new MkdirCommand(),
            new MvCommand(),
            new PwdCommand(),
            new ReadCommand(),
            new RmCommand(),
            new RouteCommand(),
            new SedCommand(),
            new SleepCommand(),
            new SortCommand(),
            new SysctlCommand(),
            new TailCommand(),
            new TeeCommand(),
            new TouchCommand(),
            new TrueCommand(),
            new UnameCommand(),
            new UnsetCommand(),
            new WcCommand(),
            new WhichCommand(),
            new OvsAppctlCommand(),
            new OvsOfctlCommand(),
            new OvsVsctlCommand(),
            new NotSimulated("vi", "an editor; use sed -i, echo or a here-document"),
            new NotSimulated("vim", "an editor; use sed -i, echo or a here-document"),
            new NotSimulated("nano", "an editor; use sed -i, echo or a here-document"),
            new NotSimulated("yum", "packages")));

    /** What bash does itself, without starting a program ({@code help} in bash lists them). */
    private static final Set<String> BUILTINS = Set.of(
            ":",
            "[",
            "break",
            "cd",
            "continue",
            "echo",
            "exit",
            "export",
            "false",
            "fg",
            "help",
            "history",
            "jobs",
            "kill",
            "pwd",
            "read",
            "test",
            "true",
            "unset",
            "wait");

    private Commands() {}

    private static Map<String, Command> index(List<Command> commands) {
        Map<String, Command> byName = new TreeMap<>();
        commands.forEach(c -> byName.put(c.name(), c));
        return Collections.unmodifiableMap(byName);
    }

    /** The command typed as {@code name}. */
    public static Optional<Command> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether bash does it itself. */
    public static boolean isBuiltin(String name) {
        return BUILTINS.contains(name);
    }

    /** The names of all, sorted. */
    public static Collection<String> names() {
        return BY_NAME.keySet();
    }
}
