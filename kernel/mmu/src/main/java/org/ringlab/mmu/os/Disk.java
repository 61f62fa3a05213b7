package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A disk of blocks and files on it, by one of the textbook's three ways to place them. Its directory is in memory, so only
 * the reads of blocks count.
 */
public final class Disk {
    /** How a file's blocks are found. */
    public enum Allocation {
        /** Side by side: start and length. */
        CONTIGUOUS,
        /** Each block names the next. */
        LINKED,
        /** An index block names all of them. */
        INDEXED
    }

    /**
     * A file.
     *
     * @param name its name
     * @param index the index block; -1 without one
     * @param blocks its data blocks in order
     */
    public record StoredFile(String name, int index, List<Integer> blocks) {}

    private final Allocation allocation;
    private final int pointersPerBlock;
    private final @Nullable String[] owners;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    /**
     * An empty disk.
     *
     * @param blocks 1 to 1,048,576
     * @param pointersPerBlock how many block numbers fit into an index block, 1 to 4,096
     */
    public Disk(Allocation allocation, int blocks, int pointersPerBlock) {
        if (blocks < 1 || blocks > 1 << 20) {
            throw new IllegalArgumentException("blocks must be 1 to 1048576, got " + blocks);
        }
        if (pointersPerBlock < 1 || pointersPerBlock > 4096) {
            throw new IllegalArgumentException("pointers a block must be 1 to 4096, got " + pointersPerBlock);
        }
        this.allocation = allocation;
        this.pointersPerBlock = pointersPerBlock;
        owners = new String[blocks];
    }

    /** Writes a file of so many blocks; what is wrong, or empty. */
    public Optional<String> create(String name, int blocks) {
        if (files.containsKey(name)) {
            return Optional.of(name + ": exists");
        }
        if (blocks < 1 || blocks > owners.length) {
            return Optional.of("blocks: " + blocks + " (allowed: 1 to " + owners.length + ")");
        }
        boolean indexed = allocation == Allocation.INDEXED;
        if (indexed && blocks > pointersPerBlock) {
            return Optional.of("blocks: " + blocks + " (allowed: 1 to " + pointersPerBlock + " by one index block)");
        }
        List<Integer> taken = switch (allocation) {
            case CONTIGUOUS -> sideBySide(blocks);
            case LINKED -> anywhere(blocks);
            case INDEXED -> anywhere(blocks + 1);
        };
        if (taken.isEmpty()) {
            long free = Arrays.stream(owners).filter(o -> o == null).count();
            return Optional.of(name + ": no room for " + blocks + " blocks"
                    + (allocation == Allocation.CONTIGUOUS ? " side by side" : "") + ", free: " + free);
        }
        taken.forEach(block -> owners[block] = name);
        int index = indexed ? taken.get(0) : -1;
        files.put(name, new StoredFile(name, index, List.copyOf(taken.subList(indexed ? 1 : 0, taken.size()))));
        return Optional.empty();
    }

    /** First fit. */
    private List<Integer> sideBySide(int count) {
        int run = 0;
        for (int block = 0; block < owners.length; block++) {
            run = owners[block] == null ? run + 1 : 0;
            if (run == count) {
                List<Integer> placed = new ArrayList<>();
                for (int b = block - count + 1; b <= block; b++) {
                    placed.add(b);
                }
                return placed;
            }
        }
        return List.of();
    }

    private List<Integer> anywhere(int count) {
        List<Integer> placed = new ArrayList<>();
        for (int block = 0; block < owners.length && placed.size() < count; block++) {
            if (owners[block] == null) {
                placed.add(block);
            }
        }
        return placed.size() == count ? placed : List.of();
    }

    /** Removes a file; whether it was there. */
    public boolean delete(String name) {
        if (files.remove(name) == null) {
            return false;
        }
        for (int i = 0; i < owners.length; i++) {
            if (name.equals(owners[i])) {
                owners[i] = null;
            }
        }
        return true;
    }

    /**
     * Which blocks have to be read to get at one block of a file.
     *
     * @param position from 0
     * @return the blocks in order, the wanted one last; empty where there is no such file or block
     */
    public List<Integer> reads(String name, int position) {
        StoredFile file = files.get(name);
        if (file == null || position < 0 || position >= file.blocks().size()) {
            return List.of();
        }
        return switch (allocation) {
            case CONTIGUOUS -> List.of(file.blocks().get(position));
            case LINKED -> file.blocks().subList(0, position + 1);
            case INDEXED -> List.of(file.index(), file.blocks().get(position));
        };
    }

    /** The files in the order they were made. */
    public List<StoredFile> files() {
        return List.copyOf(files.values());
    }

    /** Whose each block is; empty for a free one. */
    public List<String> map() {
        return Arrays.stream(owners).map(o -> o == null ? "" : o).toList();
    }
}
