package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.View;
import io.trawl.kernel.api.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that outlive an execution of their cell: when the cell is run again its old output is gone from the page, so the
 * new one begins by naming what is still running. Thread-safe.
 */
final class Reruns {

    private record Started(String cell, Job<?> job) {}

    private final List<Started> started = new ArrayList<>();

    synchronized void started(Optional<Cell> cell, Job<?> job) {
        started.removeIf(s -> s.job().state().isFinal());
        cell.filter(c -> !c.id().isEmpty()).ifPresent(c -> started.add(new Started(c.id(), job)));
    }

    void before(Cell cell) {
        List<Job<?>> running = running(cell.id());
        if (!running.isEmpty()) {
            cell.display(Bundles.of(
                    new View.Stack(running.stream().<View>map(Reruns::note).toList())));
        }
    }

    private synchronized List<Job<?>> running(String cell) {
        started.removeIf(s -> s.job().state().isFinal());
        return started.stream()
                .filter(s -> s.cell().equals(cell))
                .<Job<?>>map(Started::job)
                .toList();
    }

    private static View note(Job<?> job) {
        String name = job.name().isEmpty()
                ? ""
                : Character.toLowerCase(job.name().charAt(0)) + job.name().substring(1) + " ";
        return View.Note.of("still running: " + name + job.id() + " · job(\"" + job.id() + "\")");
    }
}
