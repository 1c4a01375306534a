package io.hotpatchcycle.release;

import io.hotpatchcycle.release.SecurityGuide.Cve;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one monthly document of MSRC, streaming; keeps what is said of the wanted updates. Labels of updates are not looked at: MSRC words hotpatches in several ways. */
final class CvrfReader {

    /** From the least. */
    private static final List<String> SEVERITIES = List.of("Low", "Moderate", "Important", "Critical");
    private static final Pattern EXPLOITED = Pattern.compile("(?:^|;)\\s*Exploited:\\s*([^;]+)");
    private static final Set<String> GROUPS = Set.of("Threat", "ScoreSet", "Remediation");

    private final Set<String> articles;
    private final Map<String, Cve> cves = new TreeMap<>();
    private final Map<String, Set<String>> fixes = new TreeMap<>();
    private String document = "";
    private String asOf = "";

    /** @param articles numbers of knowledge base articles, without the letters */
    CvrfReader(Set<String> articles) {
        this.articles = Set.copyOf(articles);
    }

    String document() {
        return document;
    }

    String asOf() {
        return asOf;
    }

    Map<String, Cve> cves() {
        return cves;
    }

    /** The wanted articles that fix each CVE, by their numbers. */
    Map<String, Set<String>> fixes() {
        return fixes;
    }

    /** A threat, a score or a remediation, and the products it is said of. */
    private static final class Group {
        private final String kind;
        private final String type;
        private String text = "";
        private final Set<String> products = new HashSet<>();

        Group(String kind, String type) {
            this.kind = kind;
            this.type = type;
        }

        boolean is(String wantedKind, String wantedType) {
            return kind.equals(wantedKind) && (wantedType == null || wantedType.equals(type));
        }

        boolean of(Set<String> wanted) {
            return products.isEmpty() || !Collections.disjoint(products, wanted);
        }
    }

    void read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        boolean whole = false;
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "cvrfdoc" -> whole = true;
                    case "ID" -> document = document.isEmpty() ? xml.getElementText().strip() : document;
                    case "CurrentReleaseDate" -> asOf = xml.getElementText().strip();
                    case "Vulnerability" -> vulnerability(xml);
                    default -> {
                        // of no interest here
                    }
                }
            }
        }
        if (!whole || document.isEmpty()) {
            throw new XMLStreamException("it is no CVRF document");
        }
    }

    private void vulnerability(XMLStreamReader xml) throws XMLStreamException {
        String number = "";
        List<Group> groups = new ArrayList<>();
        Group open = null;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                if (GROUPS.contains(name)) {
                    open = new Group(name, xml.getAttributeValue(null, "Type"));
                    groups.add(open);
                } else if (name.equals("CVE")) {
                    number = xml.getElementText().strip();
                } else if (open != null && name.equals("ProductID")) {
                    open.products.add(xml.getElementText().strip());
                } else if (open != null && (name.equals("Description") || name.equals("BaseScore"))) {
                    open.text = xml.getElementText().strip();
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (GROUPS.contains(xml.getLocalName())) {
                    open = null;
                } else if (xml.getLocalName().equals("Vulnerability")) {
                    keep(number, groups);
                    return;
                }
            }
        }
    }

    private void keep(String number, List<Group> groups) {
        Set<String> products = new HashSet<>();
        Set<String> fixing = new TreeSet<>();
        groups.stream().filter(g -> g.is("Remediation", "Vendor Fix") && articles.contains(g.text)).forEach(g -> {
            products.addAll(g.products);
            fixing.add(g.text);
        });
        if (products.isEmpty()) {
            return;
        }
        String severity = "";
        Double score = null;
        String exploited = "";
        for (Group g : groups) {
            if (g.is("Threat", "Severity") && g.of(products) && SEVERITIES.indexOf(g.text) >= SEVERITIES.indexOf(severity)) {
                severity = g.text;
            } else if (g.is("ScoreSet", null) && g.of(products) && !g.text.isEmpty()) {
                score = score == null ? Double.valueOf(g.text) : Double.valueOf(Math.max(score, Double.parseDouble(g.text)));
            } else if (g.is("Threat", "Exploit Status")) {
                Matcher found = EXPLOITED.matcher(g.text);
                exploited = found.find() ? found.group(1).strip() : exploited;
            }
        }
        cves.put(number, new Cve(severity, score, exploited));
        fixes.put(number, fixing);
    }
}
