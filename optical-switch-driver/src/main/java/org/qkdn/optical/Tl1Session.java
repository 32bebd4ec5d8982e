package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.qkdn.netconf.client.Timing;

/** Requests and answers in TL1 over raw TCP. What the switch says unasked only tells that something happened. */
final class Tl1Session implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\s*M\\s+(\\S+)\\s+(COMPLD|DENY|PRTL|DELAY|RTRV)\\b");
    private static final Pattern UNASKED = Pattern.compile("(?m)^\\s*(?:\\*C|\\*\\*|\\*|A)\\s+\\S+\\s+[A-Z]+\\b");
    private static final Pattern CODE = Pattern.compile("(?m)^\\s*([A-Z]{4})\\s*$");
    private static final Pattern LINE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*(.*?)\\*/");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]+)=([^,:]*)");
    /** A request is cut at these, and quoting differs from device to device. */
    private static final Pattern SAFE = Pattern.compile("[\\x21-\\x7e&&[^;:,\"\\\\]]{1,64}");

    private final TextConnection connection;
    private int lastTag;

    private Tl1Session(TextConnection connection) {
        this.connection = connection;
    }

    static Tl1Session open(SwitchTarget target, Timing timing, SwitchListener listener) throws IOException {
        for (var part : List.of(target.login().user(), target.login().password())) {
            if (!SAFE.matcher(part).matches()) {
                throw new IOException(
                        target.address() + ": TL1 cannot carry the user's name or password: 1 to 64 printable"
                                + " characters, none of ; : , \" \\ and no space");
            }
        }
        final var session = new Tl1Session(TextConnection.open(
                target, timing, new Tl1Framing(), message -> isUnasked(message, listener), listener));
        try {
            session.logIn(target.login());
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    String address() {
        return connection.address();
    }

    /** What a request led to. */
    sealed interface Answer {
        /** COMPLD: the quoted lines. */
        record Done(List<String> lines) implements Answer {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        /** Anything else: error code and comment. */
        record Denied(String reason) implements Answer {}
    }

    /** {@code VERB::aid:ctag::parameters;} */
    Answer request(String verb, String aid, String parameters) throws IOException {
        return exchange(verb, aid, parameters, false);
    }

    /** For requests that cannot be refused. */
    List<String> lines(String verb, String aid, String parameters) throws IOException {
        return switch (request(verb, aid, parameters)) {
            case Answer.Done done -> done.lines();
            case Answer.Denied denied ->
                throw new IOException(address() + ": " + verb + " refused: " + denied.reason());
        };
    }

    /** The parameters with a name in a line, names in capitals. */
    static Map<String, String> values(String line) {
        final var found = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        VALUE.matcher(line).results().forEach(value -> found.put(value.group(1), value.group(2)));
        return found;
    }

    @Override
    public void close() {
        connection.close();
    }

    private void logIn(Login login) throws IOException {
        if (exchange("ACT-USER", login.user(), login.password(), true) instanceof Answer.Denied denied) {
            throw new IOException(
                    address() + ": it refuses user " + login.user() + " or the password (" + denied.reason() + ")");
        }
    }

    /** {@code secret}: nothing but the error code is taken from the answer, for it may repeat the request. */
    private Answer exchange(String verb, String aid, String parameters, boolean secret) throws IOException {
        final var tag = Integer.toString(++lastTag);
        connection.send(verb + "::" + aid + ":" + tag + (parameters.isEmpty() ? "" : "::" + parameters) + ";");
        final var lines = new ArrayList<String>();
        while (true) {
            final var message = connection.answer(verb);
            final var head = ANSWER.matcher(message);
            if (!head.find()) {
                throw new IOException(address() + ": it answers "
                        + (secret ? "something else than TL1" : ReadConnections.shown(message)) + " to " + verb);
            }
            if (!head.group(1).equals(tag)) {
                continue;
            }
            final var body = message.substring(head.end());
            if (!head.group(2).equals("COMPLD") && !head.group(2).equals("RTRV")) {
                return new Answer.Denied(reason(head.group(2), body, secret));
            }
            LINE.matcher(body).results().map(line -> line.group(1)).forEach(lines::add);
            if (message.endsWith(";")) {
                return new Answer.Done(lines);
            }
        }
    }

    private static String reason(String completion, String body, boolean secret) {
        final var code = CODE.matcher(body).results().map(MatchResult::group).map(String::strip);
        final var all = new ArrayList<>(code.limit(1).toList());
        if (!secret) {
            COMMENT.matcher(body)
                    .results()
                    .map(comment -> ReadConnections.shown(comment.group(1)))
                    .forEach(all::add);
            LINE.matcher(body)
                    .results()
                    .map(line -> ReadConnections.shown(line.group(1)))
                    .forEach(all::add);
        }
        return all.isEmpty() ? completion : String.join(" ", all);
    }

    /** Acknowledgements and prompts end with an angle bracket; so do answers of which there is more to come. */
    private static boolean isUnasked(String message, SwitchListener listener) {
        if (ANSWER.matcher(message).find()) {
            return false;
        }
        if (UNASKED.matcher(message).find()) {
            listener.changed();
            return true;
        }
        return !message.endsWith(";");
    }
}
