package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.qkdn.emulator.check.Eventually;

/**
 * The examples on the operator's pages do what the pages say. Blocks run in order, each after the page's setup block, and
 * again until the output matches every line of its expect block: the network needs a moment to follow an order.
 */
@ExtendWith(RunningNetwork.class)
class OperatorGuideIT {
    private static final String PYTHON3 = "/usr/bin/python3";
    private static final Pattern SETUP =
            Pattern.compile("^```bash setup\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern EXAMPLE =
            Pattern.compile("^```bash run\n(.*?)^```\n(?:```expect\n(.*?)^```$)?", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PYTHON = Pattern.compile("^```python\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final EmulatedRun run;

    OperatorGuideIT(EmulatedRun run) {
        this.run = run;
    }

    /** {@code expected} are regular expressions. */
    private record Example(String script, List<String> expected) {}

    @Test
    void theExamplesOfTheOperatorGuideDoWhatItSays() throws Exception {
        Program.assumeInstalled("curl", "curl");
        follow("docs/operator-guide.md");
    }

    @Test
    void theExamplesOfTheKeyDeliveryPageDoWhatItSays() throws Exception {
        Program.assumeInstalled("curl", "curl");
        follow("docs/etsi-014.md");
    }

    @Test
    void theExamplesOfTheSkipPageDoWhatItSays() throws Exception {
        Program.assumeInstalled("curl", "curl");
        Program.assumeInstalled("openssl", "openssl");
        follow("docs/skip.md");
    }

    @Test
    void theExamplesOfTheReadmeWork() throws Exception {
        Program.assumeInstalled("curl", "curl");
        follow("README.md");
    }

    @Test
    void theExampleOfTheNmsPageWorks() throws Exception {
        runPython("docs/nms.md");
    }

    @Test
    void theExampleOfTheNetconfServerPageWorks() throws Exception {
        runPython("docs/netconf-server.md");
    }

    private void runPython(String name) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(PYTHON3))
                        && Program.run(PYTHON3, "-c", "import ncclient").exitCode() == 0,
                "ncclient is missing: install the Debian package python3-ncclient");
        var script = String.join("\n", blocks(PYTHON, page(name)));
        assertFalse(script.isEmpty(), name);
        Program.run(environment(), List.of(PYTHON3, "-c", script)).mustSucceed();
    }

    private void follow(String name) throws Exception {
        var page = page(name);
        var setup = String.join("\n", blocks(SETUP, page));
        var examples = EXAMPLE.matcher(page)
                .results()
                .map(found -> new Example(
                        setup + found.group(1),
                        Optional.ofNullable(found.group(2)).stream()
                                .flatMap(String::lines)
                                .toList()))
                .toList();
        assertFalse(examples.isEmpty(), name);
        for (var example : examples) {
            Eventually.holds(() -> missing(example));
        }
    }

    private Optional<String> missing(Example example) throws IOException {
        var script = "cd '" + EmulatedRun.HOME + "'\n" + example.script();
        try {
            var ended = Program.run(environment(), List.of("bash", "-euo", "pipefail", "-c", script));
            var unmatched = example.expected().stream()
                    .filter(line -> !Pattern.compile(line, Pattern.MULTILINE)
                            .matcher(ended.text())
                            .find())
                    .toList();
            return ended.exitCode() == 0 && unmatched.isEmpty()
                    ? Optional.empty()
                    : Optional.of(unmatched + " in the output of\n" + example.script() + "\n" + ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Map<String, String> environment() {
        var base = URI.create(run.endpoints().controller().restconf()).getPort();
        return Map.of(
                "STATE", run.state().root().toString(),
                "BASE", Integer.toString(base),
                "JAVA_HOME", System.getProperty("java.home"));
    }

    private static String page(String name) throws IOException {
        return Files.readString(EmulatedRun.HOME.resolve(name));
    }

    private static List<String> blocks(Pattern kind, String page) {
        var blocks = new ArrayList<String>();
        kind.matcher(page).results().forEach(found -> blocks.add(found.group(1)));
        return blocks;
    }
}
