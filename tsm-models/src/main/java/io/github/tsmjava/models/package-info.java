/** ResNet and MobileNetV2 as TSN or TSM, streaming, and the video classifier. */
package io.github.tsmjava.models;
