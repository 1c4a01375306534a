package io.hotpatchcycle.process;

import java.util.Map;
import java.util.Set;

/** Tells on whom nobody can count, although the engine still has their account and its groups. */
@FunctionalInterface
public interface Absences {

    /** Of these people those who cannot, or do not any more, sign in: id to why, a sentence without its full stop. */
    Map<String, String> among(Set<String> people);
}
