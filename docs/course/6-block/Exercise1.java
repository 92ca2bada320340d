// Chapter 6, exercise 1: which blocks are shifted? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/6-block/Exercise1.java

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;

void main() {
    List<Backbone> backbones = List.of(new ResNetBackbone(50), new ResNetBackbone(101), MobileNetV2Backbone.mit(1));
    for (Backbone backbone : backbones) {
        List<String> blocks = backbone.shiftedBlocks(Shifting.Place.BLOCKRES);
        IO.println(backbone.name() + ": " + blocks.size() + " blocks");
        // By stage: what stands in front of the first point.
        blocks.stream().collect(Collectors.groupingBy(name -> name.substring(0, name.indexOf('.')), TreeMap::new,
                Collectors.mapping(name -> name.substring(name.indexOf('.') + 1), Collectors.joining(" "))))
                .forEach((stage, numbers) -> IO.println("  " + stage + ": " + numbers));
    }
    IO.println("in front of whole blocks, a MobileNetV2: "
            + MobileNetV2Backbone.mit(1).shiftedBlocks(Shifting.Place.BLOCK).size());
}
