package io.hotpatchcycle.ring;

/**
 * The 95 % score interval of a rate (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22, 1927). Unlike the plain share it stays honest in small samples.
 *
 * @param lower percent, 0 to 100
 * @param upper percent, 0 to 100
 */
public record Wilson(double lower, double upper) {

    /** The normal quantile of a two-sided 95 % interval. */
    private static final double Z = 1.959963984540054;
    private static final double PERCENT = 100.0;

    /** Of no observation nothing is known: 0 to 100 percent. */
    public static Wilson of(int failed, int sample) {
        if (failed < 0 || failed > sample) {
            throw new IllegalArgumentException("A sample of " + sample + " cannot have " + failed + " failures.");
        }
        if (sample == 0) {
            return new Wilson(0, PERCENT);
        }
        double n = sample;
        double rate = failed / n;
        double z2 = Z * Z;
        double centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n));
        return new Wilson(failed == 0 ? 0 : PERCENT * Math.max(0, centre - half),
                failed == sample ? PERCENT : PERCENT * Math.min(1, centre + half));
    }

    /**
     * The smallest sample that, without a single failure, proves a failure rate at or below the limit: from
     * {@code z2 / (n + z2) <= limit}. Zero failures in 50 can never prove 2 percent; that takes 189.
     *
     * @param limitPercent above 0, at most 100
     */
    public static int sampleToProve(double limitPercent) {
        if (!(limitPercent > 0) || limitPercent > PERCENT) {
            throw new IllegalArgumentException("A failure limit of " + limitPercent + " percent cannot be proven.");
        }
        double limit = limitPercent / PERCENT;
        return (int) Math.ceil(Z * Z * (1 - limit) / limit - 1e-9);
    }
}
