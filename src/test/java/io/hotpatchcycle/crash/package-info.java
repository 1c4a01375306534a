/** What hard kills leave behind, judged from outside: real processes, real HTTP, a sandbox tenant that outlives them. */
package io.hotpatchcycle.crash;
