/** What a network for clips is made of, whatever its backbone: configuration, shift, and what a backbone must tell. */
package io.github.tsmjava.models.network;
