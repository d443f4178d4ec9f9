package io.trawl;

/** A page, or what was made of it, that came through. */
public record Ok<T>(T value) implements Outcome<T> {

    @Override
    public boolean isOk() {
        return true;
    }

    @Override
    public T orElse(T other) {
        return value;
    }

    @Override
    public T orThrow() {
        return value;
    }

    @Override
    public <R> R fold(Fn<? super T, ? extends R> ok, Fn<? super Failure, ? extends R> failed) {
        return Failure.applying(ok, value);
    }

    @Override
    public View view() {
        return value instanceof Viewable v ? v.view() : View.Note.of(String.valueOf(value));
    }

    @Override
    public String toString() {
        return "Ok " + value;
    }
}
