package io.hotpatchcycle.identity;

import java.time.Instant;
import java.util.List;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Turns what a directory says into somebody the engine knows: for browsers an identity token, for clients a bearer token. */
final class DirectorySignIn implements OAuth2UserService<OidcUserRequest, OidcUser>, Converter<Jwt, AbstractAuthenticationToken> {

    private final OidcUserService directory = new OidcUserService();
    private final DirectoryClaims claims;
    private final DirectoryPeople people;
    private final String subjectClaim;

    DirectorySignIn(DirectoryClaims claims, DirectoryPeople people, String subjectClaim) {
        this.claims = claims;
        this.people = people;
        this.subjectClaim = subjectClaim;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = directory.loadUser(request);
        people.settle(claims.read(user.getClaims(), user.getIdToken().getIssuer().toString(), time(user.getIdToken().getIssuedAt())));
        return new DefaultOidcUser(List.of(), user.getIdToken(), user.getUserInfo(), subjectClaim);
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        DirectoryPerson person = claims.read(token.getClaims(), String.valueOf(token.getClaimAsString("iss")), time(token.getIssuedAt()));
        people.settle(person);
        people.note(person.id(), SignedIn.isProgram(token.getClaims()));
        return new JwtAuthenticationToken(token, List.of(), person.id());
    }

    /** A token that does not say when it was issued is as old as can be. */
    private static Instant time(Instant issued) {
        return issued == null ? Instant.EPOCH : issued;
    }
}
