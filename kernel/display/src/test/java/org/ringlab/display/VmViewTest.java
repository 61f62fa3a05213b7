package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.vm.VmReply;
import org.ringlab.host.vm.VmVerbs;

class VmViewTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare tiny",
                "path --method bt",
                "trace --method vmx --lines 100 hello",
                "migrate --mbit 20000 writer"
            })
    void drawingsAreWellFormedInBothLanguages(String words) {
        VmReply reply = new VmVerbs(name -> Optional.empty()).run(List.of(words.split(" ")));
        for (Language language : Language.values()) {
            String html = VmView.of(reply.drawing().orElseThrow(), language);
            WellFormed.check(html);
            assertTrue(html.contains("lang=\"" + language.code() + "\""));
        }
    }
}
