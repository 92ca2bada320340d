/** A small web server for pages on this machine, whatever they show: who may ask, files, answers, uploads, sockets. */
package io.github.tsmjava.web.server;
