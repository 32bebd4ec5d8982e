package org.qkdn.agent.report;

import org.qkdn.agent.desired.Attachment;
import org.qkdn.agent.desired.QkdInterface;

/** Something the controller wants to be told (notifications of ETSI GS QKD 015). */
public sealed interface NodeEvent {
    /** An SAE asked for keys to share with another, and nothing is configured for them. */
    record ApplicationNew(String masterSae, String slaveSae) implements NodeEvent {}

    record LinkDown(String linkId, String reason) implements NodeEvent {}

    record LinkPerformance(String linkId, LinkCondition condition) implements NodeEvent {}

    record InterfaceDown(int interfaceId, String reason) implements NodeEvent {}

    record InterfaceNew(QkdInterface module, Attachment attachment) implements NodeEvent {}
}
