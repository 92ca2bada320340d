/** Published networks: what is known of them, and their files. */
package io.github.tsmjava.app.zoo;
