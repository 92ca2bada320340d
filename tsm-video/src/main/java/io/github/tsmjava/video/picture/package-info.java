/** JPEG and PNG, and folders of them. */
package io.github.tsmjava.video.picture;
