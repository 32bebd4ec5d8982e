package org.qkdn.controller.core.path;

/** A path that crosses given nodes: as a set of one. */
final class CrossingSearch implements WaySearch {
    private final SetSearch search;

    CrossingSearch(Passage passage) {
        search = new SetSearch(passage, 1, false, new int[passage.graph.links()][0], SetSearch.Need.NONE);
    }

    @Override
    public boolean findsWidest() {
        return false;
    }

    @Override
    public long most(int from, long enough) {
        return enough;
    }

    @Override
    public Trial<Way> fewestHops(int from, long atLeast, int mostHops, long enough) {
        return switch (search.fewestHops(from, atLeast, 1, mostHops)) {
            case Trial.Found<WaySet>(WaySet found) ->
                new Trial.Found<>(found.ways().getFirst());
            case Trial.Missed<WaySet>(long ceiling) -> new Trial.Missed<>(ceiling);
        };
    }
}
