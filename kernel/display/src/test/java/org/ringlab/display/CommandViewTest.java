package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;

/** Cells with several commands: their exchanges told apart, all drawn, the last failure explained first. */
class CommandViewTest {
    private static final String PING = "ping -c 2 -W 1 172.18.133.212; ";
    private static final String PAGE = "curl http://172.18.133.212/; ";
    private static final String REFUSED = "curl http://172.18.133.212:22/; ";
    private static final String NOBODY = "ping -c 1 -W 1 172.18.133.99; ";

    private final Lab lab = RealLabTest.threeHosts();

    private Journeys run(String script) {
        lab.run("client", "route add -net 172.18.0.0/16 gw 192.168.66.135");
        lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        lab.run("server", "route add -net 192.168.66.0/24 gw 172.18.133.210");
        String commands = script.replace("PING", PING)
                .replace("PAGE", PAGE)
                .replace("REFUSED", REFUSED)
                .replace("NOBODY", NOBODY);
        CommandResult result = lab.run("client", commands);
        return Journeys.of(lab.events().subList(result.firstEvent(), result.lastEvent()));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PING,              4
            PAGE,              11
            PING PAGE,         4 11
            PING PING PAGE,    4 4 11
            PAGE REFUSED,      11 2
            NOBODY PING,       2 4
            true,              ''
            """)
    void tellsExchangesApart(String script, String packets) {
        List<String> sizes = Exchanges.of(run(script)).stream()
                .map(exchange -> String.valueOf(exchange.all().size()))
                .toList();
        assertEquals(packets, String.join(" ", sizes));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aConnectionIsOneExchangeAlsoBehindAddressTranslation(boolean masquerade) {
        if (masquerade) {
            lab.run("gw", "iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        }
        assertEquals(2, Exchanges.of(run("PAGE PAGE")).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOBODY               | asked for 172.18.133.99     | 0
            NOBODY PING          | asked for 172.18.133.99     | 0
            NOBODY REFUSED       | TCP port 22                 | 1
            REFUSED NOBODY       | asked for 172.18.133.99     | 1
            NOBODY PAGE REFUSED REFUSED | TCP port 22          | 2
            PING                 | Nothing was lost            | 0
            """)
    void explainsTheLastFailureAndNamesTheOthers(String script, String first, int others) {
        Journeys journeys = run(script);
        String text = CommandView.whyText(journeys, Language.EN);
        assertTrue(text.lines().findFirst().orElse("").contains(first), text);
        assertEquals(others > 0, text.contains("Before that, " + others + " other"), text);
        for (Language language : Language.values()) {
            String html = CommandView.why(LabTopology.of(lab), journeys, language);
            WellFormed.check(html);
            assertEquals(others + 1, html.split("class=\"rl-why\"", -1).length - 1, html);
        }
    }

    @ParameterizedTest
    @CsvSource({"PING, 1", "PING PAGE, 2", "PING PAGE REFUSED NOBODY, 4"})
    void drawsEveryExchange(String script, int drawings) {
        String html = CommandView.trace(LabTopology.of(lab), run(script), Language.ZH);
        WellFormed.check(html);
        assertEquals(drawings, html.split("<div class=\"rl-view\"", -1).length - 1, html);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "4, false", "20, false"})
    void manyExchangesAreAListToChooseFrom(int count, boolean open) {
        Journeys journeys = run("NOBODY ".repeat(count));
        String html = CommandView.trace(LabTopology.of(lab), journeys, Language.EN);
        assertEquals(open, html.contains("<details open"), html);
        assertEquals(count > 12, html.contains("and " + (count - 12) + " more"), html);
        assertFalse(html.contains("<script"));
    }
}
