package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.ringlab.mmu.os.Moment;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.replace.Replacer;
import org.ringlab.mmu.text.WalkText;
import org.ringlab.mmu.tlb.Tlb;
import org.ringlab.mmu.tlb.TlbEntry;

/** Memory as HTML: walks, what a TLB holds, page replacement as a time line. Each has the same in text beside it. */
public final class MemoryView {
    private MemoryView() {}

    /** A walk: drawn for the guest's or the only tables; every reference of a nested one in a list. */
    public static String walk(Walk walk, PagingMode mode, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        if (mode != PagingMode.NONE) {
            xml.open("figure")
                    .raw(WalkSvg.of(walk, mode, language))
                    .close("figure")
                    .line();
        }
        if (walk.steps().stream().anyMatch(step -> step.kind() != Stage.Kind.ORDINARY)) {
            xml.element("p", language.pick("每一次访问：", "Every reference:"));
            List<String> lines = walk.steps().stream().map(WalkText::step).toList();
            xml.element("pre", String.join("\n", lines)).line();
        }
        return xml.close("div").toString();
    }

    /**
     * A walk to go through reference by reference, back and forth.
     *
     * @param name a word that nothing else on the page is called
     */
    public static String steps(Walk walk, PagingMode mode, String name, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        List<Stepper.Frame> frames = new ArrayList<>();
        frames.add(new Stepper.Frame(
                language.pick("地址分成几段", "the address is cut"), WalkSvg.of(walk, mode, 0, false, language)));
        for (int taken = 1; taken <= walk.steps().size(); taken++) {
            frames.add(new Stepper.Frame(
                    WalkText.step(walk.steps().get(taken - 1)).strip(),
                    WalkSvg.of(walk, mode, taken, false, language)));
        }
        frames.add(new Stepper.Frame(WalkText.outcome(walk.outcome()), WalkSvg.of(walk, mode, language)));
        Stepper.add(xml, name, frames, language);
        return xml.close("div").toString();
    }

    /** Processor and memory on one time line: who has the processor at each tick, and below it who has which frame. */
    public static String timeLine(List<Moment> moments, Language language) {
        return new Xml()
                .open("div", "class", "rl-view", "lang", language.code())
                .open("figure")
                .raw(TimeLineSvg.of(moments, language))
                .close("figure")
                .close("div")
                .toString();
    }

    /** What a TLB holds. */
    public static String tlb(List<TlbEntry> entries, Tlb tlb, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        xml.open("table").element("caption", tlbCaption(tlb, language));
        row(
                xml,
                "th",
                "TLB",
                language.pick("组", "set"),
                language.pick("路", "way"),
                language.pick("线性页", "linear page"),
                language.pick("物理页框", "frame"),
                language.pick("大小", "size"),
                language.pick("权限", "rights"),
                "D",
                "G / PCID");
        for (TlbEntry e : entries) {
            row(
                    xml,
                    "td",
                    e.array(),
                    String.valueOf(e.set()),
                    String.valueOf(e.way()),
                    hex(e.address()),
                    hex(e.physical()),
                    TableBuilder.size(1L << e.shift()),
                    WalkText.rights(e.rights(), Stage.Kind.ORDINARY),
                    e.dirty() ? "1" : "0",
                    e.global() ? "G" : String.valueOf(e.pcid()));
        }
        return xml.close("table").close("div").toString();
    }

    /** Hits and misses in words. */
    public static String tlbCaption(Tlb tlb, Language language) {
        return language.pick("命中 ", "hits ")
                + tlb.hits()
                + language.pick("，第二级命中 ", ", second-level hits ")
                + tlb.secondHits()
                + language.pick("，未命中 ", ", misses ")
                + tlb.misses();
    }

    /** A policy over a trace: a column a reference, a row a frame; what came in is marked, and who had to go. */
    public static String replacement(String policy, List<Replacer.Step> steps, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        xml.open("table").element("caption", policy + ": " + total(steps, language));
        List<String> pages = new ArrayList<>(List.of(language.pick("访问", "page")));
        List<String> verdicts = new ArrayList<>(List.of(""));
        List<String> victims = new ArrayList<>(List.of(language.pick("换出", "out")));
        for (Replacer.Step step : steps) {
            pages.add(step.page() + (step.write() ? "w" : ""));
            verdicts.add(step.hit() ? language.pick("中", "hit") : language.pick("缺", "miss"));
            victims.add(text(step.victim()));
        }
        row(xml, "th", pages.toArray(String[]::new));
        int frames = steps.isEmpty() ? 0 : steps.get(0).contents().size();
        for (int frame = 0; frame < frames; frame++) {
            xml.open("tr").element("th", language.pick("页框 ", "frame ") + frame);
            for (Replacer.Step step : steps) {
                String page = text(step.contents().get(frame));
                String mark = step.marks().get(frame);
                String shown = (step.hand() == frame ? "▸" : "") + page + (mark.isEmpty() ? "" : " (" + mark + ")");
                if (!step.hit() && step.frame() == frame) {
                    xml.open("td").element("strong", shown, "class", "rl-fail").close("td");
                } else {
                    xml.element("td", shown);
                }
            }
            xml.close("tr").line();
        }
        row(xml, "td", verdicts.toArray(String[]::new));
        row(xml, "td", victims.toArray(String[]::new));
        return xml.close("table").close("div").toString();
    }

    /** Hits and misses of a run in words. */
    public static String total(List<Replacer.Step> steps, Language language) {
        long hits = steps.stream().filter(Replacer.Step::hit).count();
        return language.pick("命中 ", "hits ") + hits + language.pick("，缺页 ", ", misses ") + (steps.size() - hits);
    }

    /**
     * A line for each name over the same x values, as a vega-lite specification.
     *
     * @param names of the lines
     * @param values a row a line, a value for each x
     */
    public static String plot(
            String title, String xName, String yName, List<String> names, double[] x, double[][] values) {
        StringBuilder json =
                new StringBuilder("{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",\"title\":");
        json.append(quoted(title)).append(",\"width\":420,\"height\":240,\"data\":{\"values\":[");
        String comma = "";
        for (int line = 0; line < names.size(); line++) {
            for (int i = 0; i < x.length; i++) {
                json.append(comma)
                        .append(String.format(Locale.ROOT, "{\"x\":%s,\"y\":%s,\"of\":", x[i], values[line][i]))
                        .append(quoted(names.get(line)))
                        .append('}');
                comma = ",";
            }
        }
        return json.append("]},\"mark\":{\"type\":\"line\",\"point\":true},\"encoding\":{\"x\":{\"field\":\"x\",")
                .append("\"type\":\"quantitative\",\"title\":")
                .append(quoted(xName))
                .append("},\"y\":{\"field\":\"y\",\"type\":\"quantitative\",\"title\":")
                .append(quoted(yName))
                .append("},\"color\":{\"field\":\"of\",\"type\":\"nominal\",\"title\":null}}}")
                .toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static void row(Xml xml, String tag, String... cells) {
        xml.open("tr");
        for (String cell : cells) {
            xml.element(tag, cell);
        }
        xml.close("tr").line();
    }

    private static String text(OptionalLong page) {
        return page.isPresent() ? String.valueOf(page.getAsLong()) : "";
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
