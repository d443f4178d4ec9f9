package io.trawl.engine;

import io.trawl.Channel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Brings what a publisher gives to a channel, and asks for the next one when there was room. */
final class PutEach<T> implements Flow.Subscriber<T> {
    private final Channel<? super T> channel;
    private final CompletableFuture<Long> count = new CompletableFuture<>();
    private Flow.@Nullable Subscription source;
    private long put;
    private boolean waits;
    private boolean complete;

    PutEach(Channel<? super T> channel) {
        this.channel = channel;
    }

    /** How many it were, once all are in; cancelling it cancels the publisher. */
    CompletableFuture<Long> count() {
        return count;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription);
        synchronized (this) {
            if (source != null) {
                // Rule 2.5.
                subscription.cancel();
                return;
            }
            source = subscription;
        }
        count.whenComplete((all, error) -> subscription.cancel());
        subscription.request(1);
    }

    @Override
    public void onNext(T value) {
        synchronized (this) {
            waits = true;
        }
        var done = channel.put(value).toFuture();
        count.whenComplete((all, error) -> done.cancel(true));
        done.whenComplete((nothing, error) -> {
            if (error != null) {
                count.completeExceptionally(Failures.unwrap(error));
            } else {
                accepted();
            }
        });
    }

    private void accepted() {
        Flow.Subscription more;
        synchronized (this) {
            put++;
            waits = false;
            more = complete ? null : source;
        }
        if (more == null) {
            count.complete(put);
        } else {
            more.request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        count.completeExceptionally(Objects.requireNonNull(error));
    }

    @Override
    public void onComplete() {
        boolean all;
        synchronized (this) {
            complete = true;
            all = !waits;
        }
        if (all) {
            count.complete(put);
        }
    }
}
