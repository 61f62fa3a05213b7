package org.ringlab.host.command;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.install.VirtClone;
import org.ringlab.virt.install.VirtInstall;
import org.ringlab.virt.install.VirtXml;

/** Every command there is: an explicit list. */
public final class Commands {
    private static final Map<String, Command> BY_NAME = index(List.of(
            new ColonCommand(),
            new TestCommand(true),
            new TestCommand(false),
            new ArpCommand(),
            new RmdirCommand(),
            new AwkCommand("awk"),
            new AwkCommand("gawk"),
            new BashCommand("bash"),
            new BashCommand("sh"),
            new BrctlCommand(),
            new BridgeCommand(),
            new ConntrackCommand(),
            new CurlCommand(),
            new DdCommand(),
            new DigCommand(),
            new FirewallCmdCommand(),
            new FtpCommand(),
            new IfconfigCommand(),
            new IpsetCommand(),
            new IptablesCommand(),
            new IptablesRestoreCommand(),
            new IptablesSaveCommand(),
            new IfupCommand("ifup"),
            new IfupCommand("ifdown"),
            new RebootCommand("reboot"),
            new RebootCommand("shutdown"),
            new RebootCommand("poweroff"),
            new RebootCommand("halt"),
            new RebootCommand("init"),
            new ChkconfigCommand(),
            new ChmodCommand(),
            new JobsCommand("fg", "bring the last program in the background to the front, and interrupt it"),
            new JobsCommand("jobs", "list what runs in the background"),
            new JobsCommand("wait", "end what runs in the background"),
            new KillCommand("kill"),
            new KillCommand("killall"),
            new KillCommand("pkill"),
            new LsmodCommand(),
            new MemoryCommand(),
            new DmesgCommand(),
            new ModinfoCommand(),
            new VmCommand(),
            new ModprobeCommand(),
            new RmmodCommand(),
            new NcCommand(),
            new NetstatCommand(),
            new NsenterCommand(),
            new HostLookupCommand(),
            new NslookupCommand(),
            new PingCommand(),
            new QemuImgCommand(),
            new QemuIoCommand(),
            new ServiceCommand(),
            new SsCommand(),
            new SystemctlCommand(),
            new TcpdumpCommand(),
            new StatCommand(),
            new TelnetCommand(),
            new TruncateCommand(),
            new TracerouteCommand(),
            new WgetCommand(),
            new UnshareCommand(),
            new VirshProgram(),
            new InstallProgram(
                    "virt-install",
                    "virt-install --name NAME --memory MB STORAGE INSTALL ...: make a guest",
                    VirtInstall::run),
            new InstallProgram("virt-clone", "virt-clone --original NAME --auto-clone: copy a guest", VirtClone::run),
            new InstallProgram("virt-xml", "virt-xml NAME --edit ...: change a guest's document", VirtXml::run),
            new VirtXmlValidateProgram(),
            new VirtHostValidateProgram(),
            new BreakCommand("break"),
            new CatCommand(),
            new CdCommand(),
            new BreakCommand("continue"),
            new CpCommand(),
            new CutCommand(),
            new DateCommand(),
            new EchoCommand(),
            new ExitCommand(),
            new DeclareCommand("declare", "set variables and what they are; in a function its own"),
            new DeclareCommand("typeset", "set variables and what they are; in a function its own"),
            new DeclareCommand("local", "make variables a function's own"),
            new DeclareCommand("export", "set variables and hand them to programs"),
            new DeclareCommand("readonly", "set variables that can't be changed any more"),
            new EnvCommand("env"),
            new EnvCommand("printenv"),
            new GetoptsCommand(),
            new MapfileCommand("mapfile"),
            new MapfileCommand("readarray"),
            new ShoptCommand(),
            new FalseCommand(),
            new FindCommand(),
            new GrepCommand("grep"),
            new GrepCommand("egrep"),
            new GrepCommand("fgrep"),
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
            new LnCommand(),
            new LsCommand(),
            new ManCommand(),
            new MkdirCommand(),
            new MvCommand(),
            new PrintfCommand(),
            new PwdCommand(),
            new ReadCommand(),
            new RmCommand(),
            new RouteCommand(),
            new SedCommand(),
            new SeqCommand(),
            new SleepCommand(),
            new SortCommand(),
            new SelinuxModeCommand("getenforce"),
            new SelinuxModeCommand("setenforce"),
            new SelinuxModeCommand("sestatus"),
            new SysctlCommand(),
            new TailCommand(),
            new TeeCommand(),
            new TouchCommand(),
            new TrCommand(),
            new TrueCommand(),
            new UnameCommand(),
            new UniqCommand(),
            new UnsetCommand(),
            new WcCommand(),
            new WhichCommand(),
            new XargsCommand(),
            new DockerCommand(),
            new DockerComposeCommand(),
            new Grub2MkconfigCommand(),
            new GrubBootxenCommand(),
            new XlCommand(),
            new KubeadmCommand(),
            new OpenstackCommand(),
            new PackstackCommand(),
            new KubectlCommand(),
            new OvsAppctlCommand(),
            new OvsOfctlCommand(),
            new OvsVsctlCommand(),
            new OcCommand(),
            new DockerMachineCommand(),
            new CloudMonkeyCommand("cmk"),
            new CloudMonkeyCommand("cloudmonkey"),
            new CloudMonkeyCommand("cloudstack-setup-management"),
            new MesosExecuteCommand(),
            new NotSimulated("dcos", "the command line of DC/OS; Mesos and Marathon are asked by curl"),
            new EsxiCommand("esxcli"),
            new EsxiCommand("vim-cmd"),
            new VmrunCommand(),
            new HyperVCommand("Get-VM"),
            new HyperVCommand("New-VM"),
            new HyperVCommand("Start-VM"),
            new HyperVCommand("Stop-VM"),
            new HyperVCommand("Remove-VM"),
            new HyperVCommand("Get-VMSwitch"),
            new HyperVCommand("New-VMSwitch"),
            new HyperVCommand("Remove-VMSwitch"),
            new EditorCommand("vi"),
            new EditorCommand("vim"),
            new EditorCommand("nano"),
            new NotSimulated("exec", "replacing the shell"),
            new NotSimulated("alias", "names for commands; use a function"),
            new YumCommand(),
            new RpmCommand(),
            new AccountCommand("useradd"),
            new AccountCommand("userdel"),
            new AccountCommand("usermod"),
            new AccountCommand("groupadd"),
            new AccountCommand("groupdel"),
            new AccountCommand("groups"),
            new FileLabelCommand("chcon"),
            new FileLabelCommand("restorecon"),
            new FileLabelCommand("semanage"),
            new LscpuCommand(),
            new JournalctlCommand(),
            new LspciCommand(),
            new NmcliCommand(),
            new NotSimulated("umask", "modes of new files")));

    /** What bash does itself, without starting a program ({@code help} in bash lists them). */
    private static final Set<String> BUILTINS = Set.of(
            ":",
            ".",
            "[",
            "alias",
            "break",
            "builtin",
            "cd",
            "command",
            "continue",
            "declare",
            "echo",
            "eval",
            "exec",
            "exit",
            "export",
            "false",
            "fg",
            "getopts",
            "help",
            "history",
            "jobs",
            "kill",
            "let",
            "local",
            "mapfile",
            "printf",
            "pwd",
            "read",
            "readarray",
            "readonly",
            "return",
            "set",
            "shift",
            "shopt",
            "source",
            "test",
            "trap",
            "true",
            "type",
            "typeset",
            "umask",
            "unset",
            "wait");

    private Commands() {}

    private static Map<String, Command> index(List<Command> commands) {
        Map<String, Command> byName = new TreeMap<>();
        commands.forEach(c -> byName.put(c.name(), c));
        ShellBuiltins.all().forEach(c -> byName.put(c.name(), c));
        return Collections.unmodifiableMap(byName);
    }

    /** The command typed as {@code name}. */
    public static Optional<Command> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The command typed as {@code name} on a machine: one whose package isn't installed isn't there. */
    public static Optional<Command> find(Machine machine, String name) {
        return find(name).filter(command -> machine.packages().brings(name));
    }

    /** What answers for a command that real hosts have and simulated ones don't; empty where nobody knows that name. */
    public static Optional<Command> notSimulated(String name) {
        return OtherPrograms.has(name) ? Optional.of(new NotSimulated(name, "not here")) : Optional.empty();
    }

    /** Runs a command there is; its exit status, 127 where there is none of that name. */
    public static int run(Session session, String name, List<String> args, Streams io) {
        return find(name).map(command -> command.run(session, args, io)).orElse(127);
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
