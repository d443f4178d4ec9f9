package io.trawl;

/** A page that failed, and why. */
public record Failed<T>(Failure failure) implements Outcome<T> {

    @Override
    public boolean isOk() {
        return false;
    }

    @Override
    public T orElse(T other) {
        return other;
    }

    @Override
    public T orThrow() {
        throw new ScrapeException(failure);
    }

    @Override
    public <R> R fold(Fn<? super T, ? extends R> ok, Fn<? super Failure, ? extends R> failed) {
        return Failure.applying(failed, failure);
    }

    @Override
    public View view() {
        return failure.view();
    }

    @Override
    public String toString() {
        return "Failed " + failure;
    }
}
