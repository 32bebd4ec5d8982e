package org.qkdn.lkms.store.seal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import org.qkdn.lkms.store.StateException;

/** Where a key-encrypting key is kept. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Pkcs12Source.class, name = "pkcs12"),
    @JsonSubTypes.Type(value = Pkcs11Source.class, name = "pkcs11")
})
public sealed interface KeySource permits Pkcs12Source, Pkcs11Source {
    /** Opens the key that is there. */
    KeyEncryptingKey open() throws StateException;

    /** Opens the key, and makes it first where there is none and this source can. */
    KeyEncryptingKey openOrMake() throws StateException;

    KeySource relativeTo(Path directory);
}
