package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.Map;
import java.util.Set;

/**
 * What the parameters of one kind of backbone are called in files. Names are those of modules: what stands in front of
 * {@code .weight} or {@code .running_mean}. Prefixes such as {@code base_model.} or {@code backbone.} are the families'
 * and not part of them.
 *
 * <p>Where the shift, a temporal pool or a non-local block wraps a module, {@code .net} or {@code .block} is in its
 * name in this project and in the families {@link KeyFamily#MIT} and {@link KeyFamily#MMACTION2}, and {@code .nl} or
 * {@code .non_local_block} holds the modules of a non-local block. Families of plain names have none of these.
 */
public interface KeyNames {

    /** The module that reads the frames, in this project's names: {@code conv1}. */
    String stem();

    /** The families in which there are such networks. */
    Set<KeyFamily> families();

    /** What names of its modules start with, up to the first dot, in any family. */
    Set<String> roots();

    /**
     * Whether a file holds a backbone of this kind.
     *
     * @param file names in any family, and shapes
     */
    boolean areIn(ParameterShapes file);

    /**
     * The family of a file of plain names: nothing in it says MIT or MMAction2.
     *
     * @param file names and shapes of a backbone of this kind
     */
    KeyFamily plainFamily(ParameterShapes file);

    /** What the classifier is called in a family of plain names. */
    String plainClassifier(KeyFamily family);

    /**
     * This project's names of the modules with parameters, with those of a family, but for the classifier.
     *
     * @param names names of parameters in either scheme, which tell what blocks there are and what wraps them
     */
    Map<String, String> modules(KeyFamily family, Set<String> names);
}
