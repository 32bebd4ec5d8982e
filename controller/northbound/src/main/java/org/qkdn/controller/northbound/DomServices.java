package org.qkdn.controller.northbound;

import org.opendaylight.mdsal.dom.api.DOMActionService;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMMountPointService;
import org.opendaylight.mdsal.dom.api.DOMNotificationService;
import org.opendaylight.mdsal.dom.api.DOMRpcService;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.mdsal.singleton.api.ClusterSingletonServiceProvider;

/** What both northbound protocols are served from, whichever runtime brings it. */
public record DomServices(
        DOMSchemaService schema,
        DOMDataBroker data,
        DOMRpcService rpcs,
        DOMActionService actions,
        DOMNotificationService notifications,
        DOMMountPointService mounts,
        ClusterSingletonServiceProvider singletons) {}
