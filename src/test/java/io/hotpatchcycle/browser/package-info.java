/** The program as people see it, in a headless Chromium. */
package io.hotpatchcycle.browser;
