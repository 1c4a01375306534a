package io.hotpatchcycle.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * Which accounts nobody uses, as far as it can be known here. A directory does not tell who left it: its people are known
 * by their tokens, so whoever brought none for long is taken as gone until he comes again.
 */
public final class Accounts {

    private final IdentityService identity;
    private final Directories directories;
    private final Duration seenWithin;
    private final int mostGuesses;
    private final Clock wallClock;

    /** @param mostGuesses wrong passwords after which the engine locks a local account until an administrator unlocks it */
    Accounts(IdentityService identity, Directories directories, Duration seenWithin, int mostGuesses, Clock wallClock) {
        this.identity = identity;
        this.directories = directories;
        this.seenWithin = seenWithin;
        this.mostGuesses = mostGuesses;
        this.wallClock = wallClock;
    }

    /** Of these people those whose account nobody can use, or uses any more: id to why. */
    public Map<String, String> unused(Set<String> people) {
        Map<String, String> found = new TreeMap<>();
        if (!people.isEmpty()) {
            identity.createUserQuery().userIdIn(people.toArray(String[]::new)).list()
                    .forEach(user -> why(user).ifPresent(why -> found.put(user.getId(), why)));
        }
        return found;
    }

    private Optional<String> why(User user) {
        String directory = identity.getUserInfo(user.getId(), DirectoryPeople.DIRECTORY);
        if ("true".equals(identity.getUserInfo(user.getId(), DirectoryPeople.PROGRAM))) {
            return Optional.of("it is a program, and programs decide nothing");
        }
        return directory == null ? ofLocal((UserEntity) user) : ofDirectory(directory, identity.getUserInfo(user.getId(), DirectoryPeople.AS_OF));
    }

    private Optional<String> ofDirectory(String directory, String asOf) {
        if (!directories.reaches(directory)) {
            return Optional.of("the directory " + directory + " is not connected any more");
        }
        Instant last = asOf == null ? Instant.EPOCH : Instant.parse(asOf);
        return last.plus(seenWithin).isAfter(wallClock.instant()) ? Optional.empty()
                : Optional.of("last signed in through the directory on " + last.atOffset(ZoneOffset.UTC).toLocalDate() + ", more than " + seenWithin.toDays()
                + " days ago (hotpatch.sign-in.seen-within), and may have left it");
    }

    private Optional<String> ofLocal(UserEntity user) {
        if (user.getPassword() == null) {
            return Optional.of("the account has no password");
        }
        if (user.getAttempts() >= mostGuesses) {
            return Optional.of("the account is locked after " + user.getAttempts() + " wrong passwords");
        }
        boolean closed = directories.any() && identity.createGroupQuery().groupMember(user.getId()).groupId(Groups.BREAK_GLASS).count() == 0;
        return closed ? Optional.of("a directory is connected, and the account is a local one outside break-glass: its password opens nothing") : Optional.empty();
    }
}
