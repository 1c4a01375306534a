package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The models a cycle ran through, drawn with the path it took. */
final class Drawings {

    private final Collection<byte[]> models;
    private final List<Procedure.Step> course;

    /**
     * Drawings.
     *
     * @param deployed files of the model set by name, of any kind
     */
    Drawings(Map<String, byte[]> deployed, List<Procedure.Step> course) {
        this.models = deployed.values();
        this.course = course;
    }

    /** The process the cycle is first, then those it called, in the order it reached them. */
    void draw(Sheet sheet) throws IOException {
        List<String> reached = course.stream().map(Procedure.Step::process).distinct().toList();
        List<Diagram> diagrams = models.stream().map(Diagram::of).flatMap(java.util.Optional::stream).filter(d -> reached.contains(d.process()))
                .sorted(Comparator.comparing(d -> reached.indexOf(d.process()))).toList();
        for (Diagram diagram : diagrams) {
            new DiagramPages(sheet).draw(diagram, course.stream().filter(s -> s.process().equals(diagram.process()))
                    .collect(Collectors.groupingBy(Procedure.Step::element, Collectors.summingInt(s -> 1))));
        }
    }
}
