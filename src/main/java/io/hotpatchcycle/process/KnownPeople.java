package io.hotpatchcycle.process;

import io.hotpatchcycle.governance.ModelSetProposals;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;

/** Finds the accounts behind a name as people write it: the account itself, its mail address, or the full name; accents, case and dots make no difference. */
final class KnownPeople implements ModelSetProposals.People {

    private final IdentityService identity;

    KnownPeople(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Set<String> named(String name) {
        String asked = plain(name);
        return asked.isEmpty() ? Set.of() : AsTheProgram.get(identity, () -> identity.createUserQuery().list().stream()
                .filter(user -> names(user).map(KnownPeople::plain).anyMatch(asked::equals)).map(User::getId).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> names(User user) {
        String first = Objects.toString(user.getFirstName(), "");
        String last = Objects.toString(user.getLastName(), "");
        return Stream.of(user.getId(), Objects.toString(user.getEmail(), ""), first + last, last + first);
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}@]", "");
    }
}
