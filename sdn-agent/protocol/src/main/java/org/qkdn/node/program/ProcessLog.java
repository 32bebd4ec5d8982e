package org.qkdn.node.program;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a process: to standard error at INFO, unless logback was given a file of its own. */
final class ProcessLog {
    /** What each line begins with: a launcher under journald, which stamps by itself, sets another. */
    private static final String HEAD =
            System.getProperty("qkdn.log.head", "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level ");

    private ProcessLog() {}

    static void begin() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext logs)) {
            return;
        }
        if (System.getProperty("logback.configurationFile") == null) {
            logs.reset();
            var root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.INFO);
            root.addAppender(standardError(logs));
            logs.getLogger("org.opendaylight").setLevel(Level.WARN);
        }
        // at DEBUG gRPC logs each frame it sends or receives, and some of them are keys: never, whatever is configured
        logs.getLogger("io.grpc").setLevel(Level.INFO);
        logs.getLogger("io.netty").setLevel(Level.INFO);
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext logs) {
        var lines = new PatternLayoutEncoder();
        lines.setContext(logs);
        lines.setPattern(HEAD + "%logger{20} %msg%n%rEx{short}");
        lines.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(logs);
        appender.setTarget("System.err");
        appender.setEncoder(lines);
        appender.start();
        return appender;
    }
}
