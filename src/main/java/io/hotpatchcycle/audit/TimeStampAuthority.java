package io.hotpatchcycle.audit;

/** Somebody outside who says with his signature that data was there at a time (RFC 3161). */
interface TimeStampAuthority {

    /**
     * Has data stamped.
     *
     * @return the token, DER
     * @throws IllegalStateException when there is no answer, or one that stamps another thing or nothing
     */
    byte[] stamp(byte[] data);
}
