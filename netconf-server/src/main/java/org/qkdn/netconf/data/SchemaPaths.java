package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.qkdn.netconf.YangModel;

/** Paths as YANG sees them. */
public final class SchemaPaths {
    private SchemaPaths() {}

    /** Without choices, and without the step to a list that yangtools puts before the step to its entry. */
    public static List<PathArgument> dataSteps(YangModel model, YangInstanceIdentifier path) {
        final var steps = new ArrayList<PathArgument>();
        final var all = path.getPathArguments();
        DataSchemaContext context = model.databind().schemaTree().getRoot();
        for (int i = 0; i < all.size(); i++) {
            final var step = all.get(i);
            context = context instanceof DataSchemaContext.Composite composite ? composite.childByArg(step) : null;
            if (!(context instanceof DataSchemaContext.PathMixin) || i == all.size() - 1) {
                steps.add(step);
            }
        }
        return steps;
    }
}
