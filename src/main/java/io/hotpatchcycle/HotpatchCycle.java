package io.hotpatchcycle;

import io.hotpatchcycle.cli.CommandLineTool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Entry point of the program.
 *
 * <p>Without a sub-command it runs the server, and every {@code --name=value} goes to Spring; with one, package
 * {@code cli} takes over and its exit code ends the process.
 */
@SpringBootApplication
public class HotpatchCycle {

    public static void main(String[] args) {
        if (CommandLineTool.isServer(args)) {
            SpringApplication.run(HotpatchCycle.class, args);
        } else {
            System.exit(CommandLineTool.execute(args));
        }
    }
}
