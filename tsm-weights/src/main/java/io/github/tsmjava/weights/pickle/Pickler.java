package io.github.tsmjava.weights.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one pickle of protocol 2, opcode by opcode: a program for a stack machine, so values come before what is made
 * of them.
 *
 * <p>Source: CPython's pickletools.
 */
public final class Pickler {

    private static final int PROTOCOL = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A pickle without values yet. */
    public Pickler() {
        op(Opcode.PROTO);
        out.write(PROTOCOL);
    }

    private Pickler op(int opcode) {
        out.write(opcode);
        return this;
    }

    private Pickler int32(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return this;
    }

    /** Where a tuple or the items of a dict begin. */
    public Pickler mark() {
        return op(Opcode.MARK);
    }

    /** A string. */
    public Pickler text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op(Opcode.BINUNICODE).int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** An integer. */
    public Pickler integer(int value) {
        return op(Opcode.BININT).int32(value);
    }

    /** {@code False}. */
    public Pickler isFalse() {
        return op(Opcode.NEWFALSE);
    }

    /** A class or a function. */
    public Pickler global(String module, String name) {
        op(Opcode.GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** A tuple of the values since the mark. */
    public Pickler tuple() {
        return op(Opcode.TUPLE);
    }

    /** A tuple of nothing. */
    public Pickler emptyTuple() {
        return op(Opcode.EMPTY_TUPLE);
    }

    /** A dict of nothing. */
    public Pickler emptyDict() {
        return op(Opcode.EMPTY_DICT);
    }

    /** Puts the values since the mark, by turns keys and values, into the dict in front of it. */
    public Pickler setItems() {
        return op(Opcode.SETITEMS);
    }

    /** Calls a function with a tuple of arguments. */
    public Pickler call() {
        return op(Opcode.REDUCE);
    }

    /** Replaces a tuple by what the reader knows under this id. */
    public Pickler persistentId() {
        return op(Opcode.BINPERSID);
    }

    /** Ends the pickle, whose value is the one that is left. */
    public byte[] stop() {
        op(Opcode.STOP);
        return out.toByteArray();
    }
}
