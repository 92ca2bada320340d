/**
 * Command lines as the original code ({@code main.py}, {@code test_models.py}) and MMAction2 ({@code tools/train.py},
 * {@code tools/test.py}) take them; docs/from-the-original.md compares them with ours.
 */
package io.github.tsmjava.app.original;
