package io.hotpatchcycle.audit;

/** The chain does not end as this program left it: sealing on would lend its signature to something it has not seen. */
public final class SealingRefused extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SealingRefused(String sentence) {
        super(sentence + " Nothing more is sealed. Find out who changed the database, keep a copy of it, and verify it against the anchors.");
    }
}
