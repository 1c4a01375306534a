package io.hotpatchcycle.identity;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** A token that cannot be checked because its directory is away is refused like any other, not a fault of ours. */
final class ReachableDecoder implements JwtDecoder {

    private final JwtDecoder decoder;

    ReachableDecoder(JwtDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            throw e;
        } catch (JwtException e) {
            throw new BadJwtException("the directory that issued it does not answer", e);
        }
    }
}
