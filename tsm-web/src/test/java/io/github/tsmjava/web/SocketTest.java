package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.web.Client.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams over sockets: the answers are the classifier's, and what pages send wrongly hurts only themselves. */
class SocketTest {

    private static final StreamingClassifier CLASSIFIER = StreamingClassifier.gestures();
    private static Demo demo;
    private static List<Image> frames;

    @BeforeAll
    static void start() throws Exception {
        demo = Demos.serve(0, null, Map.of("gestures", CLASSIFIER.model()));
        frames = Clip.frames("swipe-left.gif");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static float[] scores(JsonObject answer, String kind) {
        List<JsonElement> scores = answer.getAsJsonArray("scores").asList();
        float[] values = new float[scores.size()];
        for (int k = 0; k < values.length; k++) {
            JsonObject score = scores.get(k).getAsJsonObject();
            assertEquals(k, score.get("index").getAsInt());
            values[k] = score.get(kind).getAsFloat();
        }
        return values;
    }

    /** Sends pictures, each after the answer to the one before, 25 a second by their stamps. */
    private static void compare(Client client, StreamingClassifier.Stream expected, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Image picture = frames.get(i % frames.size());
            client.send(Client.message(i, 40.0 * i, picture));
            JsonObject answer = client.next();
            Optional<Answer> wanted = expected.next(picture, 40_000_000L * i);
            assertEquals(i, answer.get("seq").getAsInt());
            assertEquals(40.0 * i, answer.get("capture").getAsDouble());
            assertEquals(wanted.isPresent(), answer.get("seen").getAsBoolean());
            assertEquals(0, answer.get("dropped").getAsLong());
            if (wanted.isPresent()) {
                assertArrayEquals(wanted.get().probabilities(), scores(answer, "raw"));
                assertArrayEquals(wanted.get().decision().scores(), scores(answer, "smoothed"));
                JsonObject decision = answer.getAsJsonObject("decision");
                assertEquals(wanted.get().decided().label(), decision.get("label").getAsString());
                assertEquals(wanted.get().decision().index(), decision.get("index").getAsInt());
                assertEquals(wanted.get().changed(), decision.get("changed").getAsBoolean());
                assertTrue(answer.getAsJsonObject("time").get("network").getAsDouble() > 0);
            }
        }
    }

    @Test
    void answersAreTheClassifiers() throws Exception {
        try (Client client = new Client(demo)) {
            JsonObject hello = client.next();
            assertEquals("swipe left", hello.getAsJsonArray("classes").get(0).getAsString());
            assertEquals("usual", hello.get("smoothing").getAsString());
            assertEquals(9, hello.get("idle").getAsInt());
            StreamingClassifier.Stream expected = CLASSIFIER.open();
            compare(client, expected, 40);
            client.send("{\"reset\": true}");
            expected.reset();
            compare(client, expected, 10);
            client.send("{\"smoothing\": \"none\"}");
            assertEquals("none", client.next().get("smoothing").getAsString());
            compare(client, CLASSIFIER.open(Smoothing.NONE), 10);
        }
    }

    @Test
    void thePageSeesWhatTheNetworkRemembers() throws Exception {
        try (Client client = new Client(demo)) {
            client.next();
            client.send("{\"memory\": true}");
            client.send(Client.message(0, 0, frames.getFirst()));
            client.next();
            byte[] picture = client.pictures.poll(20, java.util.concurrent.TimeUnit.SECONDS);
            StreamingClassifier.Stream stream = CLASSIFIER.open();
            stream.next(frames.getFirst());
            assertEquals(1, picture[0]);
            assertEquals(stream.carried().size(), picture[1]);
            assertEquals(stream.carried().getFirst().layer(), new String(picture, 3, picture[2]));
        }
    }

    /** It sees the newest pictures together, again with each that it picks. */
    @Test
    void aNetworkThatLooksAheadSeesWindows() throws Exception {
        List<String> labels = Gesture.labels();
        PretrainedNetwork model = PretrainedNetwork.of(
                NetworkConfig.tsm(MobileNetV2Backbone.mit(0.2), 4, labels.size()).build(1), Flavour.MIT, labels, 32);
        WindowClassifier.Settings usual = WindowClassifier.Settings.of(model);
        WindowClassifier.Stream expected =
                new WindowClassifier(model, usual.withEvery(usual.window() / 4)).open();
        try (Demo other = Demos.serve(0, null, Map.of("ahead", model)); Client client = new Client(other)) {
            JsonObject hello = client.next();
            assertFalse(hello.get("remembers").getAsBoolean());
            assertTrue(hello.get("summary").getAsString().endsWith("looks ahead: the newest 4, of 3 seconds, together"),
                    hello.toString());
            client.send("{\"memory\": true}");
            client.send("{\"smoothing\": \"none\"}");
            client.next();
            int seen = 0;
            for (int i = 0; i < 60; i++) {
                Image picture = frames.get(i % frames.size());
                client.send(Client.message(i, 100.0 * i, picture));
                JsonObject answer = client.next();
                Optional<WindowClassifier.Window> window = expected.next(picture, 100_000_000L * i);
                assertEquals(window.isPresent(), answer.get("seen").getAsBoolean(), "picture " + i);
                if (window.isPresent()) {
                    seen++;
                    assertArrayEquals(window.get().probabilities(), scores(answer, "raw"));
                }
            }
            assertTrue(seen >= 4, seen + " windows in six seconds");
            assertTrue(client.pictures.isEmpty(), "there is nothing that it remembers");
        }
    }

    /** A picture that comes while one is looked at replaces the one that waits; each is answered once. */
    @Test
    void eachPictureIsAnsweredOnce() throws Exception {
        try (Client client = new Client(demo)) {
            client.next();
            for (int i = 0; i < 30; i++) {
                client.send(Client.message(i, 100.0 * i, frames.getFirst()));
            }
            boolean[] answered = new boolean[30];
            for (int i = 0; i < 30; i++) {
                int number = client.next().get("seq").getAsInt();
                assertFalse(answered[number]);
                answered[number] = true;
            }
        }
    }

    /** Each ends its own connection, and another page does not notice; {@code -Dtsm.test.hostile} sets how many there are. */
    @Test
    void malformedMessagesHurtNobodyElse() throws Exception {
        Random random = new Random(3);
        try (Client undisturbed = new Client(demo)) {
            undisturbed.next();
            StreamingClassifier.Stream expected = CLASSIFIER.open();
            for (int i = 0; i < Integer.getInteger("tsm.test.hostile", 1000); i++) {
                Hostile.once(demo, frames.getFirst(), random);
                if (i % 100 == 0) {
                    expected.reset();
                    undisturbed.send("{\"reset\": true}");
                    compare(undisturbed, expected, 8);
                }
            }
        }
    }

    @Test
    void tooLargeOrTooManyOrUnfinishedMessagesEndTheirConnection() throws Exception {
        try (Client large = new Client(demo); Client unfinished = new Client(demo)) {
            unfinished.sendPart(ByteBuffer.allocate(100_000));
            large.send(ByteBuffer.allocate((512 << 10) + 1));
            assertEquals(1009, large.end().code());
            End end = tooMany();
            for (int again = 0; again < 10 && end.code() == -1; again++) {
                end = tooMany();
            }
            assertEquals(new End(1008, "too many messages"), end);
            answersAreTheClassifiers();
        }
    }

    /**
     * How a connection ends that sends 200 messages a second. The client hears the reason only if it does not write into
     * the closed connection before it has read it: then the end is its own, with the code -1.
     */
    private End tooMany() throws Exception {
        try (Client many = new Client(demo)) {
            for (int i = 0; i < 1000 && !many.end.isDone(); i++) {
                try {
                    many.send("{\"alive\": true}");
                } catch (CompletionException e) {
                    return many.end();
                }
                many.end.copy().completeOnTimeout(null, 5, TimeUnit.MILLISECONDS).join();
            }
            return many.end();
        }
    }

    @Test
    void thereAreOnlySoManyStreams() throws Exception {
        List<Client> clients = new ArrayList<>();
        try (Demo small = Demos.serve(0, null, Map.of("gestures", CLASSIFIER.model()))) {
            for (int i = 0; i < Demo.MAX_STREAMS; i++) {
                clients.add(new Client(small));
                assertEquals("hello", clients.getLast().next().get("type").getAsString());
            }
            try (Client last = new Client(small)) {
                assertEquals(new End(1013, "too many streams"), last.end());
            }
            clients.removeFirst().close();
            JsonObject hello = null;
            for (int i = 0; i < 100 && hello == null; i++) {
                try (Client again = new Client(small)) {
                    hello = again.answers.poll(200, TimeUnit.MILLISECONDS);
                }
            }
            assertTrue(hello != null, "a place is free again");
            assertNull(clients.getFirst().end.getNow(null));
        } finally {
            clients.forEach(Client::close);
        }
    }
}
