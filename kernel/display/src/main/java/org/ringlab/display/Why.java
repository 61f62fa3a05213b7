package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.Dropped;

/**
 * The answer to "why didn't that work?": the first wrong hop among the packets of a command.
 *
 * @param sentence what went wrong, in one sentence
 * @param details what else the events show about it
 * @param hint what to look at or do; empty where nothing useful can be said
 * @param journey the packet that was lost; null where none was
 */
public record Why(
        String sentence,
        List<String> details,
        String hint,
        @Nullable Journey journey) {
    /** Keeps a copy of the list. */
    public Why {
        details = List.copyOf(details);
    }

    /** Explains the first loss in these packets, or says that nothing was lost. */
    public static Why of(Journeys journeys, Language language) {
        if (journeys.all().isEmpty()) {
            return new Why(
                    language.pick("没有报文可以解释。", "There are no packets to explain."),
                    List.of(),
                    language.pick(
                            "先运行一条会发出报文的命令，例如 ping 或 curl。",
                            "First run a command that sends some, such as ping or curl."),
                    null);
        }
        Optional<Journey> lost = journeys.lost().stream().findFirst();
        if (lost.isEmpty()) {
            return new Why(
                    language.pick("没有报文丢失：每个报文都到了目的地。", "Nothing was lost: every packet arrived."),
                    List.of(),
                    "",
                    null);
        }
        Journey journey = lost.get();
        Dropped drop = journey.dropped().orElseThrow();
        List<String> details = new ArrayList<>(LossWords.details(journey, drop, language));
        for (Journey answer : journeys.answersTo(journey)) {
            answer.packet()
                    .filter(p -> answer.created().isPresent())
                    .ifPresent(p -> details.add(language.pick("因此 ", "So ")
                            + drop.host()
                            + language.pick(" 回答发送者：", " told the sender: ")
                            + PacketWords.summary(p, language)));
        }
        boolean isAnswer = journeys.find(journey.causedBy())
                .map(cause -> cause.delivered().isPresent())
                .orElse(false);
        String sentence = LossWords.sentence(journey, drop, language);
        if (isAnswer) {
            sentence = language.pick(
                            "去程没有问题，答复却丢在了回来的路上：", "The request arrived, but its answer was lost on the way back: ")
                    + sentence;
        }
        return new Why(sentence, details, LossWords.hint(journey, drop, language), journey);
    }

    /** The explanation as text: the cause first, then what shows it, then the packet's way. */
    public String text(Language language) {
        List<String> lines = new ArrayList<>(List.of(sentence));
        details.forEach(d -> lines.add("  · " + d));
        if (!hint.isEmpty()) {
            lines.add(language.pick("提示：", "Hint: ") + hint);
        }
        if (journey != null) {
            lines.add("");
            lines.add(JourneyText.of(journey, language));
        }
        return String.join("\n", lines);
    }
}
