package org.ringlab.host.command;

import java.util.List;
import java.util.Map;

/**
 * The options that real programs have, whether they are simulated or not: what isn't known here and is real is "not
 * simulated", what isn't real either is a mistake. From the programs' own lists: coreutils 9.1, grep 3.8, util-linux 2.38,
 * procps 4.0, iputils, iproute2 6.1, net-tools 2.10, Wget 1.21, Ncat 7.93, systemd 252, kmod 30, pciutils 3.9.
 */
final class RealOptions {
    /** By program: the letters, then the long options. */
    private static final Map<String, String> OF = Map.ofEntries(
            Map.entry(
                    "arp",
                    "ADHNPVadefinstv all delete device file help hw-type numeric protocol set symbolic use-"
                            + "symbolic verbose version"),
            Map.entry(
                    "cat",
                    "AETbenstuv help number number-nonblank show-all show-ends show-nonprinting show-tabs "
                            + "squeeze-blank version"),
            Map.entry(
                    "cp",
                    "HLPRSTZabdfilnprstuvx archive attributes-only backup context copy-contents dereference "
                            + "force help interactive link no-clobber no-dereference no-preserve no-target-directory "
                            + "one-file-system parents preserve recursive reflink remove-destination sparse strip-"
                            + "trailing-slashes suffix symbolic-link target-directory update verbose version"),
            Map.entry(
                    "cut",
                    "Mbcdfnsz bytes characters complement delimiter fields help only-delimited output-"
                            + "delimiter version zero-terminated"),
            Map.entry(
                    "date",
                    "IRdfrsu date debug file help iso-8601 reference resolution rfc-3339 rfc-email set "
                            + "universal utc version"),
            Map.entry(
                    "grep",
                    "0123456789ABCDEFGHILPRTUVZabcdefhilmnoqrsvwxz after-context basic-regexp before-context "
                            + "binary binary-files byte-offset color colour context count dereference-recursive devices "
                            + "directories exclude exclude-dir exclude-from extended-regexp file files-with-matches "
                            + "files-without-match fixed-strings group-separator help ignore-case include initial-tab "
                            + "invert-match label line-buffered line-number line-regexp max-count no-filename no-group-"
                            + "separator no-ignore-case no-messages null null-data only-matching perl-regexp quiet "
                            + "recursive regexp silent text version with-filename word-regexp"),
            Map.entry("head", "cnqvz bytes help lines quiet silent verbose version zero-terminated"),
            Map.entry(
                    "hostname",
                    "AFINVabdfhinsvy alias all-fqdns all-ip-addresses boot domain file fqdn help ip-address "
                            + "long nis node short verbose version yp"),
            Map.entry("id", "GZagnruz context group groups help name real user version zero"),
            Map.entry("ipcmk", "MQSVhp help mode queue semaphore shmem version"),
            Map.entry(
                    "ipcrm",
                    "MQSVahmqsv all help queue-id queue-key semaphore-id semaphore-key shmem-id shmem-key "
                            + "verbose version"),
            Map.entry(
                    "ipcs",
                    "Vabchilmpqstu all bytes creator help human id limits pid queues semaphores shmems "
                            + "summary time version"),
            Map.entry(
                    "journalctl",
                    "DFMNSUabcefghikmnopqrstux after-cursor all boot case-sensitive catalog cursor directory "
                            + "disk-usage dmesg facility field fields file flush follow full grep header help "
                            + "identifier interval lines list-boots list-catalog machine merge namespace new-id128 no-"
                            + "full no-hostname no-pager no-tail output output-fields priority quiet reverse root "
                            + "rotate setup-keys show-cursor since sync system unit until update-catalog user user-unit "
                            + "utc vacuum-files vacuum-size vacuum-time verify verify-key version"),
            Map.entry(
                    "ln",
                    "FLPSTbdfinrstv backup directory force help interactive logical no-dereference no-target-"
                            + "directory physical relative suffix symbolic target-directory verbose version"),
            Map.entry(
                    "ls",
                    "1ABCDFGHILNQRSTUXZabcdfghiklmnopqrstuvwx all almost-all author block-size classify color "
                            + "context dereference dereference-command-line dereference-command-line-symlink-to-dir "
                            + "directory dired escape file-type format full-time group-directories-first help hide "
                            + "hide-control-chars human-readable hyperlink ignore ignore-backups indicator-style inode "
                            + "kibibytes literal no-group numeric-uid-gid quote-name quoting-style recursive reverse "
                            + "show-control-chars si size sort tabsize time time-style version width zero"),
            Map.entry(
                    "lsns",
                    "JTVWhlnoprtu help json list noheadings notruncate nowrap output output-all raw task tree "
                            + "type version"),
            Map.entry("lspci", "ADFGHIMOPQSVXbdghikmnpqstvxz"),
            Map.entry("mkdir", "Zmpv context help mode parents verbose version"),
            Map.entry(
                    "modinfo",
                    "0FVadhklnp author basedir description field filename help license null parameters set-"
                            + "version version"),
            Map.entry(
                    "mount",
                    "BFLMNORTUVacfhilmnortvw all bind fake fork fstab help internal-only label make-private "
                            + "make-rprivate make-rshared make-rslave make-runbindable make-shared make-slave make-"
                            + "unbindable mkdir move namespace no-canonicalize no-mtab options options-mode options-"
                            + "source options-source-force rbind read-only read-write rw show-labels source target "
                            + "target-prefix test-opts types uuid verbose version"),
            Map.entry(
                    "mv",
                    "STZbfintuv backup context force help interactive no-clobber no-target-directory strip-"
                            + "trailing-slashes suffix target-directory update verbose version"),
            Map.entry(
                    "nc",
                    "46CGLUcdeghiklmnopstuvwxz allow append-output broker chat crlf delay deny exec "
                            + "help hex-dump idle-timeout keep-open listen lua-exec max-conns no-shutdown nodns output "
                            + "proxy proxy-auth proxy-type recv-only sctp send-only sh-exec source source-port ssl "
                            + "telnet udp unixsock verbose version wait zero-port"),
            Map.entry(
                    "netstat",
                    "46ACFILMNOTUVWZaceghilmnoprstuvwx all ax25 bluetooth cache context continuous extend fib "
                            + "groups help interfaces ipx listening masquerade netrom numeric numeric-hosts numeric-"
                            + "ports numeric-users programs protocol raw route sctp statistics symbolic tcp timers udp "
                            + "udplite unix verbose version wide x25"),
            Map.entry("ping", "346ABCDFHILMNOQRSTUVWabcdefhilmnpqrstvw"),
            Map.entry(
                    "readlink",
                    "efmnqsvz canonicalize canonicalize-existing canonicalize-missing help no-newline quiet "
                            + "silent verbose version zero"),
            Map.entry(
                    "rm",
                    "IRdfirv dir force help interactive no-preserve-root one-file-system preserve-root "
                            + "recursive verbose version"),
            Map.entry("rmdir", "pv ignore-fail-on-non-empty parents verbose help version"),
            Map.entry("seq", "fsw equal-width format help separator version"),
            Map.entry(
                    "sort",
                    "CMRSTVbcdfghikmnorstuz batch-size buffer-size check compress-program debug dictionary-"
                            + "order field-separator files0-from general-numeric-sort help human-numeric-sort ignore-"
                            + "case ignore-leading-blanks ignore-nonprinting key merge month-sort numeric-sort output "
                            + "parallel random-sort random-source reverse sort stable temporary-directory unique "
                            + "version version-sort zero-terminated"),
            Map.entry(
                    "ss",
                    "046ABDEFHKMNOQSTVWZabdefhilmnoprstuvwxz all bpf bpf-maps cgroup context contexts dccp "
                            + "diag events extended family filter help inet-sockopt info ipv4 ipv6 kill listening "
                            + "memory mptcp net no-header no-queues numeric oneline options packet processes query raw "
                            + "resolve sched-deadline sctp socket summary tcp threads tipc tos udp unix version vsock "
                            + "xdp"),
            Map.entry("stat", "Lcft cached dereference file-system help printf terse version"),
            Map.entry(
                    "sysctl",
                    "ANVXabdefhnopqrwx all binary deprecated dry-run help ignore load names pattern quiet "
                            + "system values version write"),
            Map.entry(
                    "systemctl",
                    "CHMPahilnopqrst after all before dry-run failed firmware-setup force full global help "
                            + "host job-mode kill-who lines machine no-ask-password no-block no-legend no-pager no-"
                            + "reload no-wall now output plain preset-mode property quiet recursive reverse root "
                            + "runtime show-types signal state system type user value version wait"),
            Map.entry(
                    "tail",
                    "Fcfnqsvz bytes follow help lines max-unchanged-stats pid quiet retry silent sleep-"
                            + "interval verbose version zero-terminated"),
            Map.entry("tee", "aip append help ignore-interrupts output-error version"),
            Map.entry("touch", "acdfhmrt date help no-create no-dereference reference time version"),
            Map.entry("tr", "Ccdst complement delete help squeeze-repeats truncate-set1 version"),
            Map.entry("truncate", "cors help io-blocks no-create reference size version"),
            Map.entry(
                    "umount",
                    "ANORVacdfhilnqrtv all all-targets detach-loop fake force help internal-only lazy "
                            + "namespace no-canonicalize no-mtab quiet read-only recursive test-opts types verbose "
                            + "version"),
            Map.entry(
                    "uname",
                    "aimnoprsv all hardware-platform help kernel-name kernel-release kernel-version machine "
                            + "nodename operating-system processor version"),
            Map.entry(
                    "uniq",
                    "Dcdfisuwz all-repeated check-chars count group help ignore-case repeated skip-chars "
                            + "skip-fields unique version zero-terminated"),
            Map.entry("wc", "Lclmw bytes chars files0-from help lines max-line-length version words"),
            Map.entry(
                    "wget",
                    "468ABDEFHIKLNOPQRSTUVWXcdehiklmnopqrstuvwx accept append-output background backups bind-"
                            + "address connect-timeout content-disposition continue convert-links cut-dirs debug "
                            + "directory-prefix dns-timeout execute force-directories header help http-password http-"
                            + "user ignore-length inet4-only inet6-only input-file level limit-rate load-cookies max-"
                            + "redirect method mirror no-cache no-check-certificate no-clobber no-directories no-dns-"
                            + "cache no-host-directories no-http-keep-alive no-parent no-proxy no-verbose output-"
                            + "document output-file page-requisites password post-data post-file prefer-family progress "
                            + "quiet quota random-wait read-timeout recursive referer reject retry-connrefused save-"
                            + "cookies server-response show-progress spider timeout timestamping tries trust-server-"
                            + "names user user-agent verbose version wait waitretry"),
            Map.entry(
                    "xargs",
                    "0EILPadeilnoprstx arg-file delimiter eof exit help interactive max-args max-chars max-"
                            + "lines max-procs no-run-if-empty null open-tty process-slot-var replace show-limits "
                            + "verbose version"));

    private RealOptions() {}

    /**
     * Whether a program has an option.
     *
     * @param option a letter, or {@code --word}; of words a beginning is enough
     */
    static boolean has(String program, String option) {
        String all = OF.get(program);
        if (all == null || option.isEmpty()) {
            return false;
        }
        List<String> words = List.of(all.split(" "));
        return option.startsWith("--")
                ? option.length() > 3 && words.stream().skip(1).anyMatch(word -> word.startsWith(option.substring(2)))
                : words.getFirst().contains(option);
    }
}
