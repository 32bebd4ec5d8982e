package org.qkdn.lkms.supply;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.lkms.testing.FakeModulePair;

class KmeSupplyTest extends SupplyContract {
    private final FakeModulePair modules = new FakeModulePair();
    private final Map<String, URI> urls = new HashMap<>();

    @Override
    KeySource connect(String self) throws Exception {
        var module = "module-" + self;
        if (!urls.containsKey(self)) {
            urls.put(self, modules.start(pki, module, self));
        }
        return new ModuleKme(module, urls.get(self), pki.identity(self).jdkClient(module));
    }

    @Override
    void make(int keys) {
        modules.setStock(modules.stock() + keys);
    }

    @Override
    void size(int keyBytes) {
        modules.setKeyBytes(keyBytes);
    }

    @Override
    void outOfStep() {
        modules.outOfStep(B);
    }

    @Override
    void closeModules() {
        modules.close();
    }
}
