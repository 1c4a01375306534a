package io.hotpatchcycle.release;

/**
 * One build of a release for one product.
 *
 * @param product product as the catalog names it
 * @param line    the product's line
 * @param version feature version such as {@code 24H2}; may be null
 * @param build   build number, e.g. 26100
 * @param ubr     update build revision, e.g. 9106
 * @param kb      knowledge base article, e.g. {@code KB5120994}
 * @param hotpatch whether it installs without a restart, as read
 */
public record Revision(String product, ProductLine line, String version, int build, int ubr, String kb, HotpatchFlag hotpatch) {
}
