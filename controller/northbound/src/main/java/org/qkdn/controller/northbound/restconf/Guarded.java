package org.qkdn.controller.northbound.restconf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.server.api.RestconfServer;
import org.opendaylight.restconf.server.api.ServerRequest;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A RESTCONF server whose unexpected exceptions become RESTCONF errors. OpenDaylight's throws, for instance, when data to be
 * written holds a config-false leaf, and answers 500 with the exception's text.
 */
final class Guarded {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);
    private static final Set<String> TAKING_DATA = Set.of("dataPUT", "dataPOST", "dataPATCH", "operationsPOST");

    private Guarded() {}

    static RestconfServer of(RestconfServer server) {
        return (RestconfServer) Proxy.newProxyInstance(
                RestconfServer.class.getClassLoader(),
                new Class<?>[] {RestconfServer.class},
                (proxy, method, arguments) -> invoke(server, method, Optional.ofNullable(arguments)));
    }

    private static Object invoke(RestconfServer server, Method method, Optional<Object[]> arguments) throws Throwable {
        try {
            return method.invoke(server, arguments.orElse(new Object[0]));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause
                    && arguments.isPresent()
                    && arguments.orElseThrow()[0] instanceof ServerRequest<?> request) {
                request.failWith(failure(method, cause));
                return Void.TYPE; // all its methods are void: ignored
            }
            throw e.getCause();
        }
    }

    /** What goes wrong before a transaction is committed goes wrong because of the data in the request. */
    private static RequestException failure(Method method, RuntimeException cause) {
        if (TAKING_DATA.contains(method.getName())) {
            LOG.debug("data refused", cause);
            return new RequestException(
                    ErrorType.APPLICATION, ErrorTag.INVALID_VALUE, String.valueOf(cause.getMessage()), cause);
        }
        LOG.warn("{} failed", method.getName(), cause);
        return new RequestException(
                ErrorType.APPLICATION,
                ErrorTag.OPERATION_FAILED,
                "the request failed; the controller's log tells why",
                cause);
    }
}
