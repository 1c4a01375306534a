package io.hotpatchcycle.graph;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What a broken connection means, for a person. */
final class Trouble {

    private Trouble() {
    }

    /** Without a full stop: it becomes part of a sentence. The SDK wraps the reason; the innermost one is what counts. */
    static String sentence(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        String said = String.valueOf(reason.getMessage());
        if (reason instanceof InterruptedIOException || said.equals("Socket closed")) {
            return "the time for it ran out";
        }
        if (reason instanceof ConnectException) {
            return "nobody takes the connection (" + said + ")";
        }
        if (reason instanceof UnknownHostException) {
            return "the name of the host is not known (" + said + ")";
        }
        if (reason instanceof SSLException) {
            return "the connection cannot be made safe (" + said + ")";
        }
        return reason instanceof EOFException || reason instanceof ProtocolException || reason instanceof SocketException
                ? "the connection was cut before the answer was complete" : said;
    }
}
