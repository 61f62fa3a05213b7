package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code curl} for plain HTTP and the listing of an ftp server; the texts are 7.29's (profile centos7) or 7.88's. */
final class CurlCommand extends NamedCommand {
    CurlCommand() {
        super(
                "curl",
                "curl [-s] [-S] [-v] [-i] [-I] [-P -] [-m SECONDS] [--connect-timeout SECONDS] [-o FILE] [-O] [-w FORMAT]"
                        + " [-X METHOD] [-H HEADER] [-d DATA] URL: fetch a page or, by ftp://, a listing (-P -: in active mode)",
                "-s",
                "-S",
                "-v",
                "-i",
                "-I",
                "-L",
                "-f",
                "-m",
                "-o",
                "-O",
                "-w",
                "-P",
                "-X",
                "-H",
                "-d",
                "--connect-timeout");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        CurlOptions options = CurlOptions.parse(args);
        if (options.complaint().isPresent()) {
            return misuse(io, options.complaint().get(), 2);
        }
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (options.has("version")) {
            io.out().print(old ? VERSION_7_29 : VERSION_7_88);
            return 0;
        }
        if (options.urls().isEmpty()) {
            return misuse(io, args.isEmpty() ? "" : "no URL specified!", 2);
        }
        String leftOut = options.urls().size() > 1
                ? "several addresses in one call"
                : options.leftOut().orElse("");
        if (!leftOut.isEmpty()) {
            io.err().line("curl: not simulated: " + leftOut);
            return 2;
        }
        return new CurlTransfer(session, io, options).run(options.urls().getFirst());
    }

    private static int misuse(Streams io, String complaint, int status) {
        io.err().print(complaint.isEmpty() ? "" : "curl: " + complaint + "\n");
        io.err().line("curl: try 'curl --help' or 'curl --manual' for more information");
        return status;
    }

    private static final String VERSION_7_88 = """
            curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 \
            libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13
            Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u14
            Protocols: dict file ftp ftps gopher gophers http https imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtsp scp \
            sftp smb smbs smtp smtps telnet tftp
            Features: alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM \
            NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd
            """;

    private static final String VERSION_7_29 = """
            curl 7.29.0 (x86_64-redhat-linux-gnu) libcurl/7.29.0 NSS/3.44 zlib/1.2.7 libidn/1.28 libssh2/1.8.0
            Protocols: dict file ftp ftps gopher http https imap imaps ldap ldaps pop3 pop3s rtsp scp sftp smtp smtps \
            telnet tftp\s
            Features: AsynchDNS GSS-Negotiate IDN IPv6 Largefile NTLM NTLM_WB SSL libz unix-sockets\s
            """;
}
