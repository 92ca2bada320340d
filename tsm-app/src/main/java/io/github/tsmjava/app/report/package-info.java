/** Results for people and as JSON. */
package io.github.tsmjava.app.report;
