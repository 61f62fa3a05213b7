package org.ringlab.host.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.packet.Bytes;

/** What libpcap 1.10.3 says about wrong expressions, and that nothing breaks the parser. */
class CaptureFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "foo bar                         | can't parse filter expression: syntax error",
                "foo                             | can't parse filter expression: syntax error",
                "host                            | can't parse filter expression: syntax error",
                "not                             | can't parse filter expression: syntax error",
                "src                             | can't parse filter expression: syntax error",
                "port                            | can't parse filter expression: syntax error",
                "tcp and and udp                 | can't parse filter expression: syntax error",
                "(tcp                            | can't parse filter expression: syntax error",
                "tcp)                            | can't parse filter expression: syntax error",
                "tcp[13] =                       | can't parse filter expression: syntax error",
                "$                               | can't parse filter expression: syntax error",
                "port foo                        | unknown port 'foo'",
                "host nosuch.lab                 | unknown host 'nosuch.lab'",
                "tcp src foo                     | unknown host 'foo'",
                "tcp host 1.2.3.4                | 'tcp' modifier applied to host",
                "net 10.0.0.1/8                  | non-network bits set in `\"10.0.0.1/8\"`",
                "host 10.0.0.1/8                 | non-network bits set in `\"10.0.0.1/8\"`",
                "net 1.2.3.4 mask 255.0.0.1      | non-network bits set in `\"1.2.3.4 mask 255.0.0.1\"`",
                "port 99999                      | illegal port number 99999 > 65535",
                "portrange 5-x                   | unknown port in range '5-x'",
                "icmp port 80                    | illegal qualifier of 'port'",
                "arp port 80                     | illegal qualifier of 'port'",
                "host 1.2.3.999                  | invalid IPv4 address '1.2.3.999'",
                "ip proto foo                    | unknown ip proto 'foo'",
                "ether host 1.2.3.4              | illegal link layer address",
            })
    void saysWhatIsWrong(String expression, String message) {
        CaptureFilter.Compiled compiled = CaptureFilter.compile(expression, name -> Optional.empty());
        assertEquals(new CaptureFilter.Compiled.Wrong(message.replace("`", "")), compiled);
    }

    @Test
    void nothingBreaksIt() {
        Random random = new Random(7);
        List<String> words = List.of(
                "host",
                "net",
                "port",
                "src",
                "dst",
                "or",
                "and",
                "not",
                "(",
                ")",
                "[",
                "]",
                "tcp",
                "udp",
                "ip",
                "icmp",
                "ether",
                "1.2.3.4",
                "10",
                "80",
                "/",
                "&",
                "=",
                "!=",
                "0x10",
                "tcpflags",
                "tcp-syn",
                ":",
                "2",
                "-",
                "portrange",
                "proto",
                "foo",
                "\\tcp",
                "mask",
                "less",
                "<<",
                "*",
                "aa:bb:cc:dd:ee:ff",
                "len");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder expression = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                expression.append(words.get(random.nextInt(words.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            byte[] packet = new byte[random.nextInt(70)];
            random.nextBytes(packet);
            if (packet.length > 14) {
                packet[12] = 8;
                packet[13] = 0;
            }
            switch (CaptureFilter.compile(expression.toString(), name -> Optional.empty())) {
                case CaptureFilter.Compiled.Ok ok -> {
                    for (LinkType link : LinkType.values()) {
                        ok.filter().accepts(link, Bytes.of(packet));
                    }
                }
                case CaptureFilter.Compiled.Wrong wrong ->
                    assertEquals(false, wrong.message().isEmpty());
            }
        }
        assertInstanceOf(
                CaptureFilter.Compiled.Wrong.class,
                CaptureFilter.compile("(".repeat(100_000), name -> Optional.empty()));
    }

    @Test
    void readsAnyFileWithoutBreaking() {
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            byte[] file = new Pcap(
                            LinkType.values()[random.nextInt(4)],
                            List.of(new CapturedPacket(1, "", Bytes.filled(random.nextInt(80), 0x45))))
                    .toBytes();
            for (int n = random.nextInt(8); n > 0; n--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(file, random.nextInt(file.length + 1));
            if (Pcap.read(cut) instanceof Pcap.Read.Ok ok) {
                PrintStyle style = new PrintStyle(true, 2, false, true, false, 0, PrintStyle.Dump.BOTH, true, true);
                PacketPrinter printer = new PacketPrinter(ok.pcap().link(), style, address -> String.valueOf(address));
                ok.pcap().packets().forEach(printer::print);
            }
        }
    }
}
