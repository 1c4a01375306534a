/**
 * One sign-in for console, REST, engine REST, Tasklist, Cockpit and Admin; people, groups and rights in the engine.
 */
package io.hotpatchcycle.identity;
