package io.github.tsmjava.train;

import io.github.tsmjava.video.VideoList;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small videos of two classes: a square that goes right over dark noise, and one that goes left over bright noise. */
public final class TrainingVideos {

    private static final int WIDTH = 44;
    private static final int HEIGHT = 36;
    private static final int FRAMES = 6;

    private TrainingVideos() {
    }

    /** Writes folders of frames and the list of them. */
    public static VideoList write(Path root, int videos) throws IOException {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < videos; i++) {
            int label = i % 2;
            Path folder = Files.createDirectories(root.resolve("v" + i));
            for (int frame = 0; frame < FRAMES; frame++) {
                ImageIO.write(picture(new Random(i), label, frame), "png",
                        folder.resolve("img_%05d.png".formatted(frame + 1)).toFile());
            }
            list.append("v%d %d %d%n".formatted(i, FRAMES, label));
        }
        return VideoList.read(Files.writeString(root.resolve("list.txt"), list));
    }

    private static BufferedImage picture(Random random, int label, int frame) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        int brightness = label == 0 ? 20 : 160;
        for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
            int grey = brightness + random.nextInt(60);
            image.setRGB(pixel % WIDTH, pixel / WIDTH, new Color(grey, grey, grey).getRGB());
        }
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillRect((label == 0 ? frame : FRAMES - 1 - frame) * 6, 8 + random.nextInt(10), 10, 10);
        graphics.dispose();
        return image;
    }
}
