/** The demo: a page that names gestures before a camera, and the server behind it. */
package io.github.tsmjava.web;
