package io.github.tsmjava.train.prepare;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A video as an animated GIF that plays for ever, twelve frames a second, each frame with a palette of its own. */
public final class GifEncoder {

    private static final String METADATA = "javax_imageio_gif_image_1.0";
    private static final String HUNDREDTHS_PER_FRAME = "8";

    private GifEncoder() {
    }

    /** @throws VideoException if a frame cannot be fetched */
    public static byte[] encode(Video video) throws VideoException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < video.frameCount(); i++) {
                BufferedImage picture = FrameFormat.picture(video.frames(i).getFirst());
                IIOMetadata metadata = writer.getDefaultImageMetadata(
                        ImageTypeSpecifier.createFromRenderedImage(picture), null);
                metadata.setFromTree(METADATA, timed((IIOMetadataNode) metadata.getAsTree(METADATA)));
                writer.writeToSequence(new IIOImage(picture, null, metadata), null);
            }
            writer.endWriteSequence();
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("memory can be written to", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode timed(IIOMetadataNode root) {
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", HUNDREDTHS_PER_FRAME);
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(loop);
        return root;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        if (root.getElementsByTagName(name).item(0) instanceof IIOMetadataNode present) {
            return present;
        }
        IIOMetadataNode added = new IIOMetadataNode(name);
        root.appendChild(added);
        return added;
    }
}
