package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Lines of FTP sessions; {@code <} is the server's, {@code >} the client's, {@code $} a carriage return. */
class FtpCommandTest {
    private static String read(String line) {
        String text = line.substring(1).replace("$", "\r\n");
        return switch (FtpCommand.read(text, line.startsWith("<"))) {
            case FtpCommand.Reading.Nothing nothing -> "nothing";
            case FtpCommand.Reading.Partial partial -> "partial";
            case FtpCommand.Reading.Announces(FtpCommand c) ->
                c.form() + " " + c.address() + " " + c.port() + " at "
                        + text.substring(c.offset(), c.offset() + c.length());
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >PORT 10,0,0,1,195,80$                                 ; PORT 10.0.0.1 50000 at 10,0,0,1,195,80
            >port 10,0,0,1,195,80$                                 ; PORT 10.0.0.1 50000 at 10,0,0,1,195,80
            >PORT 10,0,0,1,195$                                    ; partial
            >PORT 10,0,0,1,195,80                                  ; partial
            >PORT 10,0,0,1,195,80,7$                               ; partial
            >PORT 10,0,0,1,195,80,$                                ; partial
            >EPRT |1|10.0.0.1.5|50000|$                            ; partial
            >PORT                                                  ; partial
            >PO                                                    ; partial
            >USER anonymous$                                       ; nothing
            >LIST$                                                 ; nothing
            >227 Entering Passive Mode (10,0,0,1,195,80)$          ; nothing
            <PORT 10,0,0,1,195,80$                                 ; nothing
            <227 Entering Passive Mode (10,0,0,1,195,80)$          ; PASV 10.0.0.1 50000 at 10,0,0,1,195,80
            <227 =10,0,0,1,195,80$                                 ; PASV 10.0.0.1 50000 at 10,0,0,1,195,80
            <227 Entering Passive Mode$                            ; partial
            <220 welcome$                                          ; nothing
            <229 Entering Extended Passive Mode (|||50000|)$       ; EPSV null 50000 at |||50000|
            <229 Entering Extended Passive Mode (|||0|)$           ; partial
            >EPRT |1|10.0.0.1|50000|$                              ; EPRT 10.0.0.1 50000 at |1|10.0.0.1|50000|
            >EPRT |2|::1|50000|$                                   ; partial
            >EPRT |1|11.22.33.44|50000|$                           ; EPRT 11.22.33.44 50000 at |1|11.22.33.44|50000|
            >EPRT !1!11.22.33.44!80!$                              ; EPRT 11.22.33.44 80 at !1!11.22.33.44!80!
            >EPRT ~1~11.22.33.44~80~$                              ; EPRT 11.22.33.44 80 at ~1~11.22.33.44~80~
            >EPRT 212111.22.33.44280$                              ; partial
            >EPRT |1|                                              ; partial
            >EPRT |1|1                                             ; partial
            >EPRT é1é11.22.33.44é80é$                              ; partial
            >EPRT |1|11.22.33.44|80                                ; partial
            <229 (|||$                                             ; partial
            <229 (|||                                              ; partial
            <229 (|||8                                             ; partial
            <229 (|||80)                                           ; partial
            <229 (|||80|)$                                         ; EPSV null 80 at |||80|
            <229 (!!!80!)$                                         ; EPSV null 80 at !!!80!
            <229 (~~~80~)$                                         ; EPSV null 80 at ~~~80~
            <229 (ééé80é)$                                         ; partial
            <227 1,2,3,4,5,6                                       ; partial
            <227 1,2,3,4,5,6$                                      ; PASV 1.2.3.4 1286 at 1,2,3,4,5,6
            <227$                                                  ; nothing
            <227                                                   ; partial
            """)
    void readsAnnouncements(String line, String reading) {
        assertEquals(reading, read(line));
    }

    @ParameterizedTest
    @CsvSource({"PORT,'10,9,8,7,1,0'", "PASV,'10,9,8,7,1,0'", "EPRT,|1|10.9.8.7|256|", "EPSV,|||256|"})
    void writesWhatItReads(FtpCommand.Form form, String written) {
        assertEquals(written, form.write(Ipv4Address.of("10.9.8.7"), 256));
    }

    /** Whatever is sent, what is found lies within the line. */
    @Test
    void survivesAnyBytes() {
        SeededRandom random = new SeededRandom(3);
        String[] pieces = {"PORT ", "227 ", "229 (", "EPRT ", "|", ",", "1", "65536", "10", "\r", "\n", "é", " ", "("};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int k = random.nextInt(14); k > 0; k--) {
                line.append(pieces[random.nextInt(pieces.length)]);
            }
            if (FtpCommand.read(line.toString(), random.nextInt(2) == 0)
                    instanceof FtpCommand.Reading.Announces(FtpCommand command)) {
                assertTrue(command.offset() + command.length() <= line.length());
                assertTrue(command.port() >= 0 && command.port() <= 65535);
            }
        }
    }
}
