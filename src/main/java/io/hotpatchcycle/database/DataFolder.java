package io.hotpatchcycle.database;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where this installation keeps files of its own.
 *
 * @param dataDir folder of the embedded database and of the sandbox's state; relative to the working directory
 */
@ConfigurationProperties("hotpatch")
public record DataFolder(@DefaultValue("data") Path dataDir) {
}
