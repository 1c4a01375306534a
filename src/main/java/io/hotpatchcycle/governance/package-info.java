/** What stands above single cycles: patch policies, the approval of ring membership, legal holds, packs kept. */
package io.hotpatchcycle.governance;
