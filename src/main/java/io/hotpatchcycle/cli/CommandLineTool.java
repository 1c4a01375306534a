package io.hotpatchcycle.cli;

import java.util.List;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * Sub-commands beside the server.
 *
 * <p>Exit codes: 0 done, 1 the command ran and did not succeed, 2 the command line makes no sense. Code 2 comes with
 * one sentence on standard error and never with a stack trace.
 */
@Command(name = "hotpatch-cycle", mixinStandardHelpOptions = true, versionProvider = CommandLineTool.Version.class,
        description = "Runs the Windows hotpatch cycle of an enterprise. Without a command: the server.",
        synopsisSubcommandLabel = "[COMMAND]")
public final class CommandLineTool {

    static final int USAGE = 2;
    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    private CommandLineTool() {
    }

    /** Whether these arguments start the server: there are none, or all are Spring properties. */
    public static boolean isServer(String[] args) {
        return Stream.of(args).allMatch(arg -> arg.startsWith("--") && !HELP.contains(arg));
    }

    /** Runs a sub-command and returns the exit code. */
    public static int execute(String[] args) {
        return commands().execute(args);
    }

    static CommandLine commands() {
        CommandLine commands = new CommandLine(new CommandLineTool());
        // one line per sub-command
        commands.addSubcommand(new SandboxCommand());
        commands.addSubcommand(new RehearseCommand());
        commands.addSubcommand(new VerifyEvidenceCommand());
        commands.addSubcommand(new BenchCommand());
        commands.addSubcommand(new CheckCommand());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler(CommandLineTool::explain);
        commands.setExecutionExceptionHandler(CommandLineTool::fail);
        return commands;
    }

    private static int explain(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        String sentence = problem.getMessage().lines().findFirst().orElse("The command line is not understood");
        command.getErr().println(sentence.replaceAll("\\.$", "") + ". See '"
                + command.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    private static int fail(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        if (problem instanceof IllegalArgumentException) {
            command.getErr().println(problem.getMessage());
            return USAGE;
        }
        command.getErr().println(command.getCommandName() + " failed: " + problem);
        return 1;
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = CommandLineTool.class.getPackage().getImplementationVersion();
            return new String[] {"hotpatch-cycle " + (version == null ? "(development)" : version)};
        }
    }
}
