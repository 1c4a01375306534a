package io.hotpatchcycle.fleet;

/** Says which licences cover hotpatch. */
public interface LicenceRule {

    /** Where nobody says it: nothing covers hotpatch. */
    LicenceRule NONE = new LicenceRule() {
        @Override
        public boolean planCovers(String name) {
            return false;
        }

        @Override
        public boolean productCovers(String name) {
            return false;
        }

        @Override
        public String hash() {
            return null;
        }
    };

    /** Whether a service plan of this name does, in whatever product. */
    boolean planCovers(String name);

    /** Whether a product of this name (SKU part number) does as such; asked where none of its plans does. */
    boolean productCovers(String name);

    /** Hash of the text of the rule: what it decided is kept with it. Null where there is none. */
    String hash();
}
