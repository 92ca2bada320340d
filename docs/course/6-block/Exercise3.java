// Chapter 6, exercise 3: a TSN's parameters in a TSM. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/6-block/Exercise3.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.parameter.Parameter;

void main() {
    Layer tsn = NetworkConfig.tsn(new ResNetBackbone(50), 8, 10).build(1);
    Layer tsm = NetworkConfig.tsm(new ResNetBackbone(50), 8, 10).build(1);
    IO.println("numbers in the TSN: " + count(tsn) + ", in the TSM: " + count(tsm));

    List<String> without = tsn.parameters().stream().map(Parameter::name).toList();
    List<String> with = tsm.parameters().stream().map(Parameter::name).toList();
    int renamed = 0;
    for (int i = 0; i < without.size(); i++) {
        if (!without.get(i).equals(with.get(i))) {
            if (renamed < 2) {
                IO.println(without.get(i) + " is called " + with.get(i));
            }
            renamed++;
        }
    }
    IO.println(renamed + " of " + with.size() + " names differ, one for each shifted block");
    IO.println("without .net they are the same: "
            + without.equals(with.stream().map(name -> name.replace(".net.", ".")).toList()));
}

long count(Layer network) {
    return network.parameters().stream().mapToLong(parameter -> parameter.tensor().size()).sum();
}
