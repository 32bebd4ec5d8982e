package org.qkdn.emulator.soak;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.List;

/**
 * What no honest caller of a method sends: noise, messages with fields drawn at random, the same cut off.
 *
 * @param method full name, such as {@code qkdn.node.v1.LinkKeys/Store}
 * @param request an empty one
 * @param spoiler appended, and so merged into each message: what makes it wrong if it is right by chance
 * @param names that mean something to the server
 */
record MalformedMessages(String method, Message request, Message spoiler, List<String> names) {
    private static final int DEEPEST = 3;

    static MalformedMessages of(MethodDescriptor<? extends Message, ?> method, Message spoiler, List<String> names) {
        var prototype = ((MethodDescriptor.PrototypeMarshaller<? extends Message>) method.getRequestMarshaller())
                .getMessagePrototype();
        return new MalformedMessages(method.getFullMethodName(), prototype, spoiler, names);
    }

    byte[] next(Spelling spelling) {
        var drawn = message(request.getDescriptorForType(), DEEPEST, spelling).toByteString();
        var whole = drawn.concat(spoiler.toByteString()).toByteArray();
        return switch (spelling.number(8)) {
            case 0 -> spelling.noise(500);
            // the last field is cut, so that no part of it is a message
            case 1 -> ByteString.copyFrom(whole).concat(cutField(spelling)).toByteArray();
            default -> whole;
        };
    }

    /** Field 15, of a length that is never there. */
    private static ByteString cutField(Spelling spelling) {
        var cut = Arrays.copyOf(new byte[] {0x7A, 0x7F}, 2 + spelling.number(100));
        return ByteString.copyFrom(cut);
    }

    private DynamicMessage message(Descriptor type, int depth, Spelling spelling) {
        var message = DynamicMessage.newBuilder(type);
        for (var field : type.getFields()) {
            if (spelling.number(4) == 0 || (depth == 0 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = spelling.number(4); i > 0; i--) {
                    message.addRepeatedField(field, value(field, depth, spelling));
                }
            } else {
                message.setField(field, value(field, depth, spelling));
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, int depth, Spelling spelling) {
        return switch (field.getJavaType()) {
            case INT -> spelling.one(0, 1, 32, 256, 512, -1, Integer.MAX_VALUE, spelling.number(1 << 20));
            case LONG -> spelling.one(0L, 1L, -1L, Long.MAX_VALUE, (long) spelling.number(1 << 20));
            case FLOAT -> spelling.one(0f, -1f, Float.NaN);
            case DOUBLE -> spelling.one(0d, -1d, Double.NaN);
            case BOOLEAN -> spelling.number(2) == 0;
            case STRING -> text(spelling);
            case BYTE_STRING -> ByteString.copyFrom(spelling.noise(spelling.one(1, 16, 32, 512, 2000)));
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(spelling.number(field.getEnumType().getValues().size()));
            case MESSAGE -> message(field.getMessageType(), depth - 1, spelling);
        };
    }

    private String text(Spelling spelling) {
        return switch (spelling.number(6)) {
            case 0 -> spelling.word();
            case 1 -> spelling.one("", "\0", "-", "1-1-1-1-1", "\ud83d\ude00", "x".repeat(3000));
            case 2, 3 -> names.get(spelling.number(names.size()));
            default -> spelling.uuid().toString();
        };
    }
}
