package io.hotpatchcycle.identity;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody as a directory describes them.
 *
 * @param id        immutable
 * @param name      for people to read
 * @param directory issuer of the token
 * @param groups    groups of ours they have by the directory's word; may be empty
 * @param asOf      when the directory said so
 */
record DirectoryPerson(String id, String name, String directory, Set<String> groups, Instant asOf) {
}
