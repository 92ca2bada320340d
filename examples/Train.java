// A network that learns the classes of your own clips. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector examples/Train.java hands trained

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Transfer;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.VideoList;

void main(String[] args) throws Exception {
    // Names of classes, one a line; and for each video a line with its path and the number of its class, from 0.
    Path clips = Path.of(args[0]);
    List<String> labels = Labels.read(clips.resolve("category.txt"));
    VideoList list = VideoList.read(clips.resolve("list.txt"));
    VideoList others = VideoList.read(clips.resolve("val.txt"));

    // The network in the box knows hands already, so a few clips are enough: only its classifier begins anew.
    NetworkConfig config = Recipe.find("tsm_mobilenetv2_gestures").orElseThrow().network(labels.size());
    Transfer start = Transfer.fromGestures(config, labels, 1);
    // Its pictures have the same size, and its streams the same rate.
    PretrainedNetwork box = PretrainedNetwork.gestures();
    PretrainedNetwork model = PretrainedNetwork.of(start.network(), box.flavour(), labels, box.size()).withRate(box.rate());

    TrainingSettings settings = TrainingSettings.usual().withEpochs(3).withBatch(4)
            .withSchedule(new Schedule.Step(0.005, List.of(1, 2))).withNewClassifier(start.newClassifier());
    Trainer trainer = new Trainer(model, settings, TrainingClips.of(list, model),
            Trainer.Validation.of(others, model), Path.of(args[1]));
    trainer.train();
    IO.println("right: %.0f %% of %d other clips".formatted(100 * trainer.best(), others.entries().size()));
    IO.println("written: " + Path.of(args[1]).resolve(Trainer.BEST));
}
