/** Looks, before the first start and whenever asked, whether a tenant can be worked with. */
package io.hotpatchcycle.preflight;
