/** What writing to folders and files takes: locks, and text and pictures that are never half written. */
package io.github.tsmjava.train.files;
