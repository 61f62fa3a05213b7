package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.cpu.code.Op;
import org.ringlab.host.vm.VmReply;
import org.ringlab.host.vm.VmVerbs;
import org.ringlab.hypervisor.Hypervisor;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;
import org.ringlab.hypervisor.text.Ladder;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it touched guest-physical 0x200000, beyond its memory | 它访问了客户机物理地址 0x200000，超出它的内存
            #GP in the kernel: cli is not for ring 1; a para-virtual kernel asks by INT 0x82 | 内核里发生 #GP：cli 不能在 ring 1 执行；半虚拟化的内核要用 INT 0x82 请求
            entry 3 of the page directory at 0x20000 points beyond its memory | 页目录第 3 项（目录在 0x20000）指向它的内存之外
            out serial port: 0x68 | 写串口：0x68
            in port 0x99: 0xff | 读端口 0x99：0xff
            interrupt 0x20 | 中断 0x20
            48 EPT violation | 48 EPT 违例
            0x10 CR0 write | 写 0x10 CR0
            30 I/O | 30 I/O
            """)
    void whatTheEngineSaysIsSaidInChinese(String english, String chinese) {
        assertEquals(chinese, MonitorPhrases.chinese(english));
    }

    /** Names of exits, exceptions, calls and instructions stay as the manuals have them; nothing else does. */
    @ParameterizedTest
    @EnumSource
    void noEnglishIsLeftInAChineseTrace(Method method) {
        Set<String> left = new TreeSet<>();
        SampleGuests.all().forEach((name, source) -> {
            GuestImage image = Objects.requireNonNull(
                    GuestBuild.build(name, source, method == Method.PARAVIRTUAL).image());
            Outcome outcome = Hypervisor.run(method, image, Settings.DEFAULT.withBudget(200_000));
            for (Ladder.Step step : Ladder.of(outcome)) {
                collect(MonitorWords.step(step, Language.ZH), instruction(step.event()), left);
            }
            collect(MonitorWords.ending(outcome.ending(), Language.ZH), "", left);
        });
        left.remove("ring");
        for (Op op : Op.values()) {
            left.remove(op.mnemonic());
        }
        assertEquals(Set.of(), left);
    }

    private static String instruction(VmEvent event) {
        return switch (event) {
            case VmEvent.Leaves leaves -> leaves.instruction();
            case VmEvent.Emulates emulates -> emulates.instruction();
            default -> "";
        };
    }

    private static void collect(String text, String instruction, Set<String> words) {
        Matcher matcher = Pattern.compile("(?<![0-9A-Za-z])[a-z]{3,}").matcher(text.replace(instruction, ""));
        while (matcher.find()) {
            words.add(matcher.group());
        }
    }
}
