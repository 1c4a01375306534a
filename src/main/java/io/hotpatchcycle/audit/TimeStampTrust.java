package io.hotpatchcycle.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Whose time stamps count, and whether one is genuine. Needs no network: of revocation it sees the lists that a stamp brings along, and those that lie
 * beside the certificates of the authority.
 */
public final class TimeStampTrust {

    /** Reasons for which stamps from before the revocation stay good, by RFC 3161; for any other, also an unsaid one, none does. */
    private static final Set<String> HARMLESS_LATER = Set.of("UNSPECIFIED", "AFFILIATION_CHANGED", "SUPERSEDED", "CESSATION_OF_OPERATION");

    private static final Pattern LISTS = Pattern.compile("-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", Pattern.DOTALL);

    private final Set<X509Certificate> certificates;
    private final List<X509CRL> lists;

    private TimeStampTrust(Set<X509Certificate> certificates, List<X509CRL> lists) {
        this.certificates = certificates;
        this.lists = lists;
    }

    /** Trusts nobody in particular: a token is held against the certificate it brings along. */
    public static TimeStampTrust none() {
        return new TimeStampTrust(Set.of(), List.of());
    }

    /**
     * Trusts the authorities of a PEM file, and whom they certify. Lists of revoked certificates in the file count like those of a stamp.
     *
     * @throws IllegalArgumentException when the file cannot be read as certificates
     */
    public static TimeStampTrust of(Path pem) {
        try {
            String text = Files.readString(pem, StandardCharsets.ISO_8859_1);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Set<X509Certificate> found = new HashSet<>();
            for (Certificate certificate : factory.generateCertificates(stream(LISTS.matcher(text).replaceAll("")))) {
                found.add((X509Certificate) certificate);
            }
            List<X509CRL> lists = new ArrayList<>();
            for (Matcher list = LISTS.matcher(text); list.find(); ) {
                lists.add((X509CRL) factory.generateCRL(stream(list.group())));
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException("The file " + pem + " holds no certificate. Name the PEM file of the time stamping authority.");
            }
            return new TimeStampTrust(found, lists);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The certificates in " + pem + " cannot be read (" + e.getMessage() + "). Name the PEM file of the time stamping authority.", e);
        }
    }

    /**
     * A genuine stamp.
     *
     * @param at      by the authority's clock
     * @param by      subject of its certificate
     * @param trusted whether that leads to a certificate that was named, and not only to one the token brought
     * @param notRevokedAsOf when the newest list of its issuer says that the certificate was not revoked; null where there is none
     */
    public record Stamped(Instant at, String by, boolean trusted, Instant notRevokedAsOf) {

        /** What is known of the certificate's revocation, in a sentence. */
        public String revocation() {
            return notRevokedAsOf == null ? "Whether the signer's certificate was revoked was not looked at: the stamp brings no list of its issuer. Put the authority's list (PEM) "
                    + "into the file of its certificates."
                    : "The signer's certificate was not revoked as of " + notRevokedAsOf + ", by the newest list of its issuer that is here.";
        }
    }

    /**
     * Holds a token against the data it should stamp.
     *
     * @throws IllegalArgumentException when it is not genuine, with the reason
     */
    public Stamped check(byte[] token, byte[] data) {
        try {
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            if (!TSPAlgorithms.SHA256.equals(stamp.getTimeStampInfo().getMessageImprintAlgOID())
                    || !MessageDigest.isEqual(Sha256.digest(data), stamp.getTimeStampInfo().getMessageImprintDigest())) {
                throw new IllegalArgumentException("it stamps another thing");
            }
            List<X509Certificate> brought = new ArrayList<>();
            for (X509CertificateHolder holder : stamp.getCertificates().getMatches(null)) {
                brought.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
            X509Certificate signer = brought.stream().filter(c -> stamp.getSID().match(holder(c))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("it does not bring the certificate it was signed with"));
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            Date at = stamp.getTimeStampInfo().getGenTime();
            if (!certificates.isEmpty()) {
                lead(signer, brought, at);
            }
            return new Stamped(at.toInstant(), signer.getSubjectX500Principal().getName(), !certificates.isEmpty(), notRevoked(stamp, signer, brought, at));
        } catch (CMSException | TSPException | IOException | OperatorCreationException e) {
            throw new IllegalArgumentException("it is no genuine time stamp (" + e.getMessage() + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its signer leads to none of the certificates given (" + e.getMessage() + ")", e);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) { // the library throws many kinds of them over what is no such thing
            throw new IllegalArgumentException("it is no genuine time stamp (" + e.getMessage() + ")", e);
        }
    }

    /** As of when the newest list of the signer's issuer is, of those here; null when there is none whose signature holds. */
    private Instant notRevoked(TimeStampToken stamp, X509Certificate signer, List<X509Certificate> brought, Date at) throws GeneralSecurityException {
        Instant asOf = null;
        List<X509CRL> known = new ArrayList<>(lists);
        for (X509CRLHolder holder : stamp.getCRLs().getMatches(null)) {
            known.add(new JcaX509CRLConverter().getCRL(holder));
        }
        for (X509CRL list : known) {
            if (!list.getIssuerX500Principal().equals(signer.getIssuerX500Principal()) || !signedByIssuer(list, brought)) {
                continue;
            }
            X509CRLEntry revoked = list.getRevokedCertificate(signer);
            if (revoked != null && (!revoked.getRevocationDate().after(at) || !HARMLESS_LATER.contains(String.valueOf(revoked.getRevocationReason())))) {
                throw new IllegalArgumentException("the certificate of its signer was revoked at " + revoked.getRevocationDate().toInstant()
                        + (revoked.getRevocationReason() == null ? "" : " (" + revoked.getRevocationReason() + ")"));
            }
            asOf = asOf == null || list.getThisUpdate().toInstant().isAfter(asOf) ? list.getThisUpdate().toInstant() : asOf;
        }
        return asOf;
    }

    private boolean signedByIssuer(X509CRL list, List<X509Certificate> brought) {
        return Stream.concat(certificates.stream(), brought.stream()).filter(c -> c.getSubjectX500Principal().equals(list.getIssuerX500Principal())).anyMatch(issuer -> {
            try {
                list.verify(issuer.getPublicKey());
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        });
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void lead(X509Certificate signer, List<X509Certificate> brought, Date at) throws GeneralSecurityException {
        if (certificates.contains(signer)) {
            return;
        }
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(signer);
        Set<TrustAnchor> anchors = new HashSet<>();
        certificates.forEach(c -> anchors.add(new TrustAnchor(c, null)));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, wanted);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(brought)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(at);
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("its certificate cannot be read", e);
        }
    }
}
