package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.KeyFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the modules of a ResNeXt are called: as those of a ResNet. Its 3×3 filters tell it from one, since they have
 * fewer channels than there are filters.
 *
 * <p>Sources: the state_dicts of mit-han-lab/temporal-shift-module and torchvision.
 */
final class ResNeXtKeyNames implements KeyNames {

    private static final KeyNames RESNET = new ResNetKeyNames();
    /** The second and third convolution of the first block, in any family, whatever wraps them. */
    private static final String FIRST_BLOCK = "(?:base_model\\.)?layer1\\.0\\.(?:block\\.)?(?:net\\.)?";
    private static final Pattern FILTERS = Pattern.compile(FIRST_BLOCK + "conv2\\.(?:conv\\.)?weight");
    private static final Pattern THIRD = Pattern.compile(FIRST_BLOCK + "conv3\\.(?:conv\\.)?weight");

    /**
     * The shape of the first grouped filters, {@code [O, C/groups, 3, 3]}; empty if they are those of a ResNet, or if
     * there is no bottleneck around them.
     */
    static Optional<List<Integer>> firstFilters(ParameterShapes parameters) {
        boolean bottleneck = parameters.names().stream().anyMatch(name -> THIRD.matcher(name).matches());
        return parameters.names().stream().filter(name -> bottleneck && FILTERS.matcher(name).matches())
                .map(name -> parameters.shapes().get(name))
                .filter(shape -> shape.size() == 4 && shape.get(1) < shape.get(0)).findFirst();
    }

    @Override
    public String stem() {
        return RESNET.stem();
    }

    @Override
    public Set<KeyFamily> families() {
        return Set.of(KeyFamily.MIT, KeyFamily.TORCHVISION);
    }

    @Override
    public Set<String> roots() {
        return RESNET.roots();
    }

    @Override
    public boolean areIn(ParameterShapes file) {
        return firstFilters(file).isPresent();
    }

    @Override
    public KeyFamily plainFamily(ParameterShapes file) {
        return RESNET.plainFamily(file);
    }

    @Override
    public String plainClassifier(KeyFamily family) {
        return RESNET.plainClassifier(family);
    }

    @Override
    public Map<String, String> modules(KeyFamily family, Set<String> names) {
        return RESNET.modules(family, names);
    }
}
