package io.hotpatchcycle.identity;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Around the server itself: requests whose first line or headers make no sense are turned down before any filter of ours is asked. They get
 * a sentence as well, in place of the server's own page, and become an event of the trail.
 */
final class UnreadableRequests extends ValveBase implements AccessLog {

    private static final int UNREADABLE = 400;

    private final SignInLog log;

    UnreadableRequests(SignInLog log) {
        super(true);
        this.log = log;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (response.getStatus() == UNREADABLE && request.getAttribute(RefusalFilter.SEEN) == null && response.setErrorReported()) {
            response.setSuspended(false);
            Refusals.write(response, UNREADABLE, "The address or the headers of this request cannot be read, for instance a slash, a backslash or a control "
                    + "character written as %2F, %5C or %00 in an id. Correct the address. Nothing has changed.");
        }
    }

    /** Told of each request at its end, of those too that the server could not even begin with. */
    @Override
    public void log(Request request, Response response, long time) {
        if (response.getStatus() == UNREADABLE && request.getAttribute(RefusalFilter.SEEN) == null) {
            log.refused(request, null, UNREADABLE);
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // addresses are told as the connection has them
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
