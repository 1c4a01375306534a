package io.hotpatchcycle.cli;

import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.evidence.PackCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-evidence}: whether a pack is as it was drawn. */
@Command(name = "verify-evidence", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks an evidence pack; needs no server, no database and no network. Exit code 0 when it is intact, 1 when not.")
final class VerifyEvidenceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.zip", description = "The pack.")
    private Path file;

    @Option(names = "--key", paramLabel = "PUB", description = "Public key in PEM that must have signed it; get it another way than the pack.")
    private Path key;

    @Option(names = "--tsa", paramLabel = "PEM", description = "Certificates of the authority that must have time-stamped the end of its trail, "
            + "and its lists of revoked certificates.")
    private Path authority;

    @Override
    public Integer call() {
        PackCheck.Result result = PackCheck.check(file, key == null ? null : PackCheck.readKey(key), authority == null ? null : TimeStampTrust.of(authority));
        PrintWriter out = spec.commandLine().getOut();
        if (!result.intact()) {
            out.println(file.getFileName() + " is NOT intact"
                    + (result.cycle() == null ? "." : " (it claims to be the evidence of cycle " + result.cycle() + ")."));
            result.findings().forEach(finding -> out.println("  " + finding));
            out.flush();
            return 1;
        }
        out.println("Evidence of cycle " + result.cycle() + " (" + result.state() + "): " + result.files() + " files, intact"
                + (result.signerChecked() ? ", signed by the given key " + result.keyId() + "." : ", signer not checked."));
        if (!result.signerChecked()) {
            out.println("It says it was signed by key " + result.keyId() + ". Give the public key you know with --key to check that.");
        }
        if (result.stamped() != null) {
            out.println("The end of its trail was time-stamped at " + result.stamped().at() + " by " + result.stamped().by()
                    + (result.stamped().trusted() ? "." : ", who is not checked: give the authority's certificates with --tsa."));
            out.println(result.stamped().revocation());
        }
        if (result.supplements() != null) {
            out.println("It supplements an earlier pack of this cycle with what was signed since: that one has SHA-256 " + result.supplements() + ".");
        }
        result.caveats().forEach(caveat -> out.println("Not evidence grade: " + caveat));
        out.flush();
        return 0;
    }
}
