/** Which devices can be hotpatched, and if not, why: decided in the admin's own decision tables. */
package io.hotpatchcycle.eligibility;
