/** What any drawn picture is made of: shapes on a canvas, in front of a background, seen by a camera. */
package io.github.tsmjava.train.gesture.drawing;
