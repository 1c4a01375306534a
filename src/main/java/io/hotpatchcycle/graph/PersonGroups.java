package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.identity.GroupLookup;
import java.util.Set;
import java.util.TreeSet;

/** Groups of a person, also through other groups, for a sign-in whose token leaves them out. Somebody waits: one attempt per page. */
final class PersonGroups implements GroupLookup {

    private static final String GROUP = "#microsoft.graph.group";
    private static final String PAGE = "999";

    private final GraphCalls calls;
    private final GraphAddress address;

    PersonGroups(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    @Override
    public Set<String> memberships(String objectId, Set<String> wanted) {
        Purpose purpose = new Purpose("the groups of person " + objectId, Purpose.PEOPLE);
        Set<String> found = new TreeSet<>();
        calls.pages(purpose, address.v1("/users/{}/transitiveMemberOf", objectId, "$select", "id", "$top", PAGE), page -> page.forEach(one -> {
            String id = id(purpose, one);
            // roles of the directory and administrative units have ids too
            if (GROUP.equals(Json.text(one, "@odata.type"))) {
                wanted.stream().filter(id::equalsIgnoreCase).forEach(found::add);
            }
        }));
        return found;
    }

    private static String id(Purpose purpose, JsonNode one) {
        String id = Json.text(one, "id");
        if (id == null) {
            throw GraphUnavailable.unusable(purpose, "an entry has no id.", "No group is taken from it. Sign in again.");
        }
        return id;
    }
}
