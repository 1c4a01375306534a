/** Tells people and programs what happened and what is asked: an outbox, and what sends it afterwards. */
package io.hotpatchcycle.notice;
