package io.hotpatchcycle.graph;

/** No access token can be had for the tenant. Says why and what to do next; never holds a secret. */
public final class SignInFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String fix;
    private final boolean lasting;

    /**
     * @param why     what happened, without an end mark
     * @param fix     what to do next, a sentence
     * @param lasting whether the same attempt would fail again
     */
    SignInFailed(String why, String fix, boolean lasting, Throwable cause) {
        super(why, cause);
        this.fix = fix;
        this.lasting = lasting;
    }

    /** What to do next. */
    public String fix() {
        return fix;
    }

    boolean lasting() {
        return lasting;
    }
}
