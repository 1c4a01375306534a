package io.hotpatchcycle.identity;

import io.hotpatchcycle.StartRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people of a directory become people here. The directory itself is connected by Spring's own properties
 * ({@code spring.security.oauth2.client.*} for browsers, {@code spring.security.oauth2.resourceserver.jwt.*} for clients).
 *
 * @param subjectClaim claim that becomes the user id; it must never change nor be given to somebody else. Entra ID: {@code oid}
 * @param nameClaim    claim with the name for people to read
 * @param groupsClaims claims that list groups or application roles
 * @param roles        group of ours to what the directory calls those who belong to it: object ids of groups, names of
 *                     groups, or application roles
 * @param seenWithin   whoever brought no token of the directory for longer counts as nobody who could decide; 1 to 366 days, wall time
 */
@ConfigurationProperties("hotpatch.sign-in")
record SignInSettings(@DefaultValue("oid") String subjectClaim, @DefaultValue("name") String nameClaim,
                      @DefaultValue({"groups", "roles"}) List<String> groupsClaims, Map<String, List<String>> roles,
                      @DefaultValue("90d") Duration seenWithin) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern OBJECT_ID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    SignInSettings {
        if (seenWithin.compareTo(Duration.ofDays(1)) < 0 || seenWithin.compareTo(Duration.ofDays(366)) > 0) {
            throw new StartRefusedException("hotpatch.sign-in.seen-within must be 1 to 366 days (90d), not " + seenWithin + ".");
        }
        roles = roles == null ? Map.of() : Map.copyOf(new TreeMap<>(roles));
        for (String group : roles.keySet()) {
            if (!ID.matcher(group).matches()) {
                throw new StartRefusedException("hotpatch.sign-in.roles names the group '" + group + "'; ids have letters, digits, '.', '_' and '-', "
                        + "at most 64. Write it as hotpatch.sign-in.roles[change-managers].");
            }
        }
    }

    /** Whether the text can be an id of the engine. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Groups of ours for somebody the directory has in these; empty when none of them has a role here. */
    Set<String> rolesOf(Set<String> directoryGroups) {
        Set<String> ours = new TreeSet<>();
        roles.forEach((group, names) -> {
            if (names.stream().anyMatch(directoryGroups::contains)) {
                ours.add(group);
            }
        });
        return ours;
    }

    /** Object ids of groups of the directory that give a role here: what can be looked up. */
    Set<String> wantedIds() {
        return roles.values().stream().flatMap(List::stream).filter(name -> OBJECT_ID.matcher(name).matches()).collect(Collectors.toCollection(TreeSet::new));
    }
}
