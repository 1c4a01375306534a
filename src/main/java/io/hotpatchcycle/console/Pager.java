package io.hotpatchcycle.console;

/**
 * The way through the pages of a list on a screen.
 *
 * @param parameter query parameter that carries the page
 * @param shown     e.g. {@code 26–50 of 112}
 * @param previous  page number; null on the first page
 * @param next      page number; null on the last page
 */
record Pager(String parameter, String shown, Integer previous, Integer next, String total) {

    static Pager of(Page page, int total, String parameter) {
        int from = Math.min(page.offset() + 1, total);
        int to = Math.min(page.offset() + page.size(), total);
        int last = page.last(total);
        return new Pager(parameter, Words.number(from) + "–" + Words.number(to) + " of " + Words.number(total),
                page.number() > 0 ? Math.min(page.number() - 1, last) : null, page.number() < last ? page.number() + 1 : null, Words.number(total));
    }
}
