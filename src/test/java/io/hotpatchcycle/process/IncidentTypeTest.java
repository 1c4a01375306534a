package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever finds an incident finds what to do. */
class IncidentTypeTest {

    @ParameterizedTest
    @EnumSource(IncidentType.class)
    void eachTypeHasItsPage(IncidentType type) throws IOException {
        assertThat(Files.readString(Path.of(type.runbook()))).contains("**What happened.**", "**What to look at.**", "**What to do.**", "**What not to do.**");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GRAPH_UNAVAILABLE | Could not read group 1 from Microsoft Graph: HTTP 503, busy (no request-id, 4 attempts). Microsoft's service has a problem.
            GRAPH_UNAVAILABLE | Could not read group 1 from Microsoft Graph: HTTP 429, busy (no request-id, 4 attempts). Graph throttles this tenant.
            GRAPH_UNAVAILABLE | Could not read group 1 from Microsoft Graph: no answer, the time for it ran out (no request-id, 4 attempts). Check the network.
            GRAPH_REFUSED     | Could not read group 1 from Microsoft Graph: HTTP 403, Forbidden: no (no request-id, 1 attempt). Grant the permission.
            GRAPH_REFUSED     | Microsoft Graph refused to write approval of 1 in policy 2 (HTTP 403): Forbidden It is tried again; see the write ledger.
            NOT_CONFIRMED     | Ring 'pilot' of cycle 2026.08-B is not suspended yet: Intune does not confirm it. It is tried again; suspend it in Intune if that takes long.
            NOT_CONFIRMED     | An expedite policy of cycle 2026.08-B is not gone yet: Intune does not confirm it. It is tried again; remove it in Intune if that takes long.
            NOT_CONFIRMED     | Ring 'pilot' has no update ring of its own: an uninstall would reach other devices too. Give the unit's group an update ring to itself in Intune; the step is then tried again.
            NOT_CONFIRMED     | hotpatch of policy 2 was accepted, but reads back allowed. It is tried again; see the write ledger.
            GRAPH_UNREADABLE  | Could not read the Windows updates catalog from Microsoft Graph: none of its 3 entries can be read. Retry.
            GRAPH_UNREADABLE  | Could not read group 1 from Microsoft Graph: HTTP 200, the answer is cut or is not JSON (no request-id, 4 attempts). If this stays, look.
            DATABASE          | PreparedStatementCallback; SQL [select 1]; ERROR: deadlock detected
            DATABASE          | hotpatch - Connection is not available, request timed out after 20000ms
            MODEL             | ENGINE-02004 No outgoing sequence flow for the element with id 'gateway'
            MODEL             | Ring 'pilot' is no longer configured. Put it back into hotpatch.rings until its cycle has ended.
            UNEXPECTED        | Something else
            """)
    void aMessageTellsItsType(IncidentType type, String message) {
        assertThat(IncidentType.of(message)).isEqualTo(type);
    }

    @Test
    void noMessageIsUnexpected() {
        assertThat(IncidentType.of(null)).isEqualTo(IncidentType.UNEXPECTED);
    }
}
