package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Spellings both catalogs share. */
final class CatalogText {

    /** Stands where a catalog says nothing; never equal to a value we act on. */
    static final String UNKNOWN = "unknown";

    private CatalogText() {
    }

    /** {@code KB5120994}, whether the catalog writes the prefix or not; {@value #UNKNOWN} when it says nothing. */
    static String kb(String said) {
        if (said == null) {
            return UNKNOWN;
        }
        String number = said.strip().toUpperCase(Locale.ROOT);
        return number.startsWith("KB") ? number : "KB" + number;
    }

    /** Whether the element is of another OData type than the one asked for. No type said counts as the one asked for. */
    static boolean otherType(JsonNode element, String type) {
        String said = Json.text(element, "@odata.type");
        return said != null && !said.equals(type);
    }
}
