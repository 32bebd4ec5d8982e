package org.qkdn.controller.karaf;

/** Something of this member whose well-being an operator wants to know. */
public interface Part {
    String name();

    Condition condition();

    /**
     * How a part is.
     *
     * @param good whether it does what it should; {@code false} also while it starts
     * @param text one line for a person: what it does, or what is wrong and what to do about it
     */
    record Condition(boolean good, String text) {
        static Condition good(String text) {
            return new Condition(true, text);
        }

        static Condition bad(String text) {
            return new Condition(false, text);
        }
    }
}
