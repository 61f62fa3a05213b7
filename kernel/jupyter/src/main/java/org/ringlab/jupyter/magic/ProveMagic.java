package org.ringlab.jupyter.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.display.Language;
import org.ringlab.display.ProofView;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Goal;
import org.ringlab.proof.Groundwork;
import org.ringlab.proof.meaning.View;

/**
 * {@code %prove}: what the open lab's rules mean for every packet.
 *
 * <pre>
 *  %prove gw accept -p tcp --dport 80        packets at FORWARD of gw (gw:INPUT, gw:OUTPUT)
 *  %prove client server reject -p udp        the whole way, answers included
 *  %prove gw same [start|MARK] [repair]      the same meaning as in an earlier state
 * </pre>
 */
public final class ProveMagic extends LabMagicBase {
    private static final String REPAIR = "repair";
    private static final Map<String, Goal.Kind> KINDS = Map.of("accept", Goal.Kind.ACCEPT, "reject", Goal.Kind.REJECT);

    /** For the lab of {@code bench}. */
    public ProveMagic(Workbench bench) {
        super(bench, "%prove HOST[:CHAIN] [TO] accept|reject|same …", Text.ABOUT_PROVE);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        List<String> words = new ArrayList<>(call.arguments());
        boolean repairs = words.removeIf(REPAIR::equals);
        int verb = verb(words);
        if (verb < 1 || verb > 2) {
            throw new MagicFailureException(say(Text.PROVE_WHAT), say(Text.HINT_PROVE));
        }
        View view = view(words.subList(0, verb), lab);
        List<String> rest = words.subList(verb + 1, words.size());
        Explained explained = words.get(verb).equals("same")
                ? same(view, rest.isEmpty() ? "start" : rest.getFirst(), repairs)
                : goal(view, KINDS.getOrDefault(words.get(verb), Goal.Kind.ANY), String.join(" ", rest), repairs);
        Language language = messages().language();
        call.output().display(Views.drawn(ProofView.text(explained, language), ProofView.html(explained, language)));
        if (repairs && !explained.proof().holds() && explained.repair().isEmpty()) {
            call.output().display(Views.remark(say(Text.NO_REPAIR)));
        }
    }

    private static int verb(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (KINDS.containsKey(words.get(i)) || words.get(i).equals("same")) {
                return i;
            }
        }
        return -1;
    }

    private View view(List<String> places, Lab lab) throws MagicFailureException {
        String[] place = places.getFirst().split(":", 2);
        requireHost(place[0], lab);
        if (places.size() == 2) {
            requireHost(places.get(1), lab);
            return new View.Path(place[0], places.get(1), true);
        }
        Hook hook = Hook.FORWARD;
        if (place.length == 2) {
            String name = place[1].toUpperCase(Locale.ROOT);
            if (!List.of("INPUT", "FORWARD", "OUTPUT").contains(name)) {
                throw new MagicFailureException(say(Text.PROVE_WHAT), say(Text.HINT_PROVE));
            }
            hook = Hook.valueOf(name);
        }
        return new View.AtChain(place[0], hook);
    }

    private void requireHost(String name, Lab lab) throws MagicFailureException {
        if (!lab.hasHost(name)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, name), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
    }

    private Explained same(View view, String mark, boolean repairs) throws MagicFailureException {
        Optional<Lab> reference = session().copyOf(mark);
        if (reference.isEmpty()) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_MARK, mark),
                    say(Text.HINT_MARKS, String.join(", ", session().marks())));
        }
        return Explained.same(session()::copy, reference.get(), view, repairs, Groundwork.NONE);
    }

    private Explained goal(View view, Goal.Kind kind, String text, boolean repairs) throws MagicFailureException {
        Hook hook = view instanceof View.AtChain chain ? chain.hook() : Hook.OUTPUT;
        Goal.Parsed parsed = Goal.parse(kind, text, hook);
        if (parsed.goal().isEmpty()) {
            throw new MagicFailureException(parsed.error(), say(Text.HINT_PROVE));
        }
        return Explained.goals(session()::copy, view, List.of(parsed.goal().get()), repairs, Groundwork.NONE);
    }
}
